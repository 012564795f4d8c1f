import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeKey, onFocusedRow, toggledTwice } from '../../src/extension/views/focusedRow';
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
