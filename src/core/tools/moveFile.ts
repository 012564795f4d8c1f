import * as z from 'zod';
import { actingOf } from './acting';
import { onDisk, regularFile, told } from './changeFile';
import { fileTextOf } from './fileText';
import { assertUnmoved, resolveTarget, type Target } from './resolveTarget';
import { type Tool, type ToolContext, ToolError } from './tool';

const input = z.object({
  from: z.string().describe('The file as it is named now.'),
  to: z.string().describe('Its new path, name included. Folders are made; nothing may be there.'),
});

/** Renames or moves one file. */
export const moveFile: Tool<z.infer<typeof input>> = {
  name: 'move_file',
  description: 'Renames or moves one file. What imports it is yours to change. Folders are moved with a command.',
  input,
  readOnly: false,
  label: ({ from, to }) => `Moved ${from} to ${to}`,
  async run({ from, to }, context, signal) {
    const acting = actingOf(context, 'move_file');
    const source = await resolveTarget(context, from);
    if (!source.exists) throw new ToolError(`There is nothing at ${from}.`);
    if (source.link) throw new ToolError(`${from} is a link. Move it with a command.`);
    const bytes = await regularFile(context, source);
    if (acting.seen.compare(source.path, bytes) === 'changed')
      throw new ToolError(`${source.shown} has changed since you read it. Read it again before you move it.`);
    const target = await freePlace(context, source, to);
    const after = fileTextOf(bytes)?.text;
    const grants = {
      from: await acting.authority.permit({ kind: 'write', path: source.path, how: 'move' }, signal),
      to: await acting.authority.permit(
        { kind: 'write', path: target.path, how: 'create', ...(after !== undefined && { after }) },
        signal,
      ),
    };
    await assertUnmoved(context, from, source);
    await regularFile(context, source);
    await onDisk(source.shown, () => context.files.move(grants, source.path, target.path));
    acting.seen.forget(source.path);
    acting.touched(source.path);
    told(acting, target.path, bytes);
    return { content: [{ type: 'text', text: `Moved ${source.shown} to ${target.shown}.` }] };
  },
};

/** Nothing is there, or only the file itself in other letters, where names that differ in case are one. */
async function freePlace(context: ToolContext, source: Target, to: string): Promise<Target> {
  const target = await resolveTarget(context, to, source.path);
  if (!target.exists) return target;
  const folder = source.path.slice(0, source.path.lastIndexOf('/'));
  const name = to.slice(to.lastIndexOf('/') + 1);
  if (target.path === source.path && `${folder}/${name}` !== source.path) {
    const shown = source.shown.slice(0, source.shown.length - source.path.length + folder.length + 1) + name;
    return { path: `${folder}/${name}`, shown, exists: false, link: false };
  }
  throw new ToolError(`${target.shown} is there already. Choose another name, or delete it first.`);
}
