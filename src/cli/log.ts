/** `tracewright log show|verify|spent`: what happened in sessions, whether their logs are sound, what they cost. */
import type { Command } from 'commander';
import { statePaths } from '../core/flows/statePaths';
import { textOf, toolCallsOf } from '../core/messages';
import { stateFiles } from '../core/permissions/stateFiles';
import type { SessionEvent, UnknownEvent } from '../core/sessions/events';
import { createSessionStore, type SessionStore } from '../core/sessions/store';
import type { Verdict } from '../core/sessions/verify';
import type { Cli, Register } from './cli';
import { CliError, exitCodes } from './exit';
import { printSpent } from './spent';

interface Options {
  readonly root?: string;
  readonly json?: boolean;
}

type Event = SessionEvent | UnknownEvent;

/** Adds the subcommand. */
export const registerLog: Register = (program, cli) => {
  const log = program
    .command('log')
    .description('session logs: what happened, and whether they are as they were written');
  shared(log.command('show').argument('[session]', 'id; by default all sessions are listed'))
    .description('the events of a session, or every session')
    .action(async (id: string | undefined, options: Options) => show(cli, id, options));
  shared(log.command('verify').argument('[session]', 'id; by default all'))
    .description('whether a log was changed after it was written')
    .action(async (id: string | undefined, options: Options) => verify(cli, id, options));
  shared(log.command('spent').argument('[day]', 'like 2026-11-24; by default today'))
    .description('what was spent on a day: planning, tasks, their helpers, agents of hooks and drafts, each by itself')
    .action(async (day: string | undefined, options: Options) => printSpent(cli, day, options.json === true));
};

function shared(command: Command): Command {
  return command.option('--root <folder>', 'workspace folder').option('--json', 'one JSON object a line');
}

async function storeOf(cli: Cli, options: Options): Promise<SessionStore> {
  const { host } = cli;
  const { root } = await cli.open({ root: options.root });
  const { sessions } = await statePaths(host.files, host.stateFolder, root, root);
  return createSessionStore(stateFiles(host.files, host.stateFolder), sessions, host.mac, host.clock);
}

async function show(cli: Cli, id: string | undefined, options: Options): Promise<void> {
  const store = await storeOf(cli, options);
  if (id === undefined) return listSessions(cli, store, options);
  const read = await readSession(store, id);
  for (const event of read.events) {
    const line =
      options.json === true ? JSON.stringify(event.type === 'unknown' ? event.original : event) : lineOf(event);
    if (line !== undefined) cli.terminal.print(line);
  }
  if (read.broken !== undefined)
    throw new CliError(`From line ${read.broken.line} on the log is no log: ${read.broken.why}`, exitCodes.failed);
}

async function readSession(store: SessionStore, id: string) {
  const read = (await store.list()).includes(id) ? await store.read(id) : undefined;
  if (read === undefined) throw new CliError(`There is no session ${id}. See: tracewright log show`, exitCodes.usage);
  return read;
}

async function listSessions(cli: Cli, store: SessionStore, options: Options): Promise<void> {
  const ids = await store.list();
  if (ids.length === 0) cli.terminal.note('There are no sessions of this folder yet.');
  for (const id of ids) {
    const start = (await store.read(id))?.events.find((event) => event.type === 'start');
    if (start?.type !== 'start') continue;
    const { kind, spec, parent, forkedAt, at } = start;
    if (options.json === true) cli.terminal.print(JSON.stringify({ id, kind, spec, parent, forkedAt, at }));
    else cli.terminal.print([id, at, kind, ...(spec === undefined ? [] : [spec]), ...forkWords(start)].join('  '));
  }
}

async function verify(cli: Cli, id: string | undefined, options: Options): Promise<void> {
  const store = await storeOf(cli, options);
  const ids = id === undefined ? [...new Set([...(await store.list()), ...(await store.sealed())])].sort() : [id];
  let broken = 0;
  for (const each of ids) {
    const verdict = await store.verify(each);
    if (verdict.kind === 'absent')
      throw new CliError(`There is no session ${each}. See: tracewright log show`, exitCodes.usage);
    if (verdict.kind === 'broken') broken++;
    cli.terminal.print(
      options.json === true ? JSON.stringify({ session: each, ...verdict }) : `${each}: ${words(verdict)}`,
    );
  }
  if (ids.length === 0) cli.terminal.note('There are no sessions of this folder yet.');
  if (broken > 0) cli.exit(exitCodes.failed);
}

/** One event in a line; what only the machine needs has none. */
function lineOf(event: Event): string | undefined {
  const text = textOfEvent(event);
  return text === undefined ? undefined : `${event.at}  ${text}`;
}

function textOfEvent(event: Event): string | undefined {
  switch (event.type) {
    case 'start':
      return [
        `Session begins: ${event.kind}`,
        ...(event.spec === undefined ? [] : [event.spec]),
        ...forkWords(event),
      ].join(', ');
    case 'message': {
      const said = oneLine(textOf(event.message));
      const calls = toolCallsOf(event.message).map(({ name }) => name);
      const parts = [said, ...(calls.length === 0 ? [] : [`calls ${calls.join(', ')}`])].filter((part) => part !== '');
      return parts.length === 0 ? undefined : `${event.message.role === 'user' ? '>' : '<'} ${parts.join(' | ')}`;
    }
    case 'tool_run':
      return event.label;
    case 'tool_done':
      return event.isError ? `Failed after ${event.ms} ms` : undefined;
    case 'waiting':
      return `Waiting, attempt ${event.attempt} of ${event.of}: ${event.reason.message}`;
    case 'failure':
      return event.failure.message;
    case 'compacted':
      return 'The conversation was made shorter.';
    case 'note':
      return noteText(event.note);
    case 'resume':
      return 'Gone on with.';
    case 'close':
      return 'Closed.';
    default:
      return undefined;
  }
}

function forkWords({ parent, forkedAt }: Extract<Event, { type: 'start' }>): readonly string[] {
  return parent === undefined || forkedAt === undefined ? [] : [`forked from ${parent} at event ${forkedAt}`];
}

/** Notes are of many kinds; each says most in its words. */
function noteText(note: { readonly type: string; readonly [key: string]: unknown }): string {
  const said = ['what', 'label', 'text', 'message', 'summary', 'sentence', 'title', 'path', 'commit'].flatMap(
    (name) => {
      const value = note[name];
      return typeof value === 'string' && value !== '' ? [value] : [];
    },
  );
  const effect = typeof note.effect === 'string' ? `${note.effect}: ` : '';
  return `${note.type}${said.length === 0 ? '' : `: ${effect}${oneLine(said.join(' | '))}`}`;
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

function words(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'sealed':
      return `sealed, ${verdict.events} events`;
    case 'unsealed':
      return verdict.sealed === 0
        ? `sound, ${verdict.events} events, not sealed: it is open, or its process ended before it closed`
        : `sealed up to event ${verdict.sealed}, sound up to ${verdict.events}`;
    case 'broken':
      return `broken: in ${verdict.file === 'index' ? 'the index of seals' : 'its file'}, line ${verdict.line}: ${verdict.why}`;
    case 'absent':
      return 'there is no such session';
  }
}
