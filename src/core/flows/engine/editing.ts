/** Phases in which the model changes a document by exact replacements: refine, update, repair. */

import { render } from '../../context/render';
import type { Message } from '../../messages';
import { textOf } from '../../messages';
import type { DocumentName } from '../../specs/model';
import { assemble } from '../assemble';
import { applyExactEdits } from '../exactEdits';
import { type EditsInput, readComments, readEdits } from '../phaseInputs';
import { titleOfDocument } from './answer';
import type { CommentAnswer } from './comments';
import { converse, type Phase, type PhaseResult, type PhaseWork, takenAll } from './converse';
import type { PhaseAnswer } from './deps';
import type { EditGuard } from './editGuards';

/** After so many failed calls the whole document may be written anew. */
const failuresBeforeRewrite = 2;

/** What the calls so far made of the document. Nothing is written before the model's turn has ended. */
interface Draft {
  text: string;
  failures: number;
  /** What the edits that were taken say they come from. */
  readonly sources: Set<string>;
  readonly answers: Map<string, CommentAnswer>;
  /** What the calls that were taken say to the person, the last of them. */
  reply: string;
}

/** What edits came to, or how the phase ended early. */
export type EditedResult =
  | {
      readonly kind: 'done';
      readonly tail: readonly Message[];
      readonly text: string;
      readonly reply: string;
      readonly answers: readonly CommentAnswer[];
    }
  | Extract<PhaseResult, { kind: 'stopped' | 'failed' }>;

/** A phase that edits: which document, and its text before. */
export type EditPhase = Omit<Phase, 'handlers'> & {
  readonly document: DocumentName;
  readonly base: string;
  readonly comments?: readonly string[];
};

/** Runs the phase; `text` is the document with every edit, equal to the base where there was none. */
export async function converseWithEdits(work: PhaseWork, phase: EditPhase): Promise<EditedResult> {
  const { document, base, start, comments = [] } = phase;
  const prompts = work.cell.state.flow.prompts;
  for (;;) {
    const tail = work.log.messages().slice(start.at);
    const draft = replay(tail, base);
    const handlers = {
      edit_document: async (input: unknown) =>
        takeEdits(draft, input, phase, work.cell.deps.guards.edit, prompts.rewrite),
      ...(comments.length === 0
        ? {}
        : { answer_comments: async (input: unknown) => takeAnswers(draft, input, comments) }),
    };
    const result = await converse(work, { ...phase, handlers });
    if (result.kind === 'stopped' || result.kind === 'failed') return result;
    const answers = [...draft.answers.values()];
    if (result.kind === 'tool') {
      if (!work.cell.unsent.some(({ isError }) => isError))
        return { kind: 'done', tail: result.tail, text: draft.text, reply: draft.reply, answers };
      // Another call of the same turn was not taken.
      await work.log.append({ role: 'user', content: work.cell.unsent });
      work.cell.unsent = [];
      continue;
    }
    // After edits failed, the heading is enough to know the whole document by.
    const title = draft.failures >= failuresBeforeRewrite ? titleOfDocument(work.cell, document) : undefined;
    const answer = assemble(result.tail, { title, ended: true });
    const missing = comments.filter((id) => !draft.answers.has(id));
    if (missing.length > 0 && !wasTold(result.tail, unanswered(missing))) {
      await work.log.append({ role: 'user', content: [{ type: 'text', text: unanswered(missing) }] });
      continue;
    }
    const done = {
      kind: 'done',
      tail: result.tail,
      reply: answer.reply === '' ? draft.reply : answer.reply,
      answers,
    } as const;
    if (answer.document === undefined || draft.text !== base) return { ...done, text: draft.text };
    if (draft.failures >= failuresBeforeRewrite || wasTold(result.tail, prompts.useEdits)) {
      return { ...done, text: answer.document };
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
  const draft: Draft = { text: base, failures: 0, sources: new Set(), answers: new Map(), reply: '' };
  for (const block of tail.flatMap((message) => message.content)) {
    if (block.type !== 'tool_call' || !results.has(block.id)) continue;
    if (block.name === 'answer_comments' && results.get(block.id) === false)
      for (const each of readComments(block.input)?.answers ?? []) draft.answers.set(each.comment, each);
    if (block.name !== 'edit_document') continue;
    const input = readEdits(block.input);
    const edited =
      results.get(block.id) === false && input !== undefined ? applyExactEdits(draft.text, input.edits) : undefined;
    if (edited?.kind === 'edited') {
      draft.text = edited.text;
      draft.reply = input?.reply ?? '';
      for (const { source } of input?.edits ?? []) draft.sources.add(source);
    } else draft.failures += 1;
  }
  return draft;
}

function takeEdits(
  draft: Draft,
  raw: unknown,
  { document, comments = [] }: EditPhase,
  guards: readonly EditGuard[],
  rewrite: string,
): PhaseAnswer {
  const input = readEdits(raw);
  const problems =
    input === undefined
      ? ['The input of edit_document was not understood.']
      : problemsOf(draft, input, document, guards);
  if (problems.length === 0) {
    draft.reply = input?.reply ?? '';
    return comments.every((id) => draft.answers.has(id)) ? taken(draft) : { text: takenSoFar };
  }
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
  for (const { source } of input.edits) draft.sources.add(source);
  return [];
}

/** Said once where comments are left without an answer. */
function unanswered(ids: readonly string[]): string {
  return `These comments have no answer yet: ${ids.join(', ')}. Call answer_comments for each of them.`;
}

/** Takes answers to comments, all or none: an answer by the change needs an edit that names the comment. */
function takeAnswers(draft: Draft, raw: unknown, comments: readonly string[]): PhaseAnswer {
  const input = readComments(raw);
  if (input === undefined) return { text: 'The input of answer_comments was not understood.', isError: true };
  const problems = input.answers.flatMap(({ comment, outcome, reason }) => {
    if (!comments.includes(comment)) return [`${comment}: there is no such comment.`];
    if (reason.trim() === '') return [`${comment}: say what changed, or why nothing did.`];
    if (outcome === 'changed' && !draft.sources.has(comment))
      return [`${comment}: no edit names it as its source. Edit the document for it, or answer with a reason.`];
    return [];
  });
  const given = new Set(input.answers.map(({ comment }) => comment));
  const missing = comments.filter((id) => !given.has(id) && !draft.answers.has(id));
  if (missing.length > 0) problems.push(`These comments have no answer: ${missing.join(', ')}.`);
  if (problems.length > 0)
    return { text: [...problems, 'Nothing was taken. Send all answers again.'].join('\n'), isError: true };
  for (const each of input.answers) draft.answers.set(each.comment, each);
  return taken(draft);
}

const takenSoFar = 'Taken. The document is written when your turn ends.';

/** Nothing is left to do: where the person's words came with a call, nobody has to be asked for them. */
function taken({ reply }: Draft): PhaseAnswer {
  return reply.trim() === '' ? { text: takenSoFar } : { text: takenAll, stop: true };
}

function wasTold(tail: readonly Message[], useEdits: string): boolean {
  return tail.some((message) => message.role === 'user' && textOf(message) === useEdits);
}
