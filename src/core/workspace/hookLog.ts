/** What became of each firing, a line each, in files that are bounded: a full one is put aside, an old one goes. */
import type { Firing } from '../hooks/model';
import type { Host } from '../host';
import { grantState } from '../permissions/grants';

/** The log of one workspace folder. Several processes add to it. */
export interface HookLog {
  /** Adds a firing that has ended, or again where more became known of it. Never rejects: a failure goes to the host's log. */
  add(firing: Firing): void;
  /** The newest, the oldest of them first. */
  history(most: number): Promise<readonly Firing[]>;
  /** Resolves when everything that was added is on the disk. */
  idle(): Promise<void>;
}

/** How much is kept. */
export interface HookLogLimits {
  /** A file that is larger is put aside, in bytes. */
  readonly fileBytes: number;
  /** What is put aside stays so long after its last line, in milliseconds. */
  readonly keptMs: number;
}

const defaults: HookLogLimits = { fileBytes: 4_000_000, keptMs: 30 * 24 * 3_600_000 };

/** Makes it over `hooks.jsonl` in `folder`, which is below the state folder. */
export function createHookLog(
  { files, clock, log, stateFolder }: Pick<Host, 'files' | 'clock' | 'log' | 'stateFolder'>,
  folder: string,
  limits: HookLogLimits = defaults,
): HookLog {
  const path = `${folder}/hooks.jsonl`;
  let last: Promise<unknown> = Promise.resolve();
  const grant = (each: string) => grantState(stateFolder, each);
  const putAside = async (): Promise<void> => {
    const stat = await files.stat(path);
    if (stat === undefined || stat.size <= limits.fileBytes) return;
    const aside = `${folder}/hooks-${clock.now()}.jsonl`;
    await files.move({ from: grant(path), to: grant(aside) }, path, aside);
    for (const { name, at } of await asideIn(files, folder))
      if (clock.now() - at > limits.keptMs) await files.remove(grant(`${folder}/${name}`), `${folder}/${name}`);
  };
  const add = async (firing: Firing): Promise<void> => {
    // Another process may have put it aside first; the line is added in any case.
    await putAside().catch((error: unknown) => log.write('warn', `The log of hooks: ${String(error)}`));
    await files.append(grant(path), path, new TextEncoder().encode(`${JSON.stringify(firing)}\n`));
  };
  return {
    add: (firing) => {
      last = last
        .then(() => add(firing))
        .catch((error: unknown) => log.write('warn', `The log of hooks: ${String(error)}`));
    },
    idle: async () => void (await last),
    history: async (most) => {
      await last;
      const found = [...firingsOf(await files.read(path))];
      for (const { name } of [...(await asideIn(files, folder))].reverse()) {
        if (found.length >= most) break;
        found.unshift(...firingsOf(await files.read(`${folder}/${name}`)));
      }
      // Of a firing of which more became known later, the last line counts.
      return [...new Map(found.map((each) => [each.id, each])).values()].slice(-most);
    },
  };
}

/** Files that were put aside, the oldest first. */
async function asideIn(
  files: Host['files'],
  folder: string,
): Promise<readonly { readonly name: string; readonly at: number }[]> {
  return (await files.list(folder))
    .flatMap(({ name }) => {
      const at = /^hooks-(\d+)\.jsonl$/u.exec(name)?.[1];
      return at === undefined ? [] : [{ name, at: Number(at) }];
    })
    .sort((a, b) => a.at - b.at);
}

function firingsOf(bytes: Uint8Array | undefined): readonly Firing[] {
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.flatMap((line) => {
    if (line === '') return [];
    try {
      return [JSON.parse(line) as Firing];
    } catch {
      // A line that a crash cut off.
      return [];
    }
  });
}
