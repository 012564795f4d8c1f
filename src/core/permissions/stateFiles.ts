import type { Files } from '../host';
import { grantState } from './grants';

/** Reads and writes below the state folder, each write with its own grant; a path outside rejects. */
export interface StateFiles extends Pick<Files, 'read' | 'list'> {
  write(path: string, bytes: Uint8Array): Promise<void>;
  append(path: string, bytes: Uint8Array): Promise<void>;
  remove(path: string): Promise<void>;
}

/** Binds the writes to the state folder, for those who may not make grants themselves. */
export function stateFiles(files: Files, stateFolder: string): StateFiles {
  return {
    read: (path, range) => files.read(path, range),
    list: (path) => files.list(path),
    write: async (path, bytes) => files.write(grantState(stateFolder, path), path, bytes),
    append: async (path, bytes) => files.append(grantState(stateFolder, path), path, bytes),
    remove: async (path) => files.remove(grantState(stateFolder, path), path),
  };
}
