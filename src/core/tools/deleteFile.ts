import * as z from 'zod';
import { actingOf } from './acting';
import { onDisk } from './changeFile';
import { assertUnmoved, resolveTarget } from './resolveTarget';
import { type Tool, ToolError } from './tool';

const input = z.object({ path: z.string().describe('The file: relative to the workspace folder, or absolute.') });

/** Deletes one file. */
export const deleteFile: Tool<z.infer<typeof input>> = {
  name: 'delete_file',
  description: 'Deletes one file. To delete folders or many files use a command, which the user is asked about.',
  input,
  readOnly: false,
  label: ({ path }) => `Deleted ${path}`,
  async run({ path: asked }, context, signal) {
    const acting = actingOf(context, 'delete_file');
    const target = await resolveTarget(context, asked);
    const { path, shown } = target;
    if (!target.exists) throw new ToolError(`There is nothing at ${asked}.`);
    if (target.link) throw new ToolError(`${asked} is a link. Delete it with a command.`);
    const check = async () => {
      const kind = (await context.files.stat(path))?.kind;
      if (kind !== 'file')
        throw new ToolError(
          `${shown} is a ${kind === 'folder' ? 'folder' : 'special file'}, and only files are deleted here.`,
        );
      const open = await context.documents.open(path);
      if (open?.dirty === true)
        throw new ToolError(
          `${shown} has changes in the editor that are not saved. Ask the user to save or discard them.`,
        );
    };
    await check();
    const bytes = await context.files.read(path);
    if (bytes !== undefined && acting.seen.compare(path, bytes) === 'changed')
      throw new ToolError(`${shown} has changed since you read it. Read it again before you delete it.`);
    const grant = await acting.authority.permit({ kind: 'write', path, how: 'delete' }, signal);
    await assertUnmoved(context, asked, target);
    await check();
    await onDisk(shown, () => context.files.remove(grant, path));
    acting.seen.forget(path);
    acting.touched(path);
    return { content: [{ type: 'text', text: `Deleted ${shown}.` }] };
  },
};
