/** Session logs of one folder: one append-only file and one writer a session, `<id>.jsonl`, and `index.jsonl` with the seals. */
import type { Clock, Files, Mac } from '../host';
import { type ChainRead, chainLine, chainStart, readChain } from './chain';
import { type EventBody, readEvent, type SessionEvent, type UnknownEvent } from './events';
import { readSeals, sealLine } from './seal';
import { type Verdict, verdictOf } from './verify';

/** What sessions are stored in: a folder of the state folder. Writes carry their grants already. */
export interface SessionFiles extends Pick<Files, 'read' | 'list'> {
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** On the disk when it resolves. */
  append(path: string, bytes: Uint8Array): Promise<void>;
}

/** An open session. There must be one writer at a time: whoever opens one holds the lock of its folder. */
export interface Session {
  readonly id: string;
  events(): readonly (SessionEvent | UnknownEvent)[];
  /** Adds an event, which is on the disk when this resolves. Events are written in the order of the calls. */
  append(body: EventBody): Promise<SessionEvent>;
  /** Writes `close` and seals the log up to there. The session takes no more events. */
  close(): Promise<void>;
}

/** A session as it stands on disk, without a writer. */
export interface SessionRead {
  readonly id: string;
  readonly events: readonly (SessionEvent | UnknownEvent)[];
  /** Everything readable was read; what follows it is no session event. */
  readonly broken?: { readonly line: number; readonly why: string };
}

/** The sessions of one folder. */
export interface SessionStore {
  /** Starts a session. Rejects where the id is taken. */
  create(id: string, start: Omit<Extract<EventBody, { type: 'start' }>, 'type'>): Promise<Session>;
  /**
   * Goes on with a session after a close, a crash or a kill; an event that was cut off while it was written is dropped.
   * Undefined where there is no such session. Rejects where its file is broken: that is to be looked at, not written to.
   */
  resume(id: string): Promise<Session | undefined>;
  /**
   * "Fork from here": a new session whose conversation is that of `id` up to event `seq`, with `id` as its parent and
   * that event as `forkedAt`. The other one stays as it is, and may be at work. Undefined where there is no such session.
   */
  fork(id: string, seq: number, as: string): Promise<Session | undefined>;
  /** Undefined where there is no such session. Never writes. */
  read(id: string): Promise<SessionRead | undefined>;
  /** Ids, sorted. */
  list(): Promise<readonly string[]>;
  /** Ids that were sealed once, also those whose file is gone. */
  sealed(): Promise<readonly string[]>;
  verify(id: string): Promise<Verdict>;
}

const indexName = 'index.jsonl';

/** The store of a folder; nothing is made there before the first event. */
export function createSessionStore(
  files: SessionFiles,
  folder: string,
  mac: Mac,
  clock: Pick<Clock, 'now'>,
): SessionStore {
  const index = `${folder}/${indexName}`;
  const pathOf = (id: string) => {
    if (!/^[A-Za-z0-9][\w.-]{0,150}$/u.test(id) || id === 'index')
      throw new Error(`${id} can't be the id of a session.`);
    return `${folder}/${id}.jsonl`;
  };
  const seal = oneAfterAnother(async (id: string, last: { seq: number; hash: string }) => {
    const chain = readChain((await files.read(index)) ?? new Uint8Array());
    if (chain.rest.kind === 'torn')
      await files.write(index, ((await files.read(index)) ?? new Uint8Array()).subarray(0, chain.length));
    await files.append(
      index,
      await sealLine(chain, mac, { session: id, last: last.seq, lastHash: last.hash, at: isoNow(clock) }),
    );
  });
  const open = (id: string, chain: ChainRead) => openSession({ id, path: pathOf(id), files, clock, chain, seal });
  return {
    async create(id, start) {
      if ((await files.read(pathOf(id))) !== undefined) throw new Error(`There is a session ${id} already.`);
      const session = open(id, readChain(new Uint8Array()));
      await session.append({ type: 'start', ...start });
      return session;
    },
    async resume(id) {
      const bytes = await files.read(pathOf(id));
      if (bytes === undefined) return undefined;
      const chain = readChain(bytes);
      const { rest } = chain;
      if (rest.kind === 'broken')
        throw new Error(
          `Line ${rest.line} of the session log ${id} was changed: ${rest.why}. The log is kept as it is; start a new session.`,
        );
      if (rest.kind === 'torn') await files.write(pathOf(id), bytes.subarray(0, chain.length));
      if (chain.unended) await files.append(pathOf(id), new Uint8Array([10]));
      const session = open(id, chain);
      await session.append({ type: 'resume', dropped: rest.kind === 'torn' ? rest.bytes : 0 });
      return session;
    },
    async fork(id, seq, as) {
      const bytes = await files.read(pathOf(id));
      if (bytes === undefined) return undefined;
      const events = eventsOf(readChain(bytes)).filter((event) => event.seq <= seq);
      const start = events.find((event) => event.type === 'start');
      if (start?.type !== 'start') return undefined;
      const { seq: _seq, at: _at, type: _type, ...about } = start;
      const session = await this.create(as, { ...about, parent: id, forkedAt: events.at(-1)?.seq ?? seq });
      for (const event of conversationEvents(events)) {
        const { seq: _, at: __, ...body } = event;
        await session.append(body);
      }
      return session;
    },
    async read(id) {
      const bytes = await files.read(pathOf(id));
      if (bytes === undefined) return undefined;
      const chain = readChain(bytes);
      const { rest } = chain;
      const read = { id, events: eventsOf(chain) };
      return rest.kind === 'broken' ? { ...read, broken: { line: rest.line, why: rest.why } } : read;
    },
    async list() {
      const names = (await files.list(folder)).map(({ name }) => name);
      return names
        .filter((name) => name.endsWith('.jsonl') && name !== indexName)
        .map((name) => name.slice(0, -'.jsonl'.length));
    },
    async sealed() {
      const { seals } = await readSeals((await files.read(index)) ?? new Uint8Array(), mac);
      return [...new Set(seals.map(({ session }) => session))].sort();
    },
    async verify(id) {
      const bytes = await files.read(pathOf(id));
      const seals = await readSeals((await files.read(index)) ?? new Uint8Array(), mac);
      return verdictOf(bytes, seals, id);
    },
  };
}

