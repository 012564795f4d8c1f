import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../../src/core/diagnostic';
import {
  addReference,
  applyEdits,
  applyEditsToBytes,
  decodeText,
  flattenTasks,
  insertTask,
  parseDocument,
  removeReference,
  removeTask,
  type SettableState,
  setTaskState,
  type Task,
  tickEdit,
} from '../../../src/core/specs';
import { anyBytes, anyText } from './arbitraries';

const states: readonly SettableState[] = ['open', 'running', 'done', 'queued'];
const tasksIn = (text: string): readonly Task[] => [...flattenTasks(parseDocument('tasks.md', text).tasks)];

/** Number of bytes in which two arrays of one length differ. */
function differences(a: Uint8Array, b: Uint8Array): number {
  expect(b.length).toBe(a.length);
  return a.reduce((count, byte, index) => count + (byte === b[index] ? 0 : 1), 0);
}

describe('a tick', () => {
  it('changes one byte of any document and is read back', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const tasks = tasksIn(decodeText(bytes));
        for (const [index, task] of tasks.entries()) {
          for (const state of states) {
            const edit = tickEdit(task, state);
            const after = edit === undefined ? bytes : applyEditsToBytes(bytes, [edit]);
            expect(tasksIn(decodeText(after))[index]?.state).toBe(state);
            // A mark that is no ASCII character was several bytes; the tick makes it one of Kiro's.
            if (task.mark <= '\x7f') {
              expect(differences(bytes, after)).toBe(edit === undefined ? 0 : 1);
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leaves every other task as it was', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.constantFrom(...states), (text, which, state) => {
        const tasks = tasksIn(text);
        const task = tasks[which % Math.max(1, tasks.length)];
        const edit = task === undefined ? undefined : tickEdit(task, state);
        const after = tasksIn(edit === undefined ? text : applyEdits(text, [edit]));
        const rest = (list: readonly Task[]) =>
          list
            .filter((_, index) => index !== which % Math.max(1, tasks.length))
            .map(({ id, state, identity }) => ({ id, state, identity }));
        expect(rest(after)).toEqual(rest(tasks));
        expect(after.map(({ identity }) => identity)).toEqual(tasks.map(({ identity }) => identity));
      }),
    );
  });

  it('takes parents along, each by one character', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.constantFrom(...states), (text, which, state) => {
        const document = parseDocument('tasks.md', text);
        const tasks = tasksIn(text);
        const index = which % Math.max(1, tasks.length);
        const task = tasks[index];
        if (task === undefined) {
          return;
        }
        const edits = setTaskState(document, task, state);
        expect(edits.every((edit) => edit.text.length === 1)).toBe(true);
        const after = tasksIn(applyEdits(text, edits));
        expect(after[index]?.state).toBe(state);
        const changed = after.filter((each, at) => each.mark !== tasks[at]?.mark);
        expect(changed.length).toBe(edits.length);
      }),
    );
  });
});

