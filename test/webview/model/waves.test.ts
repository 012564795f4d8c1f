import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { box, layoutWaves } from '../../../src/webview/model/waves';

const graph = (waves: readonly (readonly string[])[], edges: readonly (readonly [string, string])[] = []) => ({
  readable: true,
  waves: waves.map((tasks, id) => ({ id, tasks })),
  edges,
});

describe('layoutWaves', () => {
  test('waves are rows under each other', () => {
    const { boxes, labels } = layoutWaves(graph([['1.1', '1.2'], ['2.1']]), []);
    expect(boxes.map(({ id, x, y }) => [id, x, y])).toEqual([
      ['1.1', 64.5, 8.5],
      ['1.2', 130.5, 8.5],
      ['2.1', 64.5, 60.5],
    ]);
    expect(labels.map(({ text }) => text)).toEqual(['Wave 1', 'Wave 2']);
  });
  test('a wide wave goes on in a second row', () => {
    const { boxes } = layoutWaves(graph([['1', '2', '3', '4']]), []);
    expect(boxes.at(-1)).toMatchObject({ id: '4', x: 64.5, y: 44.5 });
  });
  test('a task stands below what it waits for', () => {
    const { boxes } = layoutWaves(
      graph(
        [
          ['a', 'b', 'c'],
          ['x', 'y', 'z'],
        ],
        [
          ['c', 'x'],
          ['b', 'y'],
          ['a', 'z'],
        ],
      ),
      [],
    );
    expect(boxes.slice(3).map(({ id }) => id)).toEqual(['z', 'y', 'x']);
  });
  test('lines go down, and only between boxes that are there', () => {
    const { lines } = layoutWaves(
      graph(
        [['a'], ['b']],
        [
          ['a', 'b'],
          ['b', 'a'],
          ['a', 'gone'],
        ],
      ),
      [],
    );
    expect(lines).toEqual(['M90.5 32.5C90.5 46.5 90.5 46.5 90.5 60.5']);
  });
  test('a task named twice is drawn once', () => {
    expect(layoutWaves(graph([['a', 'a']]), []).boxes).toHaveLength(1);
  });
  test('no waves make an empty drawing', () => {
    expect(layoutWaves(graph([]), [])).toMatchObject({ boxes: [], lines: [], labels: [] });
  });
});

test('boxes never overlap and stay inside', () => {
  const waves = fc.array(fc.uniqueArray(fc.stringMatching(/^[1-9]\.[1-9]$/), { maxLength: 9 }), { maxLength: 8 });
  fc.assert(
    fc.property(waves, (rows) => {
      const seen = new Set<string>();
      const own = rows.map((row) => row.filter((id) => !seen.has(id) && seen.add(id)));
      const { boxes, width, height } = layoutWaves(graph(own), []);
      expect(boxes).toHaveLength(seen.size);
      expect(new Set(boxes.map(({ x, y }) => `${x} ${y}`)).size).toBe(boxes.length);
      for (const { x, y } of boxes) {
        expect(x + box.width).toBeLessThanOrEqual(width);
        expect(y + box.height).toBeLessThanOrEqual(height);
      }
    }),
  );
});
