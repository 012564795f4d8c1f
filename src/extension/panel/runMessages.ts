/** The schema of what the panel asks of runs. */
import * as z from 'zod';

const id = z.string().min(1).max(400);
const text = z.string().trim().min(1).max(50_000);
const path = z.string().min(1).max(4000);
const line = z.number().int().min(1).max(10_000_000);
const command = z.object({ line: z.string().trim().min(1).max(4000), cwd: z.string().max(4000) });

const request = z.discriminatedUnion('what', [
  z.object({ what: z.literal('task'), identity: id }),
  z.object({ what: z.literal('next') }),
  z.object({ what: z.literal('from'), identity: id }),
  z.object({ what: z.literal('all') }),
]);

const permissionAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('allow'),
    remember: z.enum(['once', 'session', 'always']),
    pattern: text.optional(),
    scope: z.enum(['user', 'workspace']).optional(),
    typed: z.string().max(1000).optional(),
  }),
  z.object({ kind: z.literal('deny'), say: text.optional() }),
]);

const decision = z.object({
  accept: z.boolean(),
  path: path.optional(),
  hunk: id.optional(),
  undo: z.literal(true).optional(),
  tell: text.optional(),
});

/** One thing asked of the runs of a panel's spec. */
export const runAsk = z.discriminatedUnion('do', [
  z.object({ do: z.literal('start'), request }),
  z.object({ do: z.enum(['stop', 'resume', 'clear', 'raise']) }),
  z.object({ do: z.literal('tell'), text }),
  z.object({ do: z.literal('mode'), mode: z.enum(['supervised', 'autopilot']) }),
  z.object({ do: z.literal('decide'), permission: id, answer: permissionAnswer }),
  z.object({ do: z.literal('answer'), question: id, answer: text }),
  z.object({ do: z.literal('review'), decision }),
  z.object({ do: z.literal('confirm'), lines: z.array(command).max(100) }),
  z.object({ do: z.enum(['retry', 'skip', 'reviewed', 'evidence']), identity: id }),
  z.object({ do: z.literal('diff'), identity: id, path: path.optional(), line: line.optional() }),
  z.object({ do: z.literal('preview'), checkpoint: id }),
  z.object({ do: z.literal('restore'), checkpoint: id, conversation: z.boolean() }),
  z.object({ do: z.literal('fork'), checkpoint: id, files: z.boolean() }),
  z.object({ do: z.literal('learn'), path, change: z.string().min(1).max(20_000), comment: text.optional() }),
  z.object({ do: z.literal('rule'), file: path.optional(), line: line.optional() }),
]);
