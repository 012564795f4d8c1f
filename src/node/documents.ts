import type { Documents, Files } from '../core/host';
import { assertGrant, documentKinds, type GrantCheck } from '../core/permissions/grants';

/** Documents without an editor: what is on disk. */
export function createDocuments(files: Files, check: GrantCheck = assertGrant): Documents {
  return {
    open: async (path) => {
      const bytes = await files.read(path);
      return bytes === undefined ? undefined : { text: decoded(bytes), dirty: false };
    },
    replace: async (grant, path, text, expected) => {
      check(grant, documentKinds, path);
      const bytes = await files.read(path);
      const current = bytes === undefined ? undefined : { text: decoded(bytes), dirty: false };
      if (current?.text !== expected) return { kind: 'conflict', current };
      if (bytes !== undefined && current !== undefined && !Buffer.from(current.text).equals(bytes)) {
        throw new Error(`${path} is not UTF-8, so changing it would damage it. Save it as UTF-8 and try again.`);
      }
      await files.write(grant, path, new TextEncoder().encode(text));
      return { kind: 'written' };
    },
  };
}

/** With its byte order mark, so that an edit can keep it. */
function decoded(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
