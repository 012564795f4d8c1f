/** What goes into the placeholders of the phases' prompts. */

import { above, none } from '../context/render';
import type { Diagnostic } from '../diagnostic';
import type { DocumentChange, DocumentName, Spec, SpecDocument } from '../specs/model';
import { asShown } from './exactEdits';
import type { RecordedFinding, SpecRecord } from './record';
import type { Answer, CommentView, Fact, Question } from './snapshot';

/** Enough of a line to find it by, in characters. */
const mostOfLine = 160;
/** Enough to see where in a section something changed. */
const wordsAround = 8;

/** What every phase may use; absent for a spec that Tracewright did not make. */
export function recordValues(record: SpecRecord | undefined): Readonly<Record<string, string>> {
  if (record === undefined) return {};
  return {
    request: record.sentence,
    reading: readingText(record),
    answers: answersText(record.questions, record.answers ?? []),
    facts: factsText(record.facts),
  };
}

/** `requirements` and `requirements_hash` for requirements.md, and so on; `(above, unchanged)` where it was shown. */
export function documentValues(
  documents: readonly SpecDocument[],
  shown: Readonly<Partial<Record<DocumentName, string>>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    documents.flatMap((document) => {
      const stem = document.name.replace(/\.md$/u, '');
      return [
        [stem, documentText(document, shown)],
        [`${stem}_hash`, shortHash(document)],
      ];
    }),
  );
}

/** The document as a model sees it, or that it stands above. */
export function documentText(document: SpecDocument, shown: Readonly<Partial<Record<DocumentName, string>>>): string {
  return shown[document.name] === document.hash ? above : asShown(document.text);
}

/** The first 12 digits of a document’s hash. */
export function shortHash(document: SpecDocument): string {
  return document.hash.slice(0, 12);
}

/** The documents before one, each under its name. */
export function earlierText(
  documents: readonly SpecDocument[],
  shown: Readonly<Partial<Record<DocumentName, string>>>,
): string {
  return documents.map((document) => `${document.name}:\n${documentText(document, shown)}`).join('\n\n');
}

/** `id | question | answer | source`; what nobody answered stands as its assumption. */
function answersText(questions: readonly Question[], answers: readonly Answer[]): string {
  return questions
    .map((question) => {
      const answer = answers.find((each) => each.id === question.id);
      const given = answer?.source === 'user' && answer.answer.length > 0;
      return [
        question.id,
        question.question,
        given ? answer.answer.join('; ') : question.ifSkipped,
        given ? 'user' : (answer?.source ?? 'skipped'),
      ]
        .map(oneLine)
        .join(' | ');
    })
    .join('\n');
}

function factsText(facts: readonly Fact[]): string {
  return facts
    .map(({ file, line, today, callers }) => {
      const calls = callers.length === 0 ? '' : ` | called by ${callers.join(', ')}`;
      return oneLine(`${line === undefined ? file : `${file}:${line}`} | ${today}${calls}`);
    })
    .join('\n');
}

function readingText({ asked }: SpecRecord): string {
  if (asked === undefined) return '';
  const assumptions = asked.assumptions.map((assumption) => `- ${oneLine(assumption)}`);
  const parts = asked.parts.length === 0 ? [] : [`Parts: ${asked.parts.join(', ')}`];
  const size = asked.size === '' ? [] : [`Size: ${asked.size}. ${asked.sizeReason}`.trim()];
  return [asked.reading, ...size, ...parts, ...(assumptions.length === 0 ? [] : ['Assumptions:', ...assumptions])].join(
    '\n',
  );
}

/** Name and requirement titles of other specs; their bodies are read by tool. */
export function otherSpecsText(specs: readonly Spec[]): string {
  return specs
    .map((spec) => {
      const titles = spec.documents.flatMap((document) =>
        'requirements' in document ? document.requirements.map((each) => each.title) : [],
      );
      return oneLine(titles.length === 0 ? spec.name : `${spec.name}: ${titles.join('; ')}`);
    })
    .join('\n');
}

