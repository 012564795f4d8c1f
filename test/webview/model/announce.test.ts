import { describe, expect, test } from 'vitest';
import type { SpecSnapshot } from '../../../src/core/flows/snapshot';
import { viewOf } from '../../../src/extension/panel/documentView';
import { announcements } from '../../../src/webview/model/announce';
import { documentSnapshot, findings, snapshot, spec, unwritten, version } from '../gallery/fixtures';

const base = snapshot({ documents: unwritten });
const view = ({ name }: { readonly name: string }) => {
  const document = spec.documents.find((each) => each.name === name);
  return document && viewOf(document);
};

function check(before: SpecSnapshot | undefined, now: SpecSnapshot, expected: readonly string[]): void {
  expect(announcements(before, now, view).map(({ text, assertive }) => (assertive ? `! ${text}` : text))).toEqual(
    expected,
  );
}

const draft = snapshot({ documents: [documentSnapshot('requirements.md'), ...unwritten.slice(1)] });

describe('announcements', () => {
  test('nothing on the first snapshot', () => check(undefined, base, []));
  test('nothing for the same', () => check(draft, draft, []));
  test('streamed text is not read out', () => {
    const writing = (text: string) =>
      snapshot({ documents: unwritten, activity: { kind: 'writing', document: 'requirements.md', text } });
    check(writing('a'), writing('a b'), []);
    check(base, writing('a'), ['Writing requirements']);
  });
  test('a version with its counts', () => {
    check(base, draft, ['Requirements, version 1: First draft. 3 requirements, 10 criteria']);
  });
  test('questions', () =>
    check(base, snapshot({ documents: unwritten, activity: { kind: 'asking' } }), ['0 questions for you']));
  test('a stop interrupts', () => {
    const stopped = snapshot({
      documents: unwritten,
      activity: { kind: 'stopped', by: 'user', message: 'Stopped. What arrived is kept.' },
    });
    check(base, stopped, ['! Stopped. What arrived is kept.']);
  });
  test('waiting counts attempts', () => {
    const waiting = (attempt: number) =>
      snapshot({ documents: unwritten, waiting: { attempt, of: 5, untilMs: 0, reason: '' } });
    check(base, waiting(2), ['Waiting, attempt 2 of 5']);
    check(waiting(2), waiting(2), []);
  });
  test('edits by others', () => {
    const edited = {
      ...draft,
      documents: [documentSnapshot('requirements.md', { hash: '0'.repeat(64) }), ...unwritten.slice(1)],
    };
    check(draft, edited, ['Requirements changed on disk']);
  });
  test('an approval, a conflict, an analysis, a lock', () => {
    const approved = {
      ...draft,
      documents: [documentSnapshot('requirements.md', { state: 'approved' }), ...unwritten.slice(1)],
    };
    check(draft, approved, ['Requirements approved']);
    const conflict = { versionId: 'v2', message: 'Both are kept.' };
    const versions = [version(1, 'First draft', 35)];
    check(
      draft,
      { ...draft, documents: [documentSnapshot('requirements.md', { conflict, versions }), ...unwritten.slice(1)] },
      ['! Both are kept.'],
    );
    check(draft, { ...draft, findings }, ['Analysis finished: 1 finding']);
    check(draft, { ...draft, heldBy: 'Another window' }, [
      '! Another window holds this spec now. Nothing can be changed here.',
    ]);
  });
});
