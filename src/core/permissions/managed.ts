/** What an organisation decides for everybody on a machine, in the file of managed settings that holds its rules too. */
import { load } from 'js-yaml';
import * as z from 'zod';
import type { Files } from '../host';
import { managedPaths } from './ruleSources';

/** An organisation's decisions; nothing that a user or a workspace says widens them. */
export interface Managed {
  /** Ids of the providers that prompts may go to; absent: all of them. */
  readonly providers?: readonly string[];
  /** Patterns (gitignore syntax) of files that no tool, map, reference or prompt gets. */
  readonly hide: readonly string[];
  /** Why the file can't be read; then no provider may be asked and every file is hidden. */
  readonly problem?: string;
}

const schema = z.object({
  tracewright: z
    .strictObject({
      providers: z.array(z.string().min(1)).readonly().optional(),
      hide: z.array(z.string().min(1)).readonly().optional(),
    })
    .optional(),
});

/** Reads the decisions anew. Never rejects. Where several files are there, each narrows the others. */
export async function readManaged(
  files: Pick<Files, 'read'>,
  home: string,
  paths: readonly string[] = managedPaths(home),
): Promise<Managed> {
  const found = await Promise.all(paths.map((path) => readOne(files, path)));
  return found.reduce(narrowed, { hide: [] });
}

/** Why a provider may not be asked; undefined where it may. */
export function refusedProvider({ providers, problem }: Managed, provider: string): string | undefined {
  if (problem !== undefined) return `No model may be asked while the managed settings can’t be read. ${problem}`;
  if (providers === undefined || providers.includes(provider)) return undefined;
  const list = providers.length === 0 ? 'none' : providers.join(', ');
  return `Your organisation does not allow the provider ${provider}; it allows ${list}. Choose another model.`;
}

function narrowed(a: Managed, b: Managed): Managed {
  const providers =
    a.providers === undefined
      ? b.providers
      : b.providers === undefined
        ? a.providers
        : a.providers.filter((id) => b.providers?.includes(id));
  const problem = a.problem ?? b.problem;
  return {
    hide: [...a.hide, ...b.hide],
    ...(providers === undefined ? {} : { providers }),
    ...(problem === undefined ? {} : { problem }),
  };
}

async function readOne(files: Pick<Files, 'read'>, path: string): Promise<Managed> {
  const closed = (why: string): Managed => ({ providers: [], hide: ['*'], problem: `${path}: ${why}` });
  try {
    const bytes = await files.read(path);
    if (bytes === undefined) return { hide: [] };
    const value: unknown = load(new TextDecoder().decode(bytes), { maxAliases: 20, maxDepth: 20 });
    const read = schema.safeParse(value ?? {});
    if (!read.success) return closed('"tracewright" takes "providers" and "hide", each a list of texts.');
    const { providers, hide = [] } = read.data.tracewright ?? {};
    return { hide, ...(providers === undefined ? {} : { providers }) };
  } catch {
    return closed('the file can’t be read.');
  }
}
