import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  nodeKey,
  onFocusedRow,
  type Reading,
  readToggled,
  steadyRow,
  toggledTwice,
} from '../../src/extension/views/focusedRow';
import type { TreeNode } from '../../src/extension/views/nodes';

/** A new object each time, as the tree makes them. */
function rows(names: string): readonly TreeNode[] {
  return [...names].map((spec) => ({ kind: 'spec', spec }));
}

describe('the row that has the focus', () => {
  it.each([
    ['another row is selected', ['a', 'ab', 'a'], 'b'],
    ['it is selected itself', ['a', '', 'a'], 'a'],
    ['nothing is selected', ['', 'a', ''], 'a'],
    ['the selection went elsewhere', ['a', 'b', 'b'], undefined],
    ['the selection only grew', ['', 'a', 'ab'], undefined],
    ['two rows came and went', ['', 'ab', ''], undefined],
    ['nothing was toggled', ['a', 'a', 'a'], undefined],
  ] as const)('is told apart where %s', (_, selections, expected) => {
    expect(toggledTwice(selections.map(rows), nodeKey)).toEqual(expected && rows(expected)[0]);
  });

  it('is found in any selection', () => {
    const selection = fc.uniqueArray(fc.constantFrom(...'abcdef'));
    fc.assert(
      fc.property(selection, fc.constantFrom(...'abcdef'), (before, focused) => {
        const toggled = before.includes(focused) ? before.filter((name) => name !== focused) : [...before, focused];
        const seen = [before, toggled, before].map((names) => rows(names.join('')));
        expect(toggledTwice(seen, nodeKey)).toEqual(rows(focused)[0]);
      }),
    );
  });

  it.each([
    ['at once where it came and went', ['a>ab>a'], 'b', 0],
    ['twice where it went, and might have been left out', ['a>>a', 'a>>a'], 'a', 1],
    ['again after a selection that left rows out', ['a>>a', 'a>ab>a'], 'b', 1],
    ['again while the view is drawn', ['a>a>a', '>>a', 'a>ab>a'], 'b', 2],
    ['not by two readings with another between', ['a>>a', 'a>a>a', 'a>>a', 'a>ab>a'], 'b', 3],
    ['never, where no row has the focus', ['a>a>a'], undefined, 'some'],
  ] as const)('is told %s', async (_, told, expected, again) => {
    const readings = told.map((each): Reading<TreeNode> => readToggled(each.split('>').map(rows), nodeKey));
    let toggles = 0;
    const take = () => readings[Math.min(toggles, readings.length - 1)] ?? { row: undefined, certain: false };
    const toggle = () => Promise.resolve(toggles++);
    expect(await steadyRow(take, toggle, nodeKey, 40)).toEqual(expected && rows(expected)[0]);
    if (again === 'some') expect(toggles).toBeGreaterThan(0);
    else expect(toggles).toBe(again);
  });

  it('is asked for in one go, and only where a row has the focus', () => {
    expect(onFocusedRow('tracewright.stop', 'tracewright.working')).toEqual({
      command: 'runCommands',
      args: {
        commands: [
          'list.toggleSelection',
          'list.toggleSelection',
          { command: 'tracewright.stop', args: { from: 'tree' } },
        ],
      },
      when: "tracewright.working && focusedView == 'tracewright.specs' && listFocus && listHasSelectionOrFocus",
    });
  });
});
