/**
 * The row of a view that has the focus. The editor tells extensions only what is selected, so a key in the view
 * toggles the selection of the focused row twice before it runs its command: the row that came and went, or went and
 * came, is the focused one, and the selection is what it was.
 */
import type * as vscode from 'vscode';
import type { TreeNode } from './nodes';

/** What a key hands over to mean the focused row of the specs view. */
export const focusedRow = { from: 'tree' } as const;

/** What a key of the specs view runs, and when: without a row that has the focus, toggling would tell nothing. */
export function onFocusedRow(
  command: string,
  condition: true | string,
  view = 'tracewright.specs',
): Readonly<Record<string, unknown>> {
  const inView = `focusedView == '${view}' && listFocus && listHasSelectionOrFocus`;
  const toggle = 'list.toggleSelection';
  return {
    command: 'runCommands',
    // Both toggles happen in the editor at once, before the focus can move on.
    args: { commands: [toggle, toggle, { command, args: focusedRow }] },
    when: condition === true ? inView : `${condition} && ${inView}`,
  };
}

/** Follows the selection of the view. The function gives the row that was just toggled twice, once; else what is selected. */
export function followFocus<Node>(
  view: vscode.TreeView<Node>,
  keyOf: (node: Node) => string,
): {
  readonly row: () => Node | undefined;
  readonly dispose: () => void;
} {
  let seen: readonly (readonly Node[])[] = [[], [], view.selection];
  const listening = view.onDidChangeSelection(({ selection }) => {
    seen = [...seen.slice(-2), selection];
  });
  return {
    row: () => {
      const row = toggledTwice(seen, keyOf) ?? view.selection[0];
      seen = [[], [], view.selection];
      return row;
    },
    dispose: () => listening.dispose(),
  };
}

/** The one row that tells the second of three selections from the first, where the third is the first again. */
export function toggledTwice<Node>(
  selections: readonly (readonly Node[])[],
  keyOf: (node: Node) => string,
): Node | undefined {
  const [first = [], second = [], third = []] = selections;
  const difference = differenceBy(keyOf);
  if (difference(first, third).length > 0) return undefined;
  const [row, ...others] = difference(first, second);
  return others.length === 0 ? row : undefined;
}

/** What is in one of the two only. Nodes are made anew when the tree is, so that keys tell them apart. */
function differenceBy<Node>(keyOf: (node: Node) => string) {
  const without = (from: readonly Node[], taken: readonly Node[]): readonly Node[] => {
    const keys = new Set(taken.map(keyOf));
    return from.filter((node) => !keys.has(keyOf(node)));
  };
  return (one: readonly Node[], two: readonly Node[]): readonly Node[] => [...without(one, two), ...without(two, one)];
}

/** What tells a node of the specs view from the others. */
export function nodeKey(node: TreeNode): string {
  switch (node.kind) {
    case 'folder':
      return `folder:${node.folder.id}`;
    case 'spec':
      return `spec:${node.spec}`;
    case 'document':
      return `document:${node.spec}/${node.document}`;
    case 'task':
      return `task:${node.id}`;
  }
}