describe('edits', () => {
  it('keep every byte that they do not touch', () => {
    const edit = fc.tuple(fc.nat(), fc.nat({ max: 5 }), fc.string({ unit: 'grapheme', maxLength: 4 }));
    fc.assert(
      fc.property(anyBytes, fc.array(edit, { maxLength: 4 }), (bytes, wanted) => {
        const text = decodeText(bytes);
        const boundary = (at: number) =>
          /[\udc00-\udfff]/.test(text[at] ?? '') && /[\ud800-\udbff]/.test(text[at - 1] ?? '') ? at - 1 : at;
        const edits: TextEdit[] = [];
        for (const [at, length, inserted] of wanted) {
          const start = boundary(at % (text.length + 1));
          const end = Math.max(start, boundary(Math.min(text.length, start + length)));
          if (edits.every((other) => other.end < start || end < other.start)) {
            edits.push({ start, end, text: inserted });
          }
        }
        const after = applyEditsToBytes(bytes, edits);
        const sorted = [...edits].sort((a, b) => a.start - b.start);
        // Byte for byte: what stands between the edits is what stood between them.
        let [from, to] = [0, 0];
        for (const each of [...sorted, { start: text.length, end: text.length, text: '' }]) {
          const kept = byteLengths(bytes, text, each.start) - from;
          expect([...after.subarray(to, to + kept)]).toEqual([...bytes.subarray(from, from + kept)]);
          to += kept + new TextEncoder().encode(each.text).length;
          from = byteLengths(bytes, text, each.end);
        }
        expect(to).toBe(after.length);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Bytes that decode to the first `units` code units, found by decoding ever longer prefixes with the platform's decoder. */
function byteLengths(bytes: Uint8Array, text: string, units: number): number {
  if (units >= text.length) {
    return bytes.length;
  }
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let length = 0;
  let read = 0;
  while (read < units) {
    const before = length;
    length++;
    // A prefix is at a boundary when what follows decodes to the rest of the text.
    while (
      length < bytes.length &&
      decoder.decode(bytes.subarray(length)) !== text.slice(text.length - decoder.decode(bytes.subarray(length)).length)
    ) {
      length++;
    }
    read = text.length - decoder.decode(bytes.subarray(length)).length;
    if (length === before) {
      break;
    }
  }
  return length;
}

/** Removing `edits`' insertions from the result gives the text again. */
function expectOnlyInserted(text: string, edits: readonly TextEdit[]): void {
  for (const edit of edits) {
    expect(edit.end).toBe(edit.start);
  }
  expect(applyEdits(text, edits).length).toBe(text.length + edits.reduce((sum, edit) => sum + edit.text.length, 0));
}

describe('inserting and removing', () => {
  it('inserts a task that is read back, and nothing else', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.constantFrom('after', 'childOf', 'end' as const), (text, which, how) => {
        const document = parseDocument('tasks.md', text);
        const tasks = tasksIn(text);
        const task = tasks[which % Math.max(1, tasks.length)];
        const position =
          how === 'end' || task === undefined ? 'end' : how === 'after' ? { after: task } : { childOf: task };
        const edits = insertTask(document, position, { title: 'Inserted task', requirements: ['1.1'] });
        expectOnlyInserted(text, edits);
        const after = tasksIn(applyEdits(text, edits));
        const inserted = after.filter(({ title }) => title === 'Inserted task');
        const hidden = document.diagnostics.some(({ code }) => code === 'tasks/unclosed-block') || endsHidden(text);
        if (!hidden) {
          expect(inserted.length).toBe(1);
          expect(inserted[0]?.requirements.map(({ text: words }) => words)).toEqual(['1.1']);
          expect(after.length).toBe(tasks.length + 1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('removes a task with its children and keeps all others', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, which) => {
        const document = parseDocument('tasks.md', text);
        const tasks = tasksIn(text);
        const task = tasks[which % Math.max(1, tasks.length)];
        if (task === undefined) {
          return;
        }
        const after = tasksIn(applyEdits(text, removeTask(document, task)));
        const gone = new Set([...flattenTasks([task])].map(({ box }) => box.start));
        const kept = tasks.filter(({ box }) => !gone.has(box.start));
        expect(after.map(({ id, title, mark }) => [id, title, mark])).toEqual(
          kept.map(({ id, title, mark }) => [id, title, mark]),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('adds a reference that is read back, and removes it again', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, which) => {
        const tasks = tasksIn(text);
        const index = which % Math.max(1, tasks.length);
        const task = tasks[index];
        if (task === undefined) {
          return;
        }
        const added = applyEdits(text, addReference(parseDocument('tasks.md', text), task, ['77.7']));
        const withReference = tasksIn(added)[index];
        expect(withReference?.requirements.flatMap(({ ids }) => ids)).toContain('77.7');
        if (withReference !== undefined) {
          const removed = applyEdits(added, removeReference(parseDocument('tasks.md', added), withReference, '77.7'));
          expect(tasksIn(removed)[index]?.requirements.flatMap(({ ids }) => ids)).not.toContain('77.7');
          expect(tasksIn(removed).map(({ identity }) => identity)).toEqual(tasks.map(({ identity }) => identity));
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** The document ends inside a fence or a comment, where nothing new can be seen. */
function endsHidden(text: string): boolean {
  const probe = `${text}\n- [ ] 999. Probe\n`;
  return !tasksIn(probe).some(({ id }) => id === '999');
}
