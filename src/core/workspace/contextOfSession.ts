/** What is in the context of a session that only its log knows: a helper of a task, an agent of a hook. */
import type { Files } from '../host';
import { sentIn } from '../runs/engine/past';
import { type LogEvent, notesOf } from '../runs/log';
import type { SentByTask } from '../runs/service';
import type { SessionStore } from '../sessions/store';
import { conversationPart, withoutParts } from './contextOfSpec';
import type { Bare } from './effectiveContext';

type Sessions = Pick<SessionStore, 'list' | 'read' | 'sealed'>;

/** What was read off a log. */
export interface SessionContext {
  /** `provider/model`, as its requests named it. */
  readonly name: string;
  readonly bare: readonly Bare[];
  readonly sent: SentByTask;
  readonly last?: SentByTask['last'];
}

/** A session of an agent that another one, or a hook, has started. */
export interface AgentSession {
  readonly id: string;
  readonly kind: 'helper' | 'hook';
  /** What it was to do, or the hook that asked. */
  readonly about: string;
  /** ISO 8601. */
  readonly at: string;
}

/** `steering` gives the steering files with what was sent; its second argument says that nothing more will be. */
export async function partsOfSession(
  sessions: Sessions,
  id: string,
  steering: (sent: SentByTask, ended: boolean) => Promise<readonly Bare[]>,
): Promise<SessionContext> {
  const read = (await sessions.list()).includes(id) ? await sessions.read(id) : undefined;
  if (read === undefined) throw new Error(`There is no session ${id}. See: tracewright log show`);
  const prefix = read.events.findLast((event) => event.type === 'prefix');
  const sent = await sentIn(sessions, id);
  if (prefix?.type !== 'prefix' || sent === undefined) throw new Error(`Nothing was sent in the session ${id} yet.`);
  const always = { included: true, cached: true } as const;
  const [instructions = '', ...own] = sent.system;
  const files = await steering(sent, (await sessions.sealed()).includes(id));
  const begun: readonly Bare[] = own.map((text) => ({
    ...always,
    kind: 'facts',
    label: 'What it was told of the workspace',
    why: 'its system prompt ends with it',
    text: withoutParts(text, files),
  }));
  const bare: readonly Bare[] = [
    {
      ...always,
      kind: 'instructions',
      label: 'Base instructions',
      why: 'every request began with them',
      text: instructions,
    },
    ...prefix.tools.map((tool) => ({
      ...always,
      kind: 'tools' as const,
      label: tool.name,
      why: 'the tools stay the same within a session',
      text: JSON.stringify(tool),
    })),
    ...files,
    ...begun,
  ];
  return {
    name: prefix.model,
    bare: [...bare, conversationPart(sent, files)],
    sent,
    ...(sent.last === undefined ? {} : { last: sent.last }),
  };
}

/** Sessions that are looked into for agents; older ones are named by the command line's `log show`. */
const mostSessions = 40;

/** The newest sessions of helpers and of agents of hooks among the newest of all. */
export async function agentSessions(
  files: Pick<Files, 'stat'>,
  folder: string,
  sessions: Sessions,
): Promise<readonly AgentSession[]> {
  const found: AgentSession[] = [];
  const goals = new Map<string, string>();
  for (const id of await newestOf(files, folder, await sessions.list())) {
    const events = (await sessions.read(id))?.events ?? [];
    const start = events.find((event) => event.type === 'start');
    if (start?.type !== 'start') continue;
    for (const note of notesOf(events))
      if (note.type === 'delegated') goals.set(note.session, `${note.role}: ${note.goal}`);
    if (start.kind === 'sub-agent') found.push({ id, kind: 'helper', about: '', at: start.at });
    if (start.kind === 'hook') found.push({ id, kind: 'hook', about: hookOf(events), at: start.at });
  }
  return found.map((each) => ({ ...each, about: goals.get(each.id) ?? each.about }));
}

async function newestOf(
  files: Pick<Files, 'stat'>,
  folder: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  const timed = await Promise.all(
    ids.map(async (id) => ({ id, at: (await files.stat(`${folder}/${id}.jsonl`))?.modified ?? 0 })),
  );
  return timed
    .sort((a, b) => b.at - a.at)
    .slice(0, mostSessions)
    .map(({ id }) => id);
}

function hookOf(events: readonly LogEvent[]): string {
  const notes = events.flatMap((event) => (event.type === 'note' && event.note.type === 'hook' ? [event.note] : []));
  return notes.map(({ hook, trigger }) => `${String(hook)} (${String(trigger)})`)[0] ?? '';
}
