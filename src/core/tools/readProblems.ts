import * as z from 'zod';
import type { EditorProblem } from '../host';
import { actingOf } from './acting';
import { resolvePath } from './resolvePath';
import type { Tool } from './tool';
import { count, cut } from './words';

/** Problems of one answer. */
const limit = 100;

const input = z.object({
  paths: z.array(z.string().min(1)).min(1).max(50).describe('Files, relative to the workspace folder, or absolute.'),
});

/** Shows the errors and warnings that the editor has for files. */
export const readProblems: Tool<z.infer<typeof input>> = {
  name: 'read_problems',
  description:
    "Shows the editor's errors and warnings for files, as they are now. Use it after changing code: it is quicker than a build, and no replacement for the tests.",
  input,
  readOnly: true,
  label: ({ paths }) => `Looked for problems in ${paths.length === 1 ? paths[0] : count(paths.length, 'file')}`,
  async run({ paths }, context, signal) {
    const acting = actingOf(context, 'read_problems');
    const files = await Promise.all(paths.map((path) => resolvePath(context, path)));
    const found = await acting.code.problems(
      files.map(({ path }) => path),
      signal,
    );
    if (found === undefined) {
      const text = 'No editor is there that would know problems. Run the type checker or the linter of the project.';
      return { content: [{ type: 'text', text }] };
    }
    const lines = files.flatMap(({ path, shown }) => found.filter((each) => each.path === path).map(sentence(shown)));
    const clean = files.filter(({ path }) => found.every((each) => each.path !== path)).map(({ shown }) => shown);
    const left = lines.length - limit;
    const parts = [
      ...lines.slice(0, limit),
      ...(left > 0 ? [`(${count(left, 'more problem')}: ask for fewer files.)`] : []),
      ...(clean.length > 0 ? [`The editor knows of no problems in ${clean.join(', ')}.`] : []),
    ];
    return { content: [{ type: 'text', text: parts.join('\n') }] };
  },
};

function sentence(shown: string): (problem: EditorProblem) => string {
  return ({ line, severity, message, source }) => {
    const from = source === '' ? '' : ` (${source})`;
    return `${shown}:${line}: ${severity}: ${cut(message.replace(/\s+/gu, ' '), 500)}${from}`;
  };
}
