/** What the built-in actions of hooks act with: secrets, drafts of pull requests, checklists, and writes for them. */
import { createHash } from 'node:crypto';
import { codeownersPlaces, ownersOf, parseCodeowners } from '../codeowners';
import type { ActionDeps, EventAbout } from '../hooks/actions/action';
import type { Changes } from '../hooks/engine/changes';
import type { Cause, EventFile, HookEvent } from '../hooks/model';
import { draftPullRequest, type PullRequestFacts } from '../hooks/pullRequestDraft';
import { type ScannedText, secretFindings } from '../hooks/secretFindings';
import { tickChecklist } from '../hooks/tickChecklist';
import type { Files, Host } from '../host';
import { createEvidenceBook } from '../runs/evidence/book';
import type { Settings } from '../settings';
import { findSpecs } from '../specs/find';
import type { Spec } from '../specs/model';
import { readSpec } from '../specs/spec';
import { createToolContext } from '../tools/context';
import { assertUnmoved, resolveTarget } from '../tools/resolveTarget';
import { createVisible } from '../tools/visible';
import { hidingOf } from './hiding';
import { permissionsOf } from './workshop';

/** What they are made of. */
export interface HookPartsDeps {
  readonly host: Host;
  readonly roots: readonly string[];
  readonly settings: Settings;
  /** Guards that are switched off, by name; for tests. */
  readonly without: readonly string[];
  readonly changes: Changes;
}

/** Bytes of one file that are looked at. */
const largest = 5_000_000;

/** The built-in parts of one workspace. */
export function hookParts(
  deps: HookPartsDeps,
): Pick<ActionDeps, 'shown' | 'scan' | 'pullRequest' | 'checklist' | 'write'> {
  return {
    shown: (about) => shown(deps, about),
    scan: async (event, files, signal) => {
      const { scan } = await deps.host.loadPart('redact');
      return secretFindings(await scanned(deps.host, event, files), scan, signal);
    },
    pullRequest: (event) => pullRequest(deps, event),
    checklist: (file, item, event, cause) => tick(deps, file, item, event, cause),
    write: (path, text, event, cause) => settled(() => change(deps, path, event.root, cause, async () => text)),
  };
}

async function shown(
  { host, roots, settings }: HookPartsDeps,
  { event, files }: EventAbout,
): Promise<EventAbout | undefined> {
  const visible = createVisible(host.files, roots, host.clock, hidingOf(host, settings));
  const seen = async <About extends { readonly path: string; readonly from?: string }>(all: readonly About[]) => {
    const flags = await Promise.all(
      all.map(async ({ path, from = path }) =>
        (await Promise.all([path, from].map((each) => visible(`${event.root}/${each}`)))).every(Boolean),
      ),
    );
    return all.filter((_, at) => flags[at]);
  };
  const { api, problems } = event;
  const [all, mine] = [await seen(event.files), await seen(files)];
  if ((event.files.length > 0 && all.length === 0) || (files.length > 0 && mine.length === 0)) return undefined;
  const told = {
    ...event,
    files: all,
    ...(api === undefined ? {} : { api: await seen(api) }),
    ...(problems === undefined ? {} : { problems: await seen(problems) }),
  };
  return { event: told, files: mine };
}

/** What git is about to take is what it holds, not what the files hold; without a name, all of it. */
async function scanned(
  { git, files, env }: Host,
  { trigger, root, push, repository, index }: HookEvent,
  about: readonly EventFile[],
): Promise<readonly ScannedText[]> {
  const paths = new Set(about.map(({ path }) => path));
  const mine = (all: readonly ScannedText[]) => (paths.size === 0 ? all : all.filter(({ path }) => paths.has(path)));
  const folder = repository === undefined ? root : `${root}/${repository}`;
  const below = (all: readonly ScannedText[]) =>
    repository === undefined ? all : all.map((each) => ({ ...each, path: `${repository}/${each.path}` }));
  if (trigger === 'PreCommit') return mine(below(await git.staged(folder, index ?? env('GIT_INDEX_FILE'))));
  // A push that sends nothing new only takes names away.
  if (trigger === 'PrePush') return mine(below(await git.unpushed(folder, push)));
  const texts = await Promise.all([...paths].map((path) => textAt(files, root, path)));
  return texts.flatMap((each) => each ?? []);
}

async function textAt(files: Files, root: string, path: string): Promise<ScannedText | undefined> {
  const stat = await files.stat(`${root}/${path}`);
  if (stat?.kind !== 'file') return undefined;
  if (stat.size > largest) throw new Error(`${path} is too large to look at (${stat.size} bytes).`);
  const bytes = await files.read(`${root}/${path}`);
  return bytes && { path, text: new TextDecoder().decode(bytes) };
}

