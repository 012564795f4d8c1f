/** What a finished change is checked with: the steering that applied and the change, as numbered lines of data. */
import { escapeRepositoryText, nameLine } from '../../context/frames';
import { render } from '../../context/render';
import type { AppliedSteering } from '../deps';
import template from '../prompts/steeringChange.md';
import type { FileReview, HunkReview } from '../snapshot';

/** What the model is shown, and so all that a finding may name. */
export interface CheckMaterial {
  readonly rules: readonly AppliedSteering[];
  readonly changes: readonly FileReview[];
  /** Names of what did not fit. */
  readonly left: readonly string[];
}

/** Parts of the room that rules and change may take, in tenths; the rest is for the answer and what stands around. */
const ruleTenths = 3;
const changeTenths = 5;

/** Takes rules and changed files in their order as long as there is room; `room` is in characters. */
export function checkMaterial(
  rules: readonly AppliedSteering[],
  changes: readonly FileReview[],
  room: number,
): CheckMaterial {
  const written = rules.filter(({ body }) => body.trim() !== '');
  const readable = changes.filter(({ hunks }) => hunks.length > 0);
  // Where there is no room for all, those that hold over others are the ones to keep: they stand last.
  const near = fitting([...written].reverse(), ruleText, (room * ruleTenths) / 10);
  const known = written.filter((rule) => near.includes(rule));
  const shown = fitting(readable, changeText, (room * changeTenths) / 10);
  const left = [...rest(written, known, ({ label }) => label), ...rest(changes, shown, ({ path }) => path)];
  return { rules: known, changes: shown, left };
}

function fitting<Part>(parts: readonly Part[], textOf: (part: Part) => string, room: number): readonly Part[] {
  let left = room;
  return parts.filter((part) => {
    const { length } = textOf(part);
    if (length > left) return false;
    left -= length;
    return true;
  });
}

function rest<Part>(all: readonly Part[], taken: readonly Part[], nameOf: (part: Part) => string): readonly string[] {
  return all.filter((part) => !taken.includes(part)).map((part) => nameLine(nameOf(part)));
}

/** The message; no line of the repository begins a line by itself, and none ends a frame. */
export function checkPrompt(task: string, { rules, changes }: CheckMaterial): string {
  return render(template, {
    task: escapeRepositoryText(task.replace(/\s+/gu, ' ').trim()),
    rules: rules.map(ruleText).join('\n\n'),
    change: changes.map(changeText).join('\n\n'),
  }).trim();
}

/** The lines of a text as editors count them, without what some programs take for the end of one. */
export function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.replace(/\r$/u, '').replace(/[\r\v\f\u0085\u2028\u2029]/gu, ' '));
}

function ruleText({ label, line, body }: AppliedSteering): string {
  const lines = linesOf(body).map((text, at) => `${line + at} | ${text}`);
  return escapeRepositoryText([`### ${nameLine(label)}`, ...lines].join('\n'));
}

function changeText({ path, kind, hunks }: FileReview): string {
  return escapeRepositoryText([`### ${nameLine(path)} (${kind})`, ...hunks.map(hunkText)].join('\n'));
}

function hunkText(hunk: HunkReview): string {
  const rows = numbered(hunk).map(({ kind, line, text }) => {
    const shown = linesOf(text).join(' ');
    return kind === 'removed' ? `- | ${shown}` : `${kind === 'added' ? '+' : ' '} ${line} | ${shown}`;
  });
  return rows.join('\n');
}

/** The lines of a hunk with their numbers after the change; what was removed has that of the line that follows. */
export function numbered({ newStart, lines }: HunkReview) {
  let line = newStart;
  return lines.map(({ kind, text }) => ({ kind, text, line: kind === 'removed' ? line : line++ }));
}
