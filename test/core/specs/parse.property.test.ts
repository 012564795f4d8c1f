import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Place } from '../../../src/core/diagnostic';
import {
  decodeText,
  flattenTasks,
  parseDocument,
  parseSpec,
  type SpecDocument,
  type Task,
} from '../../../src/core/specs';
import { anyBytes, anyName, anyText } from './arbitraries';

/** What crosses to the panel of a document. */
function plain(document: SpecDocument): unknown {
  return JSON.parse(JSON.stringify(document));
}

/** Every place in a piece of parsed data. */
function placesIn(data: unknown): readonly Place[] {
  if (typeof data !== 'object' || data === null) {
    return [];
  }
  if ('line' in data && 'column' in data && 'start' in data && 'end' in data) {
    return [data as Place];
  }
  return Object.values(data).flatMap(placesIn);
}

/** The line and column of an offset, counted another way than the parser does. */
function lineAndColumn(text: string, offset: number): readonly [number, number] {
  const before = text
    .slice(0, offset)
    .replace(/^\uFEFF+/, '')
    .split(/\r\n|\n|\r/);
  return [before.length, (before.at(-1)?.length ?? 0) + 1];
}

/** A task with everything that may be asked of it, read one by one. */
function allOf(task: Task): Task {
  const { id, title, state, mark, optional, runnable, identity, place, box, block } = task;
  const { details, requirements, metadata, children } = task;
  const own = { id, title, state, mark, optional, runnable, identity, place, box, block };
  return { ...own, details, requirements, metadata, children: children.map(allOf) };
}

describe('parsing', () => {
  it('understands any bytes as any document', () => {
    fc.assert(
      fc.property(anyBytes, anyName, (bytes, name) => {
        const text = decodeText(bytes);
        expect(parseDocument(name, text).text).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('gives data that survives JSON', () => {
    fc.assert(
      fc.property(anyText, anyName, (text, name) => {
        const document = parseDocument(name, text);
        const tasks = document.name === 'tasks.md' ? document.tasks : [];
        expect(plain(document)).toEqual({ ...document, ...('tasks' in document && { tasks: tasks.map(allOf) }) });
      }),
    );
  });

  it('knows the place of every node', () => {
    fc.assert(
      fc.property(anyText, anyName, (text, name) => {
        for (const place of placesIn(plain(parseDocument(name, text)))) {
          expect(place.start).toBeGreaterThanOrEqual(0);
          expect(place.end).toBeGreaterThanOrEqual(place.start);
          expect(place.end).toBeLessThanOrEqual(text.length);
          // An offset between the CR and the LF of one line end belongs to no column.
          if (text.slice(place.start - 1, place.start + 1) !== '\r\n') {
            expect([place.line, place.column]).toEqual(lineAndColumn(text, place.start));
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('places boxes, references and metadata on exactly their words', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const task of flattenTasks(parseDocument('tasks.md', text).tasks)) {
          expect(text.slice(task.box.start, task.box.end)).toBe(task.mark);
          for (const reference of task.requirements) {
            expect(text.slice(reference.place.start, reference.place.end)).toBe(reference.text);
          }
          for (const { value, valuePlace, place } of task.metadata) {
            expect(text.slice(valuePlace.start, valuePlace.end).replace(/\s+/g, ' ').trim()).toBe(
              value.replace(/\s+/g, ' ').trim(),
            );
            expect(place.end).toBeGreaterThanOrEqual(valuePlace.end);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives tasks identities that no two tasks of a document share', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const identities = [...flattenTasks(parseDocument('tasks.md', text).tasks)].map(({ identity }) => identity);
        expect(new Set(identities).size).toBe(identities.length);
        expect(identities.every((identity) => /-[0-9a-f]{12}$/.test(identity))).toBe(true);
      }),
    );
  });

  it('keeps each task in the block of its parent', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const task of flattenTasks(parseDocument('tasks.md', text).tasks)) {
          for (const child of task.children) {
            expect(child.block.start).toBeGreaterThan(task.block.start);
            expect(child.block.end).toBeLessThanOrEqual(task.block.end);
          }
        }
      }),
    );
  });

  it('puts any documents together', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, anyText, (requirements, design, tasks, config) => {
        const spec = parseSpec({
          path: '/w/.kiro/specs/s',
          files: { 'requirements.md': requirements, 'design.md': design, 'tasks.md': tasks, '.config.kiro': config },
        });
        expect(spec.documents.map(({ name }) => name)).toEqual(['requirements.md', 'design.md', 'tasks.md']);
      }),
    );
  });
});