async function pullRequest(
  { host, roots }: HookPartsDeps,
  event: HookEvent,
): Promise<{ readonly text: string } | { readonly problem: string }> {
  const { files, search, clock } = host;
  const all = event.spec === undefined ? await findSpecs(files, [event.root]) : [event.spec];
  const [path] = all;
  if (path === undefined) return { problem: 'There is no spec here to describe.' };
  if (all.length > 1)
    return { problem: `The event names no spec, and there are ${all.length}: use an event of a spec or a task.` };
  const spec = await readSpec(files, path);
  const done = await createEvidenceBook({ files, search, clock, roots }).list(path);
  const touched = [...new Set(done.flatMap((each) => each.files))].sort();
  const facts: PullRequestFacts = {
    title: titleOf(spec),
    spec: path.startsWith(`${event.root}/`) ? path.slice(event.root.length + 1) : path,
    summary: '',
    requirements: requirementsOf(spec, new Set(done.flatMap(({ requirements }) => requirements))),
    files: await Promise.all(
      touched.map(async (each) => ({ path: each, change: await kindOf(host, event.root, each) })),
    ),
    reviewers: await reviewersOf(files, event.root, touched),
  };
  return { text: draftPullRequest(facts) };
}

/** The title of its first document, without what the document is. */
function titleOf({ name, documents }: Spec): string {
  const titles = documents.flatMap(({ title }) => (title === undefined ? [] : [title.text]));
  const own = titles.map((title) => /^[^:]*\b(?:Document|Plan)\s*:\s*(.+)$/iu.exec(title)?.[1]).find(Boolean);
  return own ?? name;
}

function requirementsOf({ documents }: Spec, proven: ReadonlySet<string>): PullRequestFacts['requirements'] {
  return documents
    .flatMap((document) => ('requirements' in document ? document.requirements : []))
    .map(({ id, title, criteria }) => ({
      id,
      title,
      criteria: criteria.map((each) => ({ id: each.id, text: each.text, done: proven.has(each.id) })),
    }));
}

async function kindOf({ files, git }: Host, root: string, path: string): Promise<'added' | 'changed' | 'deleted'> {
  if ((await files.stat(`${root}/${path}`)) === undefined) return 'deleted';
  return (await git.history(`${root}/${path}`, 1)).length === 0 ? 'added' : 'changed';
}

async function reviewersOf(files: Files, root: string, paths: readonly string[]): Promise<readonly string[]> {
  for (const place of codeownersPlaces) {
    const bytes = await files.read(`${root}/${place}`).catch(() => undefined);
    if (bytes === undefined) continue;
    const rules = parseCodeowners(new TextDecoder().decode(bytes));
    return [...new Set(paths.flatMap((path) => ownersOf(rules, path)))];
  }
  return [];
}

async function tick(
  deps: HookPartsDeps,
  file: string,
  item: string | undefined,
  event: HookEvent,
  cause: Cause,
): Promise<{ readonly text: string } | { readonly problem: string }> {
  if (event.outcome?.ok === false) return { problem: `It did not end well, so nothing was ticked in ${file}.` };
  const { task, files } = event;
  const named = [...(task === undefined ? [] : [task.text, `task ${task.id}`]), ...files.map(({ path }) => path)];
  const wanted = item === undefined ? named : [item];
  if (wanted.every((each) => each.trim() === ''))
    return { problem: `The event names neither a task nor a file, and the hook no item, so nothing was ticked.` };
  let said = '';
  const problem = await settled(() =>
    change(deps, file, event.root, cause, async (text) => {
      if (text === undefined) throw new Error(`There is no checklist ${file}.`);
      const { text: after, items, matched } = tickChecklist(text, wanted);
      if (matched === 0) throw new Error(`No item of ${file} names ${wanted.join(' or ')}.`);
      said = items.length === 0 ? `It was ticked already in ${file}.` : `Ticked in ${file}: ${items.join('; ')}`;
      return after;
    }),
  );
  return problem === undefined ? { text: said } : { problem };
}

/** The sentence of what went wrong; undefined where nothing did. */
async function settled(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Writes one file of the workspace, judged as an agent's write is where nobody can be asked. Rejects with a sentence
 * where rules or guards refuse it, and where somebody else changed the file in the meantime.
 */
async function change(
  { host, roots, settings, without, changes }: HookPartsDeps,
  asked: string,
  root: string,
  cause: Cause,
  make: (text: string | undefined) => Promise<string>,
): Promise<void> {
  const ordered = [root, ...roots.filter((each) => each !== root)];
  const context = createToolContext(host, ordered, {}, undefined, hidingOf(host, settings));
  const target = await resolveTarget(context, asked);
  const before = target.exists ? (await host.documents.open(target.path))?.text : undefined;
  const after = await make(before);
  if (after === before) return;
  const permissions = permissionsOf(host, roots, settings, without);
  const authority = permissions.authority(permissions.session(), {
    subject: () => ({ agent: 'hook', mode: 'autopilot', headless: true }),
    ask: async () => ({ kind: 'deny' }),
    onDecision: () => undefined,
  });
  const action = {
    kind: 'write',
    path: target.path,
    how: target.exists ? 'edit' : 'create',
    after,
    ...(before === undefined ? {} : { before }),
  } as const;
  const grant = await authority.permit(action, AbortSignal.timeout(60_000), 'A hook writes it.');
  await assertUnmoved(context, asked, target);
  changes.wrote(target.path, cause, createHash('sha256').update(after).digest('hex'));
  const result = await host.documents.replace(grant, target.path, after, before);
  if (result.kind === 'conflict')
    throw new Error(`${target.shown} was changed by somebody in the meantime, or is not saved. It was left as it is.`);
}
