/** Programs that start other programs: what each of them starts. */
import type { ShellAssignment, ShellCommand, ShellWord } from './line';
import { hasOption, programName, unknownWord } from './words';

/** What a wrapper starts. */
export type Started =
  | {
      readonly kind: 'words';
      readonly words: readonly ShellWord[];
      readonly assignments?: readonly ShellAssignment[];
      readonly folder?: ShellWord;
    }
  /** Text that a shell reads. */
  | { readonly kind: 'line'; readonly line: string }
  /** Something that is known only when it runs. */
  | { readonly kind: 'dynamic'; readonly why: string };

/** How a program starts others. */
export interface Wrapper {
  readonly names: readonly string[];
  /** Empty where this use of it starts nothing. */
  starts(words: readonly ShellWord[], command: ShellCommand): readonly Started[];
  /** It does more than starting: its own line is judged too. */
  readonly acts?: true;
}

const dynamic = (why: string): readonly Started[] => [{ kind: 'dynamic', why }];
const words = (
  list: readonly ShellWord[],
  more: { readonly assignments?: readonly ShellAssignment[]; readonly folder?: ShellWord } = {},
): readonly Started[] => (list.length === 0 ? [] : [{ kind: 'words', words: list, ...more }]);

/** The words after a wrapper's own options; undefined where an option is not one that we know. */
function afterOptions(
  list: readonly ShellWord[],
  flags: RegExp,
  valued: RegExp = /^$/u,
): readonly ShellWord[] | undefined {
  for (let at = 0; at < list.length; at++) {
    const word = list[at];
    if (word === undefined) break;
    if (!word.known) return list.slice(at);
    if (word.value === '--') return list.slice(at + 1);
    if (!word.value.startsWith('-') || word.value === '-') return list.slice(at);
    if (valued.test(word.value)) at += 1;
    else if (!flags.test(word.value)) return undefined;
  }
  return [];
}

/** A wrapper that is options, then a command; `skip` words of its own stand between. */
function prefix(names: readonly string[], flags: RegExp, valued?: RegExp, skip = 0): Wrapper {
  return {
    names,
    starts: ([, ...rest]) => {
      const after = afterOptions(rest, flags, valued);
      return after === undefined ? dynamic('an option of it is unknown') : words(after.slice(skip));
    },
  };
}

function line(list: readonly (ShellWord | undefined)[]): readonly Started[] {
  const all = list.filter((word) => word !== undefined);
  if (all.length === 0) return [];
  if (!all.every(({ known }) => known)) return dynamic('what it runs is put together when it runs');
  return [{ kind: 'line', line: all.map(({ value }) => value).join(' ') }];
}

const shells: Wrapper = {
  names: ['sh', 'bash', 'zsh', 'dash', 'ash', 'ksh', 'mksh', 'rbash'],
  starts: ([, ...rest], command) => {
    for (const [at, word] of rest.entries()) {
      if (!word.known) return dynamic('its options or script are known only when it runs');
      if (/^-[a-z]*c[a-z]*$/u.test(word.value)) {
        const text = rest.slice(at + 1).find(({ value, known }) => !known || !/^[-+]/u.test(value));
        return text === undefined ? dynamic('it has no command to run') : line([text]);
      }
      if (/^(?:-[abefhklmnptuvxBCEHPT]+|--(?:login|noprofile|norc|posix|verbose))$/u.test(word.value)) continue;
      if (/^(?:--version|--help)$/u.test(word.value)) return [];
      if (word.value === '-s' || word.value === '-' || word.value === '--') break;
      if (/^[-+]/u.test(word.value)) return dynamic('an option of it changes what it runs');
      // A script that lies in a file: nothing but the file's name is known.
      return /^\/(?:dev|proc)\//u.test(word.value) ? fromInput(command) : [];
    }
    return fromInput(command);
  },
};

/** A shell without a script runs what it reads. */
function fromInput(command: ShellCommand): readonly Started[] {
  const bodies = command.redirects.flatMap(({ body }) => body ?? []);
  const [body] = bodies;
  if (bodies.length === 1 && body?.known === true && command.fedBy.length === 0)
    return [{ kind: 'line', line: body.value }];
  return dynamic('it runs whatever it reads');
}