/** `line:column | code | message | words of the line`, a problem a line; a model sees no line numbers. */
export function problemsText(diagnostics: readonly Diagnostic[], text: string): string {
  const lines = asShown(text).split('\n');
  return diagnostics
    .map(({ place, code, message }) => {
      // What is missing stands nowhere: its place is the empty beginning. A long block has an empty place at its own.
      const words = place.end > 0 ? oneLine(lines[place.line - 1] ?? '').slice(0, mostOfLine) : '';
      const parts = [`${place.line}:${place.column}`, code, oneLine(message), ...(words === '' ? [] : [words])];
      return parts.join(' | ');
    })
    .join('\n');
}

/** `id | where | action | wording | quote`, for findings that the user accepted. */
export function commentsText(findings: readonly RecordedFinding[]): string {
  return findings
    .map(({ id, criterion, action, wording, evidence }) =>
      [id, criterion, action, wording, `on: ${evidence[0]?.quote ?? ''}`].map(oneLine).join(' | '),
    )
    .join('\n');
}

/** `id | where | comment | words | quote`, for comments of people. */
export function remarksText(comments: readonly CommentView[]): string {
  return comments
    .map((each) => {
      const where = each.target ?? (each.line === undefined ? 'a place that is gone' : `line ${each.line}`);
      return [each.id, where, 'comment', each.text, `on: ${each.quote}`].map(oneLine).join(' | ');
    })
    .join('\n');
}

/** `criterion | kind | quote | reason`, a dismissed finding a line. */
export function dismissedText(findings: readonly RecordedFinding[]): string {
  return findings
    .map((each) =>
      [each.criterion, each.kind, each.evidence[0]?.quote ?? '', each.reason ?? ''].map(oneLine).join(' | '),
    )
    .join('\n');
}

/** One change a line. */
export function changesText(changes: readonly DocumentChange[]): string {
  return changes.map(changeLine).join('\n');
}

/** "reworded 1.2", "renumbered 1.3 to 1.4": a change in a few words. */
export function changeLine(change: DocumentChange): string {
  const id = addresses(change);
  const { before, after } = change.kind === 'prose' ? differing(change) : change;
  const was = before === undefined ? '' : ` | before: ${oneLine(before) || none}`;
  const is = after === undefined ? '' : ` | after: ${oneLine(after) || none}`;
  return `${change.kind} ${id}${was}${is}`;
}

function addresses({ kind, id, previousId }: DocumentChange): string {
  if (kind === 'renumbered') return `${previousId ?? none} to ${id}`;
  return previousId === undefined || previousId === id ? id : `${id} (was ${previousId})`;
}

/** Of a section only the part in which all differences lie, with a few words around it; the whole stands beside. */
function differing({ before, after }: DocumentChange): Pick<DocumentChange, 'before' | 'after'> {
  const texts = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  if (before === undefined || after === undefined) return texts;
  const [old, now] = [oneLine(before).split(' '), oneLine(after).split(' ')];
  const most = Math.min(old.length, now.length);
  const head = sameWords(old, now, most);
  const tail = sameWords([...old].reverse(), [...now].reverse(), most - head);
  const [from, to] = [head - wordsAround, tail - wordsAround];
  return { before: cutOut(old, from, to), after: cutOut(now, from, to) };
}

/** How many words the two begin with in common, up to `most`. */
function sameWords(a: readonly string[], b: readonly string[], most: number): number {
  const differs = a.slice(0, most).findIndex((word, index) => word !== b[index]);
  return differs === -1 ? most : differs;
}

/** The words without the first `head` and the last `tail`. */
function cutOut(words: readonly string[], head: number, tail: number): string {
  const kept = words.slice(Math.max(0, head), words.length - Math.max(0, tail));
  return [...(head > 0 ? ['…'] : []), ...kept, ...(tail > 0 ? ['…'] : [])].join(' ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
