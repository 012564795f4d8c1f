/**
 * The row of a view that has the focus. The editor tells extensions only what is selected, so a key in the view
 * toggles the selection of the focused row twice before it runs its command: the row that came and went, or went and
 * came, is the focused one, and the selection is what it was.
 */
import type { TreeNode } from './nodes';

/** What a key hands over to mean the focused row of the specs view. */
export const focusedRow = { from: 'tree' } as const;

export const toggleFocused = 'list.toggleSelection';

/** What a key of the specs view runs, and when: without a row that has the focus, toggling would tell nothing. */
export function onFocusedRow(
  command: string,
  condition: true | string,
  view = 'tracewright.specs',
): Readonly<Record<string, unknown>> {
  const inView = `focusedView == '${view}' && listFocus && listHasSelectionOrFocus`;
  return {
    command: 'runCommands',
    // Both toggles happen in the editor at once, before the focus can move on.
    args: { commands: [toggleFocused, toggleFocused, { command, args: focusedRow }] },
    when: condition === true ? inView : `${condition} && ${inView}`,
  };
}

/** Milliseconds within which a tree that is drawn anew knows its rows again. */
const patienceMs = 1000;
const pauseMs = 15;

/**
 * Reads until the row is certain. While a view is drawn anew the editor leaves rows out of its selections, so that a
 * row that came is the focused one, but one that went may only have been left out: that is asked for once more.
 */
export async function steadyRow<Node>(
  take: () => Reading<Node>,
  toggle: () => PromiseLike<unknown>,
  keyOf: (node: Node) => string,
  limitMs = patienceMs,
): Promise<Node | undefined> {
  const end = Date.now() + limitMs;
  let before: Node | undefined;
  for (;;) {
    const { row, certain } = take();
    if (row !== undefined && (certain || (before !== undefined && keyOf(before) === keyOf(row)))) return row;
    if (Date.now() > end) return undefined;
    // At once where a row was seen: the next key may lead on.
    if (row === undefined) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    before = row;
    await toggle();
  }
}

/** Selections of a view, the oldest first. */
export type Selections<Node> = readonly (readonly Node[])[];

/** What two toggles told. */
export interface Reading<Node> {
  readonly row: Node | undefined;
  /** The row came and went, so that it was not left out of a selection by chance. */
  readonly certain: boolean;
}

/** What the last three selections tell. */
export function readToggled<Node>(selections: Selections<Node>, keyOf: (node: Node) => string): Reading<Node> {
  const row = toggledTwice(selections, keyOf);
  const certain = row !== undefined && !(selections[0] ?? []).some((node) => keyOf(node) === keyOf(row));
  return { row, certain };
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