interface OpenOptions {
  readonly id: string;
  readonly path: string;
  readonly files: SessionFiles;
  readonly clock: Pick<Clock, 'now'>;
  readonly chain: ChainRead;
  readonly seal: (id: string, last: { seq: number; hash: string }) => Promise<void>;
}

function openSession({ id, path, files, clock, chain, seal }: OpenOptions): Session {
  const events = [...eventsOf(chain)];
  const last = { seq: chain.lines.length, hash: chain.lines.at(-1)?.hash ?? chainStart };
  let state: 'open' | 'closed' | 'failed' = 'open';
  let why = '';
  const write = oneAfterAnother(async (body: EventBody) => {
    if (state !== 'open')
      throw new Error(
        state === 'closed'
          ? `The session ${id} is closed.`
          : `The session ${id} takes no more events, as its log could not be written${why}`,
      );
    const event: SessionEvent = { seq: last.seq + 1, at: isoNow(clock), ...body };
    const line = chainLine(last.hash, event);
    // After a failure nobody knows what is in the file; reading it again (resume) finds out.
    state = 'failed';
    await files.append(path, line.bytes).catch((error: unknown) => {
      why = `: ${error instanceof Error ? error.message : String(error)}`;
      throw error;
    });
    state = 'open';
    last.seq = event.seq;
    last.hash = line.hash;
    events.push(event);
    return event;
  });
  return {
    id,
    events: () => [...events],
    append: write,
    async close() {
      if (state === 'closed') return;
      await write({ type: 'close', after: events.length });
      state = 'closed';
      await seal(id, last);
    },
  };
}

/**
 * What a fork takes over: the conversation, the notes about it and the calls that were answered, without calls at the
 * end that nobody answered. What was spent stays with the session that spent it.
 */
function conversationEvents(events: readonly (SessionEvent | UnknownEvent)[]): readonly SessionEvent[] {
  const answered = new Set(
    events.flatMap((event) =>
      event.type === 'message'
        ? event.message.content.flatMap((block) => (block.type === 'tool_result' ? [block.callId] : []))
        : [],
    ),
  );
  const kept = events.flatMap((event): SessionEvent[] => {
    if (event.type === 'tool_run' || event.type === 'tool_done') return answered.has(event.call) ? [event] : [];
    if (event.type === 'message') return [{ seq: event.seq, at: event.at, type: 'message', message: event.message }];
    return event.type === 'prefix' || event.type === 'compacted' || event.type === 'note' ? [event] : [];
  });
  const last = kept.findLast((event) => event.type === 'message');
  const open = last?.type === 'message' && last.message.content.some((block) => block.type === 'tool_call');
  return open ? kept.filter((event) => event !== last) : kept;
}

function eventsOf(chain: ChainRead): readonly (SessionEvent | UnknownEvent)[] {
  return chain.lines.flatMap(({ value }) => readEvent(value) ?? []);
}

/** Calls run in the order they were made, each after the one before has ended in either way. */
function oneAfterAnother<Args extends readonly unknown[], Result>(
  task: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  let before: Promise<unknown> = Promise.resolve();
  return (...args) => {
    const run = before.then(() => task(...args));
    before = run.catch(() => undefined);
    return run;
  };
}

function isoNow(clock: Pick<Clock, 'now'>): string {
  return new Date(clock.now()).toISOString();
}