const env: Wrapper = {
  names: ['env', 'genv', 'cross-env', 'cross-env-shell', 'dotenv', 'env-cmd'],
  starts: ([, ...rest]) => {
    const assignments: ShellAssignment[] = [];
    let folder: ShellWord | undefined;
    for (let at = 0; at < rest.length; at++) {
      const word = rest[at];
      if (word === undefined) break;
      const { value, known } = word;
      const assigned = /^([A-Za-z_]\w*)=/u.exec(value)?.[1];
      if (assigned !== undefined) assignments.push({ name: assigned, value: word });
      else if (!known) return dynamic('what it runs is known only when it runs');
      else if (/^(?:-u|--unset)$/u.test(value)) assignments.push(unset(rest[++at]));
      else if (/^(?:-u|--unset=)./u.test(value))
        assignments.push({ name: value.replace(/^(?:-u|--unset=)/u, ''), value: word });
      else if (/^(?:-i|-|--ignore-environment)$/u.test(value))
        assignments.push({ name: 'TRACEWRIGHT_AGENT', value: word });
      else if (/^(?:-C|--chdir)$/u.test(value)) folder = rest[++at];
      else if (/^(?:-0|-v|--null|--debug|--)$/u.test(value)) continue;
      else if (value.startsWith('-')) return dynamic('an option of it changes what it runs');
      else return words(rest.slice(at), { assignments, ...(folder === undefined ? {} : { folder }) });
    }
    return [];
  },
};

function unset(word: ShellWord | undefined): ShellAssignment {
  return { name: word?.value ?? '', value: word ?? unknownWord('') };
}

const find: Wrapper = {
  names: ['find', 'gfind', 'bfs'],
  acts: true,
  starts: ([, ...rest]) => {
    const started: Started[] = [];
    for (let at = 0; at < rest.length; at++) {
      if (!/^-(?:exec|execdir|ok|okdir)$/u.test(rest[at]?.value ?? '')) continue;
      const end = rest.findIndex((word, index) => index > at && /^[;+]$/u.test(word.value));
      started.push(...words(withHoles(rest.slice(at + 1, end === -1 ? rest.length : end), '{}')));
      if (end !== -1) at = end;
    }
    return started;
  },
};

const fd: Wrapper = {
  names: ['fd', 'fdfind'],
  acts: true,
  starts: ([, ...rest]) => {
    const at = rest.findIndex(({ value }) => /^(?:-[a-zA-Z]*[xX]|--exec|--exec-batch)$/u.test(value));
    return at === -1 ? [] : words([...withHoles(rest.slice(at + 1), '{}'), unknownWord('{}')]);
  },
};

/** Where a hole stands, the wrapper puts names that nobody knows yet. */
function withHoles(list: readonly ShellWord[], hole: string): readonly ShellWord[] {
  return list.map((word) => (hole !== '' && word.value.includes(hole) ? { ...word, known: false } : word));
}

const xargs: Wrapper = {
  names: ['xargs', 'gxargs'],
  starts: ([, ...rest]) => {
    const after = afterOptions(
      rest,
      /^(?:-[0rtpxo]+|-[nPLsd].+|--(?:null|no-run-if-empty|verbose|exit|(?:max-\w+|delimiter)=.*))$/u,
      /^(?:-[nPLsdEaI]|-0?I|--(?:max-args|max-procs|max-lines|max-chars|delimiter|arg-file|replace))$/u,
    );
    if (after === undefined)
      return /^-I./u.test(rest[0]?.value ?? '')
        ? holes(rest.slice(1), rest[0]?.value.slice(2) ?? '')
        : dynamic('an option of it is unknown');
    const at = rest.findIndex(({ value }) => /^(?:-I|-0I|--replace)$/u.test(value));
    return holes(after, at === -1 ? '' : (rest[at + 1]?.value ?? '{}'));
  },
};

function holes(after: readonly ShellWord[], hole: string): readonly Started[] {
  return after.length === 0 ? [] : words([...withHoles(after, hole), unknownWord('…')]);
}

