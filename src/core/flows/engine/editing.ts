/** Phases in which the model changes a document by exact replacements: refine, update, repair. */

import { render } from '../../context/render';
import type { Message } from '../../messages';
import { textOf } from '../../messages';
import type { DocumentName } from '../../specs/model';
import { assemble } from '../assemble';
import { applyExactEdits } from '../exactEdits';
import { type EditsInput, readEdits } from '../phaseInputs';
import { converse, type Phase, type PhaseResult, type PhaseWork } from './converse';
import type { PhaseAnswer } from './deps';
import type { EditGuard } from './editGuards';

/** After so many failed calls the whole document may be written anew. */
const failuresBeforeRewrite = 2;

/** What the calls so far made of the document. Nothing is written before the model's turn has ended. */
interface Draft {
  text: string;
  failures: number;
}

/** What edits came to, or how the phase ended early. */
export type EditedResult =
  | { readonly kind: 'done'; readonly tail: readonly Message[]; readonly text: string; readonly reply: string }
  | Extract<PhaseResult, { kind: 'stopped' | 'failed' }>;

/** A phase that edits: which document, and its text before. */
export type EditPhase = Omit<Phase, 'handlers'> & { readonly document: DocumentName; readonly base: string };

/** Runs the phase; `text` is the document with every edit, equal to the base where there was none. */
export async function converseWithEdits(work: PhaseWork, phase: EditPhase): Promise<EditedResult> {
  const { document, base, start } = phase;
  const prompts = work.cell.state.flow.prompts;
  for (;;) {
    const tail = work.log.messages().slice(start.at);
    const draft = replay(tail, base);
    const handlers = {
      edit_document: async (input: unknown) =>
        takeEdits(draft, input, document, work.cell.deps.guards.edit, prompts.rewrite),
    };
    const result = await converse(work, { ...phase, handlers });
    if (result.kind === 'stopped' || result.kind === 'failed') return result;
    const answer = assemble(result.tail);
    if (answer.document === undefined)
      return { kind: 'done', tail: result.tail, text: draft.text, reply: answer.reply };
    if (draft.text !== base) return { kind: 'done', tail: result.tail, text: draft.text, reply: answer.reply };
    if (draft.failures >= failuresBeforeRewrite || wasTold(result.tail, prompts.useEdits)) {
      return { kind: 'done', tail: result.tail, text: answer.document, reply: answer.reply };
    }
    await work.log.append({ role: 'user', content: [{ type: 'text', text: prompts.useEdits }] });
  }
}

/** The draft after the calls of a conversation, for a phase that goes on after a crash. */
function replay(tail: readonly Message[], base: string): Draft {
  const results = new Map(
    tail.flatMap((message) =>
      message.content.flatMap((block) =>
        block.type === 'tool_result' ? [[block.callId, block.isError] as const] : [],
      ),
    ),
  );
  const draft: Draft = { text: base, failures: 0 };
  for (const block of tail.flatMap((message) => message.content)) {
    if (block.type !== 'tool_call' || block.name !== 'edit_document' || !results.has(block.id)) continue;
    const input = readEdits(block.input);
    const edited =
      results.get(block.id) === false && input !== undefined ? applyExactEdits(draft.text, input.edits) : undefined;
    if (edited?.kind === 'edited') draft.text = edited.text;
    else draft.failures += 1;
  }
  return draft;
}

function takeEdits(
  draft: Draft,
  raw: unknown,
  document: DocumentName,
  guards: readonly EditGuard[],
  rewrite: string,
): PhaseAnswer {
  const input = readEdits(raw);
  const problems =
    input === undefined
      ? ['The input of edit_document was not understood.']
      : problemsOf(draft, input, document, guards);
  if (problems.length === 0) return { text: 'Taken. The document is written when your turn ends.' };
  draft.failures += 1;
  const next =
    draft.failures >= failuresBeforeRewrite
      ? render(rewrite, { document_name: document })
      : 'Nothing was changed. Correct these edits and send all of them again.';
  return { text: [...problems, next].join('\n'), isError: true };
}

/** Applies the edits to the draft, all or none. */
function problemsOf(
  draft: Draft,
  input: EditsInput,
  phaseDocument: DocumentName,
  guards: readonly EditGuard[],
): readonly string[] {
  const refusals = guards.flatMap((guard) => guard.refuse({ document: input.document, phaseDocument }) ?? []);
  if (refusals.length > 0) return refusals;
  const result = applyExactEdits(draft.text, input.edits);
  if (result.kind === 'refused') return result.problems;
  draft.text = result.text;
  return [];
}

function wasTold(tail: readonly Message[], useEdits: string): boolean {
  return tail.some((message) => message.role === 'user' && textOf(message) === useEdits);
}
