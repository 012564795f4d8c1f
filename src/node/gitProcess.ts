import type { ExecResult } from '../core/host';
import { runProcess } from './process';

/** Nothing that a repository's configuration names may run, and nothing is fetched or asked for. */
const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.ignorecase=false',
  'core.pager=cat',
  'core.quotePath=false',
  'gpg.program=gpg',
  'gpg.ssh.program=ssh-keygen',
  'gpg.x509.program=gpgsm',
  'log.showSignature=false',
  'protocol.allow=never',
  'safe.bareRepository=explicit',
];

/** Runs git in a folder for the runner itself, never for an agent. Undefined where there is no git. `extra` is added to the environment; `onStdout` gets the output instead of the result. */
export async function runGit(
  cwd: string,
  args: readonly string[],
  signal?: AbortSignal,
  extra: Readonly<Record<string, string>> = {},
  onStdout?: (text: string) => boolean,
): Promise<ExecResult | undefined> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^GIT_/u.test(name) || /^GIT_CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM)$/u.test(name),
  );
  const env = {
    ...Object.fromEntries(inherited),
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    LC_ALL: 'C',
    ...extra,
  };
  const options = settings.flatMap((setting) => ['-c', setting]);
  return runProcess({
    command: 'git',
    args: [...options, ...args],
    cwd,
    env,
    timeoutMs: 60_000,
    ...(signal && { signal }),
    ...(onStdout && { onStdout }),
  }).catch(() => undefined);
}
