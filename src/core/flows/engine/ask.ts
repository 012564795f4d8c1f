/** The first phase: the agent reads, then asks. */

import { openCalls } from '../../agent/settle';
import { render } from '../../context/render';
import type { Message } from '../../messages';
import type { PhaseStart } from '../log';
import { type AskInput, questionsOf, readAsk } from '../phaseInputs';
import { otherSpecsText, recordValues } from '../promptValues';
import { loadRecord, type SpecRecord, saveRecord } from '../record';
import type { Outcome } from '../service';
import type { Answer, Fact } from '../snapshot';
import { answerOf } from './answer';
import { type Cell, reload } from './cell';
import { converse, type Phase, type PhaseWork } from './converse';
import type { PhaseAnswer } from './deps';
import { beginPhase, endEarly, endPhase, refused } from './phase';
import { wrongPlace } from './places';

/** An interrupted phase that is gone on with. */
export type Gone = { readonly start: PhaseStart };

/** Reads and asks; `done` where there is nothing to ask, and the first document may be written. */
export async function askPhase(work: PhaseWork, gone?: Gone): Promise<Outcome> {
  const { cell } = work;
  const record = recordOf(cell);
  if (record === undefined)
    return refused('invalid', 'This spec has no sentence to begin with (.tracewright/spec.json).');
  const prompt = render(cell.state.flow.prompts.ask, {
    ...recordValues(record),
    existing_specs: otherSpecsText(await cell.others()),
  });
  const start = gone?.start ?? (await beginPhase(work, { kind: 'ask' }, []));
  let sentBack = false;
  const phase: Phase = {
    start,
    prompt,
    handlers: {
      ask_user: async (input: unknown) => {
        const answer = await keepQuestions(cell, input, sentBack);
        sentBack ||= answer.isError === true;
        return answer;
      },
    },
    activity: () => ({ kind: 'reading', startedAt: start.startedAt }),
  };
  const result = await converse(work, phase);
  if (result.kind === 'stopped' || result.kind === 'failed') return endEarly(work, start, result);
  await reload(cell);
  const reply = result.kind === 'done' ? answerOf(cell, start, result.tail).reply : '';
  const asking = (recordOf(cell)?.questions.length ?? 0) > 0;
  await endPhase(work, start, { outcome: asking ? 'asking' : 'done', reply: noSpecNeeded(cell) ?? reply });
  return { kind: asking ? 'asking' : 'done' };
}

/** The agent's word that the request needs no spec; undefined where it does. */
export function noSpecNeeded(cell: Cell): string | undefined {
  const asked = recordOf(cell)?.asked;
  return asked?.size === 'none' ? asked.sizeReason : undefined;
}

/** The record of the spec; undefined where there is none or it can’t be read. */
export function recordOf(cell: Cell): SpecRecord | undefined {
  return cell.state.record.kind === 'ok' ? cell.state.record.record : undefined;
}

/** The answers as the result of the call that asked, with what of its facts could not be kept. */
export function answersResult(record: SpecRecord, messages: readonly Message[]): string {
  const entries = (record.answers ?? []).map(({ id, answer, source }) => [id, { answer, source }] as const);
  const call = openCalls(messages).find(({ name }) => name === 'ask_user');
  const lost = (readAsk(call?.input)?.facts ?? []).filter(({ file, line, today }) => {
    const kept = record.facts.find((each) => each.file === file && each.today === today);
    return kept === undefined || (line > 0 && kept.line !== line);
  });
  const places = lost.map(({ file, line }) => (line > 0 ? `${file}:${line}` : file)).join(', ');
  const note = lost.length === 0 ? '' : `\nThese places are not there, so the facts stand without them: ${places}.`;
  return `${JSON.stringify(Object.fromEntries(entries))}${note}`;
}

/** Every question with its answer; what nobody answered is skipped. */
export function completeAnswers(record: SpecRecord, answers: readonly Answer[]): readonly Answer[] {
  return record.questions.map((question) => {
    const given = answers.find((each) => each.id === question.id);
    return given ?? { id: question.id, answer: [], source: 'skipped' };
  });
}

async function keepQuestions(cell: Cell, raw: unknown, sentBack: boolean): Promise<PhaseAnswer> {
  const input = readAsk(raw);
  if (input === undefined)
    return { text: 'The input of ask_user was not understood. Send it in the shape of its schema.', isError: true };
  const wrong = badDefault(input);
  if (wrong !== undefined) return { text: wrong, isError: true };
  const facts = await checkedFacts(cell, input.facts);
  const nowhere = facts.flatMap(({ wrong }) => wrong ?? []);
  if (nowhere.length > 0 && !sentBack)
    return {
      text: [
        'These facts name files that are not there. Look again, put them right or leave them out, and call again with everything.',
        ...nowhere.map((each) => `- ${each}`),
      ].join('\n'),
      isError: true,
    };
  const loaded = await loadRecord(cell.deps.host.files, cell.place.path);
  if (loaded.kind !== 'ok')
    return {
      text: 'The answers could not be kept: spec.json is missing or unreadable. Stop here and say so.',
      isError: true,
    };
  await saveRecord(
    cell.deps.store,
    cell.place.path,
    withQuestions(
      loaded.record,
      input,
      facts.flatMap(({ kept }) => kept ?? []),
    ),
  );
  return { text: 'The questions are before the person.', stop: true };
}

interface CheckedFact {
  /** In a sentence, that its file is not there. */
  readonly wrong?: string;
  /** The fact as far as it can be kept: without a line that is not there, and not at all without its file. */
  readonly kept?: Fact;
}

/** Facts with their places looked up: a person opens them, and every later phase rests on them. */
function checkedFacts(cell: Cell, facts: AskInput['facts']): Promise<readonly CheckedFact[]> {
  const { deps, place } = cell;
  const roots = [place.root, ...deps.roots.filter((root) => root !== place.root)];
  return Promise.all(
    facts.map(async ({ line, ...fact }): Promise<CheckedFact> => {
      const wrong = await wrongPlace({ ...deps.host.files, visible: deps.visible }, roots, fact.file, line);
      if (wrong === undefined) return { kept: line > 0 ? { ...fact, line } : fact };
      // A wrong line is not worth the whole call again: the file stays.
      return wrong === 'missing' ? { wrong: `${fact.file}: there is nothing at this path.` } : { kept: fact };
    }),
  );
}

function withQuestions(record: SpecRecord, input: AskInput, facts: readonly Fact[]): SpecRecord {
  const questions = questionsOf(input);
  return {
    ...record,
    asked: {
      reading: input.reading,
      size: input.size,
      sizeReason: input.size_reason,
      name: input.name,
      parts: input.parts,
      assumptions: input.assumptions,
    },
    facts,
    questions,
    ...(questions.length === 0 ? { answers: [] } : {}),
  };
}

/** A default must be one of the question's choices, or text where there are none. */
function badDefault(input: AskInput): string | undefined {
  const wrong = input.questions.find(
    (question) =>
      question.kind !== 'text' &&
      question.default.some((label) => !question.choices.some((choice) => choice.label === label)),
  );
  return (
    wrong &&
    `The default of "${wrong.id}" is not one of its choices. Use a choice's label, character for character, and call again.`
  );
}
