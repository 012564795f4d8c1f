import type { RawSettings } from './engine';

/** Keys of ours in a settings file, without `tracewright.`; comments are passed over. */
export function settingKeys(text: string): readonly string[] {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"(\s*:)?/g;
  return [...text.matchAll(token)].flatMap(([found, colon]) => {
    const key = colon === undefined ? undefined : /^"tracewright\.([\w.-]+)"/.exec(found)?.[1];
    return key === undefined ? [] : [key];
  });
}

/** What an editor knows of a setting, by the places that it keeps apart. */
export type Inspected = (key: string) =>
  | {
      readonly globalValue?: unknown;
      readonly workspaceValue?: unknown;
      readonly workspaceFolderValue?: unknown;
    }
  | undefined;

/**
 * Settings by place. An editor hands out those of a folder only when asked about that folder; `folderKeys` are those
 * that each folder has a say in. `inFiles` are keys in files of the workspace: those that the editor hands out nowhere
 * are dropped in silence, and have a value that names them.
 */
export function rawSettings(
  keys: readonly string[],
  folderKeys: readonly string[],
  window: Inspected,
  folders: readonly Inspected[],
  inFiles: readonly string[],
): Required<RawSettings> {
  const values = (of: readonly string[], read: (key: string) => unknown) =>
    Object.fromEntries(of.map((key) => [key, read(key)]));
  const ofFolders = folders.map((folder) => values(folderKeys, (key) => folder(key)?.workspaceFolderValue));
  const workspace = values(keys, (key) => window(key)?.workspaceFolderValue ?? window(key)?.workspaceValue);
  for (const key of inFiles) if (ofFolders.every((folder) => folder[key] === undefined)) workspace[key] ??= 'set';
  return { user: values(keys, (key) => window(key)?.globalValue), workspace, folders: ofFolders };
}