const runners: Wrapper = {
  names: ['npx', 'bunx', 'pnpx', 'uvx', 'pipx'],
  acts: true,
  starts: ([program, ...rest]) => {
    const list = programName(program) === 'pipx' && rest[0]?.value === 'run' ? rest.slice(1) : rest;
    const called = calledLine(list);
    if (called !== undefined) return called;
    const after = afterOptions(
      list,
      /^(?:-y|-q|--(?:yes|no|no-install|quiet|silent|prefer-offline|offline|bun|package=.*))$/u,
      /^(?:-p|--package|--from|--with|--spec)$/u,
    );
    return after === undefined ? dynamic('an option of it is unknown') : words(after);
  },
};

/** `npx -c 'line'`: only among the options that stand before the program's name. */
function calledLine(list: readonly ShellWord[]): readonly Started[] | undefined {
  const end = list.findIndex(({ value }) => !value.startsWith('-') || value === '--');
  const at = list.slice(0, end === -1 ? list.length : end).findIndex(({ value }) => /^(?:-c|--call)$/u.test(value));
  return at === -1 ? undefined : line([list[at + 1]]);
}

/** What yarn, pnpm and bun do themselves; any other word is a script, or a program of a package. */
const packageVerbs =
  /^(?:install|i|ci|add|remove|rm|un|uninstall|up|update|upgrade|set|get|config|c|why|info|view|list|ls|ll|la|init|create|link|unlink|pack|publish|unpublish|npm|workspaces?|plugin|cache|dedupe|rebuild|rb|run|run-script|version|outdated|audit|import|store|help|global|login|logout|whoami|patch|patch-commit|bin|root|prune|fetch|deploy|licenses|policies|constraints|node-gyp|team|owner|tag|dist-tag|pm|build|test|t|start|stop|restart|setup|env|server|self-update|approve-builds)$/u;

/** `pnpm exec x`, `poetry run x`, `yarn x`: words of its own, then a program. (`npm run x` is a script, not a program.) */
const packageRunners: Wrapper = {
  names: ['npm', 'pnpm', 'yarn', 'bun', 'poetry', 'pdm', 'uv', 'pipenv', 'hatch', 'rye', 'bundle', 'mise', 'conda'],
  acts: true,
  starts: ([program, ...all]) => {
    const rest = afterOptions(
      all,
      /^-/u,
      /^(?:-C|-F|-w|--dir|--prefix|--cwd|--filter|--workspace|--project|--directory)$/u,
    );
    const [first, ...more] = rest ?? [];
    if (first === undefined) return [];
    const name = programName(program);
    const scripts = /^(?:npm|pnpm|yarn|bun)$/u.test(name);
    if ((scripts ? /^(?:exec|x|dlx)$/u : /^(?:exec|x|run)$/u).test(first.value)) {
      const called = calledLine(more);
      return called ?? words(afterOptions(more, /^-/u, /^(?:-p|--package|-n|--name|--with)$/u) ?? []);
    }
    return /^(?:pnpm|yarn|bun)$/u.test(name) && !packageVerbs.test(first.value) ? words([first, ...more]) : [];
  },
};

/** Several lines, or several scripts, side by side. */
const several: Wrapper = {
  names: ['concurrently', 'npm-run-all', 'run-s', 'run-p', 'wireit'],
  acts: true,
  starts: ([program, ...rest]) => {
    const operands = rest.filter(({ value }) => !value.startsWith('-'));
    if (programName(program) === 'concurrently') return operands.flatMap((each) => line([each]));
    const npm = { text: 'npm', value: 'npm', known: true, glob: false, tilde: false };
    return operands.flatMap((each) => words([npm, { ...npm, text: 'run', value: 'run' }, each]));
  },
};

/** `corepack yarn publish` */
const corepack: Wrapper = {
  names: ['corepack'],
  starts: ([, ...rest]) =>
    /^(?:npm|npx|pnpm|pnpx|yarn|yarnpkg)(?:@|$)/u.test(rest[0]?.value ?? '') ? words(rest) : [],
};

