import type { Files } from '../../../host';

/** One folder in which commands may be found. */
export interface Folder {
  /** Absolute. */
  readonly path: string;
  readonly names: ReadonlySet<string>;
  /** Undefined where there is no such file. */
  text(name: string): Promise<string | undefined>;
}

/** A command that proves work, and where it was found. */
export interface FoundCheck {
  readonly line: string;
  /** "package.json, script test: vitest run" */
  readonly source: string;
}

/** Finds commands of one kind of project in a folder; reads only. To add one: a file here and a line in `index.ts`. */
export type Discoverer = (folder: Folder) => Promise<readonly FoundCheck[]>;

/** Looks at a folder; a file that can't be read is as if it were not there. */
export async function openFolder(files: Pick<Files, 'read' | 'list'>, path: string): Promise<Folder> {
  const entries = await files.list(path);
  return {
    path,
    names: new Set(entries.filter(({ kind }) => kind === 'file' || kind === 'link').map(({ name }) => name)),
    text: async (name) => {
      const bytes = await files.read(`${path}/${name}`).catch(() => undefined);
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
  };
}
