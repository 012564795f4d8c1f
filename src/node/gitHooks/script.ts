/** What stands in git's hooks: a few lines of sh that call the command line by its absolute path. */

/** The hooks of git that tell of what hooks wait for. Git asks `pre-commit` for a plain commit only. */
export const gitEvents = [
  'pre-commit',
  'pre-merge-commit',
  'pre-applypatch',
  'prepare-commit-msg',
  'post-commit',
  'post-merge',
  'post-applypatch',
  'post-rewrite',
  'post-checkout',
  'pre-push',
] as const;
/** One of them, by git's name. */
export type GitEvent = (typeof gitEvents)[number];

const begin = '# >>> tracewright hooks';
const end = '# <<< tracewright hooks';
/** First line of a hook that is ours alone. */
const own = '# Written by Tracewright: hooks install';

/** Where the command line is. Absolute paths, as the system writes them. */
export interface Called {
  readonly node: string;
  /** `node` is an editor's program, which has to be told to be Node. */
  readonly electron: boolean;
  readonly cli: string;
}

/** The one script that all hooks of a repository call. It passes with a warning where the command line is gone. */
export function callerScript({ node, electron, cli }: Called): string {
  return `#!/bin/sh
${own}
node=${quoted(node)}
cli=${quoted(cli)}
${choice}
if [ ! -f "$cli" ] || [ ! -x "$node" ]; then
  echo "tracewright: $cli is gone, so no hook of Tracewright ran. Run \\"tracewright hooks install\\" again, or \\"hooks uninstall\\"." >&2
  exit 0
fi
case "$1" in
  pre-push|post-rewrite) ;;
  *) exec </dev/null ;;
esac
${electron ? 'ELECTRON_RUN_AS_NODE=1 ' : ''}exec "$node" "$cli" hooks git "$@"
`;
}

/**
 * What is no event, told before anything is started. Commits of cherry-pick, revert and a rebase that goes on with what a
 * person put together are asked about in prepare-commit-msg, the only hook that git has there; a rebase copies commits
 * that are there already, and is one commit when it has ended.
 */
const choice = `set -f
rebasing() {
  [ -d "$(git rev-parse --git-path rebase-merge)" ] || [ -e "$(git rev-parse --git-path rebase-apply/rebasing)" ]
}
case "$1" in
  prepare-commit-msg)
    by=$(ps -o args= -p "$2" 2>/dev/null)
    skip=
    doing=
    for word in $by; do
      if [ -n "$skip" ]; then skip=; continue; fi
      case "$word" in
        -c|-C|--git-dir|--work-tree|--namespace) skip=1 ;;
        -*|git|*/git|*/git-core) ;;
        *) doing=$word; break ;;
      esac
    done
    case "$doing $by" in
      cherry-pick*|revert*) ;;
      commit*' -n '*' -F '*rebase-merge/message*) ;;
      *) exit 0 ;;
    esac ;;
  pre-applypatch|post-applypatch|post-commit) if rebasing; then exit 0; fi ;;
  post-merge) if [ "$2" = 1 ]; then exit 0; fi ;;
  post-rewrite) if [ "$2" != rebase ]; then exit 0; fi ;;
esac
set +f`;

/** Lines that call the script; what stands in for our part is that it isn't there. */
function call(caller: string, event: GitEvent): string {
  const started = `${quoted(caller)} ${event}${event === 'prepare-commit-msg' ? ' "$PPID"' : ''} "$@" || exit $?`;
  if (!readsStdin(event)) return `if [ -x ${quoted(caller)} ]; then ${started}; fi`;
  // Git tells it on stdin, once: what comes after this gets the same.
  return `tracewright_told=$(cat)
if [ -x ${quoted(caller)} ]; then printf '%s\\n' "$tracewright_told" | ${started}; fi
if [ -n "$tracewright_told" ]; then exec <<TRACEWRIGHT_TOLD
$tracewright_told
TRACEWRIGHT_TOLD
else exec </dev/null; fi`;
}

function readsStdin(event: GitEvent): boolean {
  return event === 'pre-push' || event === 'post-rewrite';
}

/** A hook where there was none. */
export function ownHook(caller: string, event: GitEvent): string {
  return `#!/bin/sh\n${own}\n${call(caller, event)}\n`;
}

/** A hook that goes on with another one, which keeps its name and place, whatever it is written in. */
export function passingHook(caller: string | undefined, event: string, next: string): string {
  const ours = gitEvents.find((each) => each === event);
  const first = caller === undefined || ours === undefined ? '' : `${call(caller, ours)}\n`;
  return `#!/bin/sh\n${own}\n${first}if [ -x ${quoted(next)} ]; then exec ${quoted(next)} "$@"; fi\n`;
}

/** Whether a hook is one that we wrote. */
export function isOwn(text: string): boolean {
  return text.split('\n', 2)[1] === own;
}

/** Whether our lines are in somebody else's hook. */
export function hasLines(text: string): boolean {
  return text.includes(`\n${begin}\n`);
}

/** Whether our lines can be put into a hook: it is a script of a shell. */
export function isShellScript(text: string): boolean {
  return (
    /^#!\s*(?:\/\S*\/)?(?:env\s+(?:-S\s+)?)?(?:\S*\/)?(?:ba|da|z|k)?sh\b[^\r\n]*\n/u.test(text) && !text.includes('\0')
  );
}

/** Somebody's script with our lines after its first one; nothing else is other than it was. */
export function withLines(text: string, caller: string, event: GitEvent): string {
  const at = text.indexOf('\n') + 1;
  return `${text.slice(0, at)}${begin}\n${call(caller, event)}\n${end}\n${text.slice(at)}`;
}

/** The script as it was before, with what was changed in it since. */
export function withoutLines(text: string): string {
  const from = text.indexOf(`${begin}\n`);
  const to = text.indexOf(`${end}\n`, from);
  return from === -1 || to === -1 ? text : text.slice(0, from) + text.slice(to + end.length + 1);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
