/** The schema of what the panel sends: the one place where data from the webview enters the extension. */
import * as z from 'zod';
import type { PanelMessage } from '../../webview/protocol';
import { runAsk } from './runMessages';

const document = z.enum(['requirements.md', 'bugfix.md', 'design.md', 'tasks.md']);
const id = z.string().min(1).max(200);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const line = z.number().int().min(1).max(10_000_000);
const sentence = z.string().trim().min(1).max(50_000);

const answer = z.object({
  id,
  answer: z.array(z.string().max(20_000)).max(50),
  source: z.enum(['user', 'default', 'skipped']),
});

const message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('create'), root: z.string().min(1), sentence, flow: id }),
  z.object({ type: z.literal('openSpec'), path: z.string().min(1) }),
  z.object({
    type: z.literal('command'),
    command: z.enum(['setUpModel', 'showLastPrompt', 'newSpec', 'checkAll', 'showLog', 'manageTrust', 'reviewClaim']),
  }),
  z.object({ type: z.literal('complete'), ask: z.number().int().min(0), query: z.string().max(400) }),
  z.object({ type: z.literal('answer'), answers: z.array(answer).max(50) }),
  z.object({ type: z.literal('generate'), document }),
  z.object({ type: z.literal('refine'), document, request: sentence }),
  z.object({
    type: z.literal('approve'),
    document,
    hash,
    update: z.array(id).max(5000),
  }),
  z.object({ type: z.literal('updateDownstream'), document, only: z.array(id).max(5000) }),
  z.object({ type: z.literal('analyze'), document }),
  z.object({
    type: z.literal('decideFinding'),
    id,
    decision: z.enum(['accepted', 'dismissed']),
    reason: z.string().max(20_000).optional(),
  }),
  z.object({
    type: z.literal('comment'),
    document,
    hash,
    at: z.union([z.strictObject({ id }), z.strictObject({ line })]),
    text: sentence,
  }),
  z.object({ type: z.literal('withdrawComment'), id }),
  z.object({ type: z.literal('sendComments'), document }),
  z.object({ type: z.literal('diff'), document, from: id, to: id }),
  z.object({ type: z.literal('commits'), document }),
  z.object({ type: z.literal('stop') }),
  z.object({ type: z.literal('resume') }),
  z.object({ type: z.literal('run'), ask: runAsk }),
  z.object({ type: z.literal('compare'), document, from: id, to: id.optional() }),
  z.object({ type: z.literal('restore'), document, versionId: id }),
  z.object({ type: z.literal('resolveConflict'), document, keep: z.enum(['file', 'version']) }),
  z.object({ type: z.literal('setTask'), identity: id, state: z.enum(['open', 'done']) }),
  z.object({ type: z.literal('openDocument'), document, line: line.optional() }),
  z.object({ type: z.literal('openFile'), file: z.string().min(1).max(4000), line: line.optional() }),
  z.object({ type: z.literal('openLink'), href: z.string().min(1).max(4000) }),
  z.object({ type: z.literal('openPreview'), document }),
  z.object({ type: z.literal('fix'), document, code: id, line, column: line }),
  z.object({ type: z.literal('explain'), code: id }),
  z.object({ type: z.literal('copy'), text: z.string().max(100_000) }),
]);

/** A message of the panel, or undefined for anything else. */
export function readMessage(data: unknown): PanelMessage | undefined {
  const read = message.safeParse(data);
  return read.success ? withoutUndefined(read.data) : undefined;
}

type Read = z.infer<typeof message>;

/** JSON has no undefined, so an optional key that came through is there with a value. */
function withoutUndefined(data: Read): PanelMessage {
  return data as PanelMessage;
}