const lineOption: Wrapper = {
  names: ['su', 'script', 'flock', 'watch', 'ssh', 'runuser', 'entr', 'nodemon'],
  acts: true,
  starts: ([program, ...rest]) => {
    const name = programName(program);
    if (name === 'watch' || name === 'entr') {
      const after = afterOptions(rest, /^-(?:[abcdegnprstxz]+|-\w[\w-]*(?:=.*)?)$/u, /^(?:-n|--interval)$/u);
      return after === undefined ? dynamic('an option of it is unknown') : line(after);
    }
    const at = rest.findIndex(({ value }) => /^(?:-c|--command|--exec|-x)$/u.test(value));
    if (at !== -1) return line([rest[at + 1]]);
    if (name !== 'flock') return [];
    const after = afterOptions(rest, /^-(?:[snxeuoF]+|-[\w-]+(?:=.*)?)$/u, /^(?:-w|-E|--timeout|--wait)$/u);
    return after === undefined ? dynamic('an option of it is unknown') : words(after.slice(1));
  },
};

const inContainer: Wrapper = {
  names: ['docker', 'podman', 'nerdctl', 'kubectl', 'oc'],
  acts: true,
  starts: ([, ...rest]) => {
    const at = rest.findIndex(({ value }) => /^(?:exec|run)$/u.test(value));
    const inner =
      at === -1 ? -1 : rest.findIndex((word, index) => index > at && shells.names.includes(programName(word)));
    return inner === -1 ? [] : words(rest.slice(inner));
  },
};

const lookup: Wrapper = {
  names: ['command', 'builtin', 'exec'],
  starts: ([, ...rest]) => {
    if (hasOption(rest.map(({ value }) => value).slice(0, 1), '-v', '-V')) return [];
    const after = afterOptions(rest, /^-[pcl]+$/u, /^-a$/u);
    return after === undefined ? dynamic('an option of it is unknown') : words(after);
  },
};

const evaluate: Wrapper = {
  names: ['eval'],
  starts: ([, ...rest]) => line(rest),
};

/** Every wrapper; a program may be in one only. */
export const wrappers: readonly Wrapper[] = [
  corepack,
  env,
  evaluate,
  fd,
  find,
  inContainer,
  lineOption,
  lookup,
  packageRunners,
  prefix(
    ['caffeinate', 'unbuffer', 'nohup', 'catchsegv', 'setsid', 'dbus-run-session', 'busybox', 'toybox', 'winpty'],
    /^-(?:[wfcdismu]+|-\w+)$/u,
  ),
  prefix(['chronic', 'ts', 'xvfb-run'], /^-/u, /^(?:-[nse]|--server-args)$/u),
  prefix(['ionice', 'nice', 'chrt', 'renice'], /^-(?:\d+|[cnt]\d+|-\w+=.*)$/u, /^(?:-n|-c|--adjustment)$/u),
  prefix(['stdbuf'], /^(?:-[ioe].+|--\w+=.*)$/u, /^-[ioe]$/u),
  prefix(['taskset'], /^-a$/u, /^$/u, 1),
  prefix(['time', 'gtime'], /^-(?:[apvV]+|-\w+)$/u, /^(?:-f|--format)$/u),
  prefix(
    ['timeout', 'gtimeout'],
    /^-(?:[fv]+|[ks].+|-(?:foreground|preserve-status|verbose|(?:signal|kill-after)=.*))$/u,
    /^(?:-[ks]|--signal|--kill-after)$/u,
    1,
  ),
  { ...prefix(['doas', 'sudo', 'pkexec'], /^-(?:[AbEHnPSkiKsl]+|-[\w-]+(?:=.*)?)$/u, /^-[ugpCTUrthD]$/u), acts: true },
  runners,
  several,
  shells,
  xargs,
];

const byName = new Map(wrappers.flatMap((wrapper) => wrapper.names.map((name) => [name, wrapper] as const)));

/** The wrapper of that name, if the program is one. */
export function wrapperOf(program: string): Wrapper | undefined {
  return byName.get(program);
}
