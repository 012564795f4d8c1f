/** Exported signatures that hooks wait for: what they were is kept in the state folder, or is what git's HEAD has. */
import * as z from 'zod';
import { apiDifferences } from '../hooks/apiDifferences';
import type { HookEngine, NewEvent } from '../hooks/engine/engine';
import type { EventFile } from '../hooks/model';
import type { Host } from '../host';
import { grantState } from '../permissions/grants';
import '../tools/outlinePart';

/** Follows the signatures of one folder. */
export interface ApiWatch {
  /** Events of the API that come of events of files, after those; empty where no hook waits for them. Never rejects. */
  changed(engine: Pick<HookEngine, 'wants'>, events: readonly NewEvent[]): Promise<readonly NewEvent[]>;
}

const stored = z.record(z.string(), z.array(z.string()));
const largest = 1_000_000;

/** `place` is the path where they are kept. Nothing is read before a file changes that a hook waits for. */
export function createApiWatch(host: Host, root: string, place: string): ApiWatch {
  let known: Promise<Map<string, readonly string[]>> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const load = () => {
    known ??= host.files.read(place).then((bytes) => new Map(Object.entries(storedIn(bytes))));
    return known;
  };
  const one = async (event: NewEvent, file: EventFile): Promise<NewEvent | undefined> => {
    const all = await load();
    const from = file.from ?? file.path;
    const before = all.get(from) ?? (await committed(host, root, from));
    const after = await signaturesOf(host, root, file.path);
    // What can't be read, or is half written, is known when it can be read again.
    if (after === undefined) return undefined;
    if (from !== file.path) all.delete(from);
    all.set(file.path, after);
    const api = apiDifferences(file.path, before, after);
    return api.length === 0 ? undefined : { trigger: 'ApiChange', root, cause: event.cause, files: [file], api };
  };
  const work = async (engine: Pick<HookEngine, 'wants'>, events: readonly NewEvent[]) => {
    const found: NewEvent[] = [];
    let looked = false;
    for (const event of events)
      for (const file of event.files) {
        if (!engine.wants({ trigger: 'ApiChange', root, cause: event.cause, files: [file] })) continue;
        looked = true;
        const told = await one(event, file);
        if (told !== undefined) found.push(told);
      }
    if (looked) await keep();
    return found;
  };
  const keep = async () => {
    const text = `${JSON.stringify(Object.fromEntries([...(await load())].sort()))}\n`;
    await host.files.write(grantState(host.stateFolder, place), place, new TextEncoder().encode(text));
  };
  return {
    changed: async (engine, events) => {
      const turn = last.then(() => work(engine, events));
      last = turn.catch(() => undefined);
      return turn.catch((error: unknown) => {
        host.log.write('warn', `Signatures for hooks: ${String(error)}`);
        return [];
      });
    },
  };
}

function storedIn(bytes: Uint8Array | undefined): Readonly<Record<string, readonly string[]>> {
  try {
    return stored.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    // Not there, or cut off: what git has is known.
    return {};
  }
}

async function committed(host: Host, root: string, path: string): Promise<readonly string[] | undefined> {
  const text = await host.git.textAt(`${root}/${path}`, 'HEAD').catch(() => undefined);
  return text === undefined ? undefined : (await host.loadPart('outline')).signatures(path, text);
}

/** Those of a file as it is; none where it is gone, undefined where they can't be read. */
async function signaturesOf(host: Host, root: string, path: string): Promise<readonly string[] | undefined> {
  const stat = await host.files.stat(`${root}/${path}`);
  if (stat === undefined) return [];
  if (stat.kind !== 'file' || stat.size > largest) return undefined;
  const bytes = await host.files.read(`${root}/${path}`);
  return bytes && (await host.loadPart('outline')).signatures(path, new TextDecoder().decode(bytes));
}
