/**
 * One commit a task, made by the runner: with an index of its own, so that the user's stays as it is, without what git's
 * own hooks run, and of no other file than those the task changed.
 */
import type { ExecResult } from '../host';
import { grantExec } from '../permissions/grants';
import type { Spec, Task } from '../specs/model';
import type { RunHost } from './deps';
import { requirementIds } from './prompt';

/** What is committed. */
export interface CommitRequest {
  readonly host: Pick<RunHost, 'exec'>;
  /** The workspace folder. */
  readonly root: string;
  /** A folder of the state folder, for the index. */
  readonly state: string;
  readonly spec: Spec;
  readonly task: Task;
  /** Relative to the workspace folder. */
  readonly paths: readonly string[];
  /** Whoever may stop it is asked before it is made from the index at that path: a sentence for each who does. */
  readonly before?: (index: string) => Promise<readonly string[]>;
}

/** Settings that run programs, switched off: the repository may say what it likes. */
const quiet = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['commit.gpgSign', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
].flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** The new commit, or why there is none. Never rejects. */
export async function commitTask(
  request: CommitRequest,
): Promise<{ readonly commit: string } | { readonly why: string }> {
  const index = `${request.state}/commit.index`;
  const git = (args: readonly string[]) => must(runGit(request, index, args));
  try {
    await git(['rev-parse', '--git-dir']);
    const head = (await runGit(request, undefined, ['rev-parse', '--verify', '-q', 'HEAD'])).stdout.trim();
    const staged = await stagedPaths(request, head);
    await git(head === '' ? ['read-tree', '--empty'] : ['read-tree', head]);
    await git(['update-index', '--add', '--remove', '--', ...request.paths]);
    const tree = (await git(['write-tree'])).stdout.trim();
    if (head !== '' && tree === (await git(['rev-parse', `${head}^{tree}`])).stdout.trim())
      return { why: 'the task changed nothing that git tracks.' };
    const stopped = (await request.before?.(index)) ?? [];
    if (stopped.length > 0) return { why: stopped.join('\n') };
    const parents = head === '' ? [] : ['-p', head];
    const made = (await git(['commit-tree', tree, ...parents, '-m', messageOf(request)])).stdout.trim();
    await git(['update-ref', '-m', 'tracewright: task', 'HEAD', made, head === '' ? '0'.repeat(40) : head]);
    await followIndex(request, staged);
    return { commit: made };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

/** What the user has staged of these files stays staged. */
async function stagedPaths(request: CommitRequest, head: string): Promise<ReadonlySet<string>> {
  const against = head === '' ? [] : [head];
  const args = ['diff', '--cached', '--name-only', '--relative', '-z', ...against, '--', ...request.paths];
  const { stdout } = await must(runGit(request, undefined, args));
  return new Set(stdout.split('\0').filter((path) => path !== ''));
}

/** Entries of the user's index that still show the state before would be a staged way back: they follow the commit. */
async function followIndex(request: CommitRequest, staged: ReadonlySet<string>): Promise<void> {
  const paths = request.paths.filter((path) => !staged.has(path));
  if (paths.length > 0) await runGit(request, undefined, ['--literal-pathspecs', 'reset', '-q', '--', ...paths]);
}

function messageOf({ spec, task }: CommitRequest): string {
  const name = task.id === null ? task.title : `${task.id} ${task.title}`;
  const requirements = requirementIds(task);
  const trailers = [
    `Spec: ${spec.name}`,
    `Task: ${task.identity}`,
    ...(requirements.length === 0 ? [] : [`Requirements: ${requirements.join(', ')}`]),
  ];
  return `${name}\n\n${trailers.join('\n')}`;
}

async function runGit(
  { host, root }: CommitRequest,
  index: string | undefined,
  args: readonly string[],
): Promise<ExecResult> {
  const all = [...quiet, '-C', root, ...args];
  const env = { GIT_TERMINAL_PROMPT: '0', ...(index === undefined ? {} : { GIT_INDEX_FILE: index }) };
  return host.exec.run(grantExec('git', all, 'runner: one commit a task'), {
    command: 'git',
    args: all,
    cwd: root,
    env,
    timeoutMs: 60_000,
  });
}

async function must(running: Promise<ExecResult>): Promise<ExecResult> {
  const result = await running;
  if (result.code === 0) return result;
  throw new Error(result.stderr.trim().split('\n')[0] || 'git failed.');
}
