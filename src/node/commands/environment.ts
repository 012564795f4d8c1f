/** What every command finds in its environment: nobody sits before a terminal, so nothing may wait for somebody. */

/** Keeps programs from asking, paging, opening editors and drawing. What a command's own environment says goes before. */
export const quietEnvironment: Readonly<Record<string, string>> = {
  CI: '1',
  TERM: 'dumb',
  NO_COLOR: '1',
  PAGER: 'cat',
  GIT_PAGER: 'cat',
  MANPAGER: 'cat',
  EDITOR: 'true',
  VISUAL: 'true',
  GIT_EDITOR: 'true',
  GIT_SEQUENCE_EDITOR: 'true',
  GIT_TERMINAL_PROMPT: '0',
  GCM_INTERACTIVE: 'never',
  SSH_ASKPASS_REQUIRE: 'never',
  DEBIAN_FRONTEND: 'noninteractive',
  PIP_NO_INPUT: '1',
  PYTHONUNBUFFERED: '1',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
};

/** The name of the variable that every process of one command has. */
export const markName = 'TRACEWRIGHT_COMMAND';

/** The whole environment of a command: approvals are closed to it, and its processes can be told by `mark`. */
export function commandEnvironment(
  own: Readonly<Record<string, string>>,
  mark: string,
): Readonly<Record<string, string>> {
  return { ...quietEnvironment, ...own, TRACEWRIGHT_AGENT: '1', [markName]: mark };
}
