/** What package managers start: programs of packages, and lines that their shells read. */
import type { ShellWord } from './line';
import { afterOptions, dynamic, line, type Started, valuesOf, type Wrapper, words } from './started';
import { isHarmful } from './unknownStarters';
import { programName } from './words';

/** `npx` and its like: options, then a program of a package. */
export const runners: Wrapper = {
  names: ['npx', 'bunx', 'pnpx', 'uvx', 'pipx'],
  acts: true,
  starts: ([program, ...rest]) => {
    const list = programName(program) === 'pipx' && rest[0]?.value === 'run' ? rest.slice(1) : rest;
    const end = list.findIndex(({ value }, at) => !value.startsWith('-') && !isCall(list[at - 1]));
    const called = calledLine(list.slice(0, end === -1 ? list.length : end));
    if (called !== undefined) return called;
    const after = afterOptions(
      list,
      /^(?:-y|-q|--(?:yes|no|no-install|quiet|silent|prefer-offline|offline|bun|package=.*))$/u,
      /^(?:-p|--package|--from|--with|--spec)$/u,
    );
    return after === undefined ? dynamic('an option of it is unknown') : words(after);
  },
};

function isCall(word: ShellWord | undefined): boolean {
  return /^(?:-[a-z]*[cp]|--call?|--package)$/u.test(word?.value ?? '');
}

/** `--call='line'` and its other spellings. `--ca`, which npm has too, is none. */
function calledLine(list: readonly ShellWord[]): readonly Started[] | undefined {
  const own = list.filter(({ value }) => !/^--ca?(?:=|$)/u.test(value));
  const called = valuesOf(own, 'c', '--call');
  return called.length === 0 ? undefined : called.flatMap((each) => line([each]));
}

/** What yarn, pnpm and bun do themselves; any other word is a script, or a program of a package. */
const packageVerbs =
  /^(?:install|i|ci|add|remove|rm|un|uninstall|up|update|upgrade|set|get|config|c|why|info|view|list|ls|ll|la|init|create|link|unlink|pack|publish|unpublish|npm|workspaces?|plugin|cache|dedupe|rebuild|rb|run|run-script|version|outdated|audit|import|store|help|global|login|logout|whoami|patch|patch-commit|bin|root|prune|fetch|deploy|licenses|policies|constraints|node-gyp|team|owner|tag|dist-tag|pm|build|test|t|start|stop|restart|setup|env|server|self-update|approve-builds)$/u;

const ownValued =
  /^(?:-C|-F|-w|-c|--call|--dir|--prefix|--cwd|--filter|--workspace|--project|--directory|--include|--exclude|--from|-j|--jobs)$/u;
/** pnpm's `-c` takes no value: it has a shell read what follows. */
const shellMode = /^(?:-[a-z]*c[a-z]*|--shell-mode)$/u;

/** `pnpm exec x`, `poetry run x`, `yarn x`: words of its own, then a program. (`npm run x` is a script, not a program.) */
export const packageRunners: Wrapper = {
  names: ['npm', 'pnpm', 'yarn', 'bun', 'poetry', 'pdm', 'uv', 'pipenv', 'hatch', 'rye', 'bundle', 'mise', 'conda'],
  acts: true,
  starts: ([program, ...all]) => {
    const name = programName(program);
    const valued = name === 'pnpm' ? /^(?:-C|-F|--dir|--filter)$/u : ownValued;
    const rest = afterOptions(all, /^-/u, valued) ?? [];
    const [first, ...more] = rest;
    if (program === undefined || first === undefined) return [];
    const own = all.slice(0, all.length - rest.length);
    switch (name) {
      case 'npm':
        return npmStarts(first.value, own, more);
      case 'pnpm':
        if (/^(?:exec|x|dlx)$/u.test(first.value)) return pnpmStarts(own, more);
        break;
      case 'yarn':
        if (/^workspaces?$/u.test(first.value)) return inWorkspaces(program, first.value, more);
        if (first.value === 'exec') return line(afterOptions(more, /^-/u) ?? []);
        break;
      case 'bun':
        if (first.value === 'exec') return line(more);
        break;
      default:
        return /^(?:exec|x|run)$/u.test(first.value) ? programIn(more) : [];
    }
    if (/^(?:exec|x|dlx)$/u.test(first.value)) return programIn(more);
    if (/^(?:run|run-script)$/u.test(first.value)) return runByName(more);
    return packageVerbs.test(first.value) ? [] : words([first, ...more]);
  },
};

function programIn(list: readonly ShellWord[]): readonly Started[] {
  return words(afterOptions(list, /^-/u, /^(?:-p|--package|-n|--name|--with)$/u) ?? []);
}

/** npm takes its options wherever they stand before `--`, and verbs that are cut short. */
function npmStarts(verb: string, own: readonly ShellWord[], more: readonly ShellWord[]): readonly Started[] {
  if (/^explor?e?$/u.test(verb)) {
    const [, ...inside] = more.filter(({ value }) => !value.startsWith('-') || value === '--');
    if (inside.length === 0) return dynamic('it opens a shell');
    const at = more.findIndex(({ value }) => !value.startsWith('-')) + 1;
    return line(more.slice(more[at]?.value === '--' ? at + 1 : at));
  }
  if (!/^(?:exec?|x)$/u.test(verb)) return [];
  return calledLine([...own, ...more]) ?? programIn(more);
}

function pnpmStarts(own: readonly ShellWord[], more: readonly ShellWord[]): readonly Started[] {
  const after = afterOptions(more, /^-/u, /^(?:-p|--package)$/u) ?? [];
  const before = [...own, ...more.slice(0, more.length - after.length)];
  return before.some(({ value }) => shellMode.test(value)) ? line(after) : words(after);
}

/** `yarn workspace a x`, `yarn workspaces foreach -A x`: x is what yarn gets in each of them. */
function inWorkspaces(program: ShellWord, verb: string, more: readonly ShellWord[]): readonly Started[] {
  const each = verb === 'workspaces' && /^(?:foreach|run)$/u.test(more[0]?.value ?? '');
  if (verb === 'workspaces' && !each) return [];
  const inner = afterOptions(more.slice(1), /^-/u, ownValued) ?? [];
  return inner.length === 0 ? [] : words([program, ...inner]);
}

/** A script, or where there is none of that name a program. */
function runByName(list: readonly ShellWord[]): readonly Started[] {
  const [first, ...more] = afterOptions(list, /^-/u, ownValued) ?? [];
  if (first === undefined || !isHarmful(programName(first), more[0]?.value)) return [];
  return words([first, ...more]);
}
