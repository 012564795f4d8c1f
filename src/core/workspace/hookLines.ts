/** What hooks' conditions see of files: their text as git is about to take it or as it is, and the lines that changed. */
import type { ConditionDeps } from '../hooks/conditions';
import type { HookEvent } from '../hooks/model';
import type { Host, NewText } from '../host';

type Seen = Pick<ConditionDeps, 'read' | 'changedLines'>;

/** Texts that are remembered, each of one file for one hook. */
const mostKept = 500;
const largest = 1_000_000;

/**
 * Lines are new to a hook where the text that it saw last has them less often; at first, where the last commit has. What
 * is about to be committed or pushed says by itself what it adds, and a branch or a commit is compared with what was
 * before it. A line that only moved is none.
 */
export function createHookLines(host: Pick<Host, 'files' | 'git' | 'env'>): Seen {
  const kept = new Map<string, string>();
  const asked = new WeakMap<HookEvent, Promise<ReadonlyMap<string, NewText>>>();
  /** What git is about to take, by path; one question of git for each event. */
  const taken = (event: HookEvent): Promise<ReadonlyMap<string, NewText>> | undefined => {
    if (event.trigger !== 'PreCommit' && event.trigger !== 'PrePush') return undefined;
    const known = asked.get(event) ?? takenByGit(host, event);
    asked.set(event, known);
    return known;
  };
  const read: Seen['read'] = async (event, path) => {
    const text = (await taken(event))?.get(path)?.text;
    return text ?? textOf(host, `${event.root}/${path}`);
  };
  return {
    read,
    changedLines: async ({ hook, event, path, keep }) => {
      const own = await linesOfEvent(event, path, taken(event), host);
      if (own !== undefined) return own;
      const now = await read(event, path);
      if (now === undefined) return [];
      const key = `${hook}\n${event.root}/${path}`;
      const before = kept.get(key) ?? (await host.git.textAt(`${event.root}/${path}`, 'HEAD').catch(() => undefined));
      if (keep) remember(kept, key, now);
      return newLines(before, now);
    },
  };
}

/** Lines that the event itself tells of; undefined where only the file can. */
async function linesOfEvent(
  event: HookEvent,
  path: string,
  taken: Promise<ReadonlyMap<string, NewText>> | undefined,
  { files, git }: Pick<Host, 'files' | 'git'>,
): Promise<readonly string[] | undefined> {
  const { trigger, root, tool, previousBranch } = event;
  const full = `${root}/${path}`;
  if (taken !== undefined) {
    const found = (await taken).get(path);
    return found === undefined ? [] : found.text.split('\n').filter((_, at) => found.addedLines.has(at + 1));
  }
  if (trigger === 'PreToolUse') return newLines(await textOf({ files }, full), stringsIn(tool?.input).join('\n'));
  const before = trigger === 'PostCommit' ? 'HEAD^' : trigger === 'BranchChange' ? previousBranch : undefined;
  if (before === undefined) return undefined;
  return newLines(await git.textAt(full, before), (await git.textAt(full, 'HEAD')) ?? '');
}

async function takenByGit(
  { git, env }: Pick<Host, 'git' | 'env'>,
  { trigger, root, repository, push, index }: HookEvent,
): Promise<ReadonlyMap<string, NewText>> {
  const folder = repository === undefined ? root : `${root}/${repository}`;
  const texts =
    trigger === 'PreCommit'
      ? await git.staged(folder, index ?? env('GIT_INDEX_FILE'))
      : await git.unpushed(folder, push);
  return new Map(texts.map((each) => [repository === undefined ? each.path : `${repository}/${each.path}`, each]));
}

async function textOf({ files }: Pick<Host, 'files'>, path: string): Promise<string | undefined> {
  const bytes = await files.read(path, { start: 0, end: largest }).catch(() => undefined);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

function remember(kept: Map<string, string>, key: string, text: string): void {
  kept.delete(key);
  kept.set(key, text);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
}

/** Lines of `after`, in their order, that `before` has less often; without a text from before all of them. */
function newLines(before: string | undefined, after: string): readonly string[] {
  const left = new Map<string, number>();
  for (const line of linesOf(before)) left.set(line, (left.get(line) ?? 0) + 1);
  return linesOf(after).filter((line) => {
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    return count === 0;
  });
}

/** Without the end of each line, and without what stands behind the last end. */
function linesOf(text: string | undefined): readonly string[] {
  if (text === undefined || text === '') return [];
  return text.replace(/\r?\n$/u, '').split(/\r?\n/u);
}

/** Everything in a tool's input but where it goes and what it takes away: the new text of a file, of an edit. */
function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => (/^(?:path|from|to|old)$/u.test(key) ? [] : stringsIn(each)));
}
