/** What the user changes about hook files: one switched on or off, one written after it was shown. */
import type { Hook } from '../hooks/model';
import { setEnabled } from '../hooks/read/toggle';
import type { Host } from '../host';
import { grantTemplate } from '../permissions/grants';
import { applyEdits } from '../specs/edit/apply';

/** The user's own changes of hook files. Neither rejects but where the disk fails. */
export interface HookFilesOfUser {
  /** Switches a hook on or off and changes nothing else of its file; a sentence where that can't be done. */
  toggle(hook: Hook, enabled: boolean): Promise<string | undefined>;
  /** Writes a hook file as it was shown; `before` is what it held then, undefined where it was not there. A sentence where it is another by now. */
  write(path: string, before: string | undefined, after: string): Promise<string | undefined>;
}

/** The changes over a host's documents, so that unsaved text in an editor is never written over. */
export function hookFilesOfUser({ documents }: Pick<Host, 'documents'>): HookFilesOfUser {
  const write: HookFilesOfUser['write'] = async (path, before, after) => {
    const result = await documents.replace(grantTemplate(path), path, after, before);
    return result.kind === 'written'
      ? undefined
      : `${path} was changed meanwhile, or has changes that are not saved, so it was left as it is.`;
  };
  return {
    write,
    toggle: async ({ name, source }, enabled) => {
      const open = await documents.open(source.path);
      const edits = open && setEnabled(open.text, source, enabled);
      if (open === undefined || edits === undefined) return `The hook "${name}" is no longer in ${source.path}.`;
      return edits.length === 0 ? undefined : write(source.path, open.text, applyEdits(open.text, edits));
    },
  };
}
