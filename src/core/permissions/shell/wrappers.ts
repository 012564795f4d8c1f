/** Programs that start other programs: what each of them starts. */
import type { ShellAssignment, ShellCommand, ShellWord } from './line';
import { packageRunners, runners } from './packageRunners';
import { afterOptions, dynamic, line, prefix, type Started, valuesOf, type Wrapper, words } from './started';
import { hasOption, programName, unknownWord } from './words';

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

/** Options whose value a shell reads, by program: letter and name. */
const lineOptions: Readonly<Record<string, readonly [short: string, long: string] | undefined>> = {
  su: ['c', '--command'],
  runuser: ['c', '--command'],
  script: ['c', '--command'],
  flock: ['c', '--command'],
  ssh: ['c', '--command'],
  nodemon: ['x', '--exec'],
  cdk: ['a', '--app'],
};

const lineOption: Wrapper = {
  names: Object.keys(lineOptions),
  acts: true,
  starts: ([program, ...rest]) => {
    const name = programName(program);
    const [short, long] = lineOptions[name] ?? ['c', '--command'];
    const called = valuesOf(rest, short, long).flatMap((each) => line([each]));
    if (name === 'script') {
      // Behind the file that it writes stands a command.
      const after = afterOptions(rest, /^-/u, /^-[a-zA-Z]*[IOBEmocT]$/u) ?? [];
      return [...called, ...words(after.slice(1).filter((each, at) => at > 0 || each.value !== '--'))];
    }
    if (name !== 'flock' || called.length > 0) return called;
    const after = afterOptions(rest, /^-(?:[snxeuoF]+|-[\w-]+(?:=.*)?)$/u, /^(?:-w|-E|--timeout|--wait)$/u);
    return after === undefined ? dynamic('an option of it is unknown') : words(after.slice(1));
  },
};

/** They run it again and again: as it stands, or as a shell reads it. */
const repeating: Wrapper = {
  names: ['watch', 'entr'],
  acts: true,
  starts: ([program, ...rest]) => {
    const after = afterOptions(rest, /^-(?:[abcdegnprstxz]+|-\w[\w-]*(?:=.*)?)$/u, /^(?:-n|--interval)$/u);
    if (after === undefined) return dynamic('an option of it is unknown');
    const own = rest.slice(0, rest.length - after.length);
    const spoken = own.some(({ value }) => /^-[a-z]*[sx]|^--exec/u.test(value));
    const inShell = (programName(program) === 'entr') === spoken;
    return inShell ? line(after) : words(withHoles(after, '/_'));
  },
};

/** The program is an option's value, its arguments stand behind `--`. */
const daemon: Wrapper = {
  names: ['start-stop-daemon'],
  acts: true,
  starts: ([, ...rest]) => {
    const dashes = rest.findIndex(({ value }) => value === '--');
    const args = dashes === -1 ? [] : rest.slice(dashes + 1);
    const programs = [...valuesOf(rest, 'x', '--exec'), ...valuesOf(rest, 'a', '--startas')];
    return programs.flatMap((each) => (each === undefined ? [] : words([each, ...args])));
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
  daemon,
  env,
  evaluate,
  fd,
  find,
  inContainer,
  lineOption,
  lookup,
  packageRunners,
  repeating,
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
  {
    ...prefix(
      ['doas', 'sudo', 'sudo-rs', 'run0', 'pkexec'],
      /^-(?:[AbEHnPSkiKsl]+|-[\w-]+(?:=.*)?)$/u,
      /^-[ugpCTUrthD]$/u,
    ),
    acts: true,
  },
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
