/** One checkbox line: `- [x]* 1.2 Title _Requirements: 1.1_`. */
import { isVisible, type ScannedText } from '../lines';
import type { TaskState } from '../model';
import { alternation, OPTIONAL_WORDS, TASK_WORDS } from '../vocabulary';
import { narrowDigits } from './ids';

/** A checkbox line taken apart; columns count from the line's first character. */
export interface TaskLine {
  readonly id: string | null;
  readonly mark: string;
  /** Column of the mark. */
  readonly box: number;
  readonly state: TaskState;
  readonly optional: boolean;
  /** Undefined where it is what the line says from `titleAt` on, with nothing but words in it: no emphasis, bracket or colon. */
  readonly title: string | undefined;
  /** Column where the title begins. */
  readonly titleAt: number;
}

/** A mark of Kiro's, whatever follows; or any other character, unless the brackets are a link's or a footnote's. */
const BOX = /^(\s*- \[)(?:([ xX~-])\]|([^\]])\](?![([:]))/u;
const DIGIT = '[0-9０-９]';
const DOTTED = `${DIGIT}{1,6}[a-z]?(?:\\.${DIGIT}{1,6}[a-z]?){1,6}`;
/** `1.` `2)` `1.2` `1.2a` `1.2*` `T01` `Task 3:` `SETUP-1:`, bold or not. */
const NUMBER = new RegExp(
  `^[ \\t]*(?:\\*\\*|__)?(?:` +
    `(?:${alternation(TASK_WORDS)})[ \\t]*#?[ \\t]*(?<task>[A-Z]{0,3}-?${DIGIT}{1,6}(?:\\.${DIGIT}{1,6}){0,6}[a-z]?)(?![\\p{L}\\p{N}])(?<star1>\\\\?\\*(?!\\*))?[.:：)）、]?` +
    `|(?<dotted>${DOTTED})(?<star2>\\\\?\\*(?!\\*))?[.:：)）、]?(?=[\\s*_]|$|(?<=[：）、]))` +
    `|(?<whole>${DIGIT}{1,6}[a-z]?)(?:(?<star3>\\\\?\\*(?!\\*))[.:)]?|[.:：)）、．])(?=[\\s*_]|$|(?<=[：）、．]))` +
    `|(?<joined>T-?${DIGIT}{1,6}(?:\\.${DIGIT}{1,6}){0,4}[a-z]?)(?<star4>\\\\?\\*(?!\\*))?(?:[.:：)）]|(?=[\\s*_]|$))` +
    `|(?<own>[A-Z][A-Z0-9_]{0,20}(?:-[A-Z0-9]{1,12}){0,2}-${DIGIT}{1,6}(?:\\.${DIGIT}{1,6}){0,4}[a-z]?)[:：]` +
    `)(?:\\*\\*|__)?[:：]?[ \\t]*`,
  'iu',
);
const STAR = /^\\?\*(?=\s|$)/;
const OPTIONAL = new RegExp(
  `[(（\\[]\\s*\\*?(?:${alternation(OPTIONAL_WORDS)})\\*?\\s*[)）\\]]|^\\*(?:${alternation(OPTIONAL_WORDS)})\\*`,
  'iu',
);

const STATES: Readonly<Record<string, TaskState>> = { ' ': 'open', x: 'done', '-': 'running', '~': 'queued' };

/** The mark that stands for a state. */
export const MARKS: Readonly<Record<Exclude<TaskState, 'malformed'>, string>> = {
  open: ' ',
  done: 'x',
  running: '-',
  queued: '~',
};

/** Where the mark of a checkbox stands; undefined for a line without one. Also what the canonical text blanks. */
export function boxOf(text: string): { readonly at: number; readonly mark: string } | undefined {
  const at = text.indexOf('- [');
  if (at < 0) return undefined;
  const mark = text.charCodeAt(at + 3);
  if (text.charCodeAt(at + 4) === CLOSING && isUsualMark(mark) && isIndent(text, at)) {
    return { at: at + 3, mark: String.fromCharCode(mark) };
  }
  const match = BOX.exec(text);
  return match === null ? undefined : { at: match[1]?.length ?? 0, mark: match[2] ?? match[3] ?? ' ' };
}

const [SPACE, TAB, STOP, HYPHEN, TILDE, SMALL_X, CAPITAL_X] = [0x20, 0x09, 0x2e, 0x2d, 0x7e, 0x78, 0x58];
const [OPENING, CLOSING] = [0x5b, 0x5d];

function isUsualMark(code: number): boolean {
  return code === SPACE || code === SMALL_X || code === CAPITAL_X || code === HYPHEN || code === TILDE;
}

function isIndent(text: string, until: number): boolean {
  for (let at = 0; at < until; at++) {
    if (!isSpace(text.charCodeAt(at))) return false;
  }
  return true;
}

function isSpace(code: number): boolean {
  return code === SPACE || code === TAB;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Says no to prose that begins with anything else that can be seen, as nearly every line does, and to what is no prose. */
export function mayBeTask(scanned: ScannedText, index: number): boolean {
  const first = scanned.firstAt(index);
  return (first === HYPHEN || !isVisible(first)) && scanned.isTextAt(index);
}

/** A line that may be a task as one; undefined where it has no checkbox. */
export function taskLineAt(scanned: ScannedText, index: number): TaskLine | undefined {
  return lacksBox(scanned, index) ? undefined : (usualTask(scanned, index) ?? otherTask(scanned.textAt(index)));
}

/** Says no to a bullet without a bracket behind it, as most lines that begin with a hyphen are. */
function lacksBox(scanned: ScannedText, index: number): boolean {
  if (scanned.firstAt(index) !== HYPHEN) return false;
  const { text } = scanned;
  const at = afterSpaces(text, scanned.startAt(index));
  return text.charCodeAt(at + 1) !== SPACE || text.charCodeAt(at + 2) !== OPENING;
}

/** What nearly every task is, `- [ ] 1.2 Words` or `- [x] 1. Words`; says the same as the expressions, much faster. */
function usualTask(scanned: ScannedText, index: number): TaskLine | undefined {
  const { text } = scanned;
  const start = scanned.startAt(index);
  let at = afterSpaces(text, start);
  const box = at + 3;
  const mark = text.charCodeAt(box);
  if (text.charCodeAt(at) !== HYPHEN || text.charCodeAt(at + 1) !== SPACE || text.charCodeAt(at + 2) !== OPENING) {
    return undefined;
  }
  const state = usualState(mark);
  if (state === undefined || text.charCodeAt(box + 1) !== CLOSING || text.charCodeAt(box + 2) !== SPACE)
    return undefined;
  const idFrom = afterSpaces(text, box + 2);
  const idTo = numberEnd(text, idFrom);
  if (idTo === idFrom) return undefined;
  const id = text.slice(idFrom, idTo);
  const stopped = text.charCodeAt(idTo) === STOP;
  at = stopped ? idTo + 1 : idTo;
  if (!(stopped || id.includes('.')) || !isSpace(text.charCodeAt(at))) return undefined;
  at = afterSpaces(text, at);
  const end = scanned.endAt(index);
  if (at >= end || !isPlain(text, at, end)) return undefined;
  return {
    id,
    mark: String.fromCharCode(mark),
    box: box - start,
    state,
    optional: false,
    title: undefined,
    titleAt: at - start,
  };
}

function usualState(mark: number): TaskState | undefined {
  switch (mark) {
    case SPACE:
      return 'open';
    case HYPHEN:
      return 'running';
    case TILDE:
      return 'queued';
    case SMALL_X:
      return 'done';
    default:
      return undefined;
  }
}

function afterSpaces(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Where digits with dots between them end: six digits at most each time, seven times at most. */
function numberEnd(text: string, from: number): number {
  let end = from;
  for (let part = 0; part < 7; part++) {
    const begun = part === 0 ? from : end + 1;
    if (part > 0 && text.charCodeAt(end) !== STOP) break;
    let at = begun;
    while (isDigit(text.charCodeAt(at))) at++;
    if (at === begun || at - begun > 6) break;
    end = at;
  }
  return end;
}

/** Whether a title has no sign that makes an expression look for more in it. */
function isPlain(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    const sign = code === 0x28 || code === 0x2a || code === 0x3a || code === 0x5b || code === 0x5f;
    if (sign || code > 0x7e) return false;
  }
  return true;
}

function otherTask(text: string): TaskLine | undefined {
  const box = boxOf(text);
  if (box === undefined) {
    return undefined;
  }
  const afterBox = box.at + box.mark.length + 1;
  const next = text[afterBox];
  const star = next === '*' || next === '\\' ? (STAR.exec(text.slice(afterBox, afterBox + 3))?.[0] ?? '') : '';
  const rest = text.slice(afterBox + star.length);
  const { id, length, starred } = numberAt(rest);
  const titleAt = afterBox + star.length + (id === null ? rest.length - rest.trimStart().length : length);
  const title = balanced(text.slice(titleAt).trim(), rest.slice(0, length));
  return {
    id,
    mark: box.mark,
    box: box.at,
    state: STATES[box.mark] ?? 'malformed',
    optional: star !== '' || starred || (/[(（[*]/.test(title) && OPTIONAL.test(title)),
    title,
    titleAt,
  };
}

/** What nearly every number of a task is: `1.` or `1.2`, and a space. Says the same as `NUMBER`. */
const USUAL = /^[ \t]*(?:(\d{1,6}(?:\.\d{1,6}){1,6})\.?|(\d{1,6})\.)[ \t]+/;

/** The number that a task's text begins with, and how much of the text it takes with what parts it from the title. */
function numberAt(rest: string): { readonly id: string | null; readonly length: number; readonly starred: boolean } {
  const usual = USUAL.exec(rest);
  if (usual !== null) {
    return { id: usual[1] ?? usual[2] ?? null, length: usual[0].length, starred: false };
  }
  const number = NUMBER.exec(rest);
  const groups = number?.groups ?? {};
  const starred = [groups.star1, groups.star2, groups.star3, groups.star4].some((found) => found !== undefined);
  return { id: numberOf(groups), length: number?.[0].length ?? 0, starred };
}

function numberOf(groups: Readonly<Record<string, string | undefined>>): string | null {
  const id = groups.task ?? groups.dotted ?? groups.whole ?? groups.joined ?? groups.own;
  return id === undefined ? null : narrowDigits(id);
}

/** Without the end of an emphasis that began before the number: "**SETUP-1: Title** done". */
function balanced(title: string, before: string): string {
  const open = before.includes('**') && before.split('**').length % 2 === 0;
  return open ? title.replace('**', '') : title;
}
