/** The focus of a view, followed by what its keys toggle. */
import * as vscode from 'vscode';
import { type Reading, readToggled, type Selections, steadyRow, toggleFocused } from './focusedRow';

/** The focus of a view. */
export interface FollowedFocus<Node> extends vscode.Disposable {
  /** The row that a key was pressed on, right after it was; undefined where it can't be told. Never a guess. */
  readonly row: () => Promise<Node | undefined>;
}

/** Follows the selection of the view, from which the row with the focus is told. */
export function followFocus<Node>(view: vscode.TreeView<Node>, keyOf: (node: Node) => string): FollowedFocus<Node> {
  let seen: Selections<Node> = [];
  const listening = view.onDidChangeSelection(({ selection }) => {
    seen = [...seen.slice(-2), selection];
  });
  const take = (): Reading<Node> => {
    const reading = readToggled(seen, keyOf);
    seen = [[], [], view.selection];
    return reading;
  };
  take();
  const toggle = () => vscode.commands.executeCommand('runCommands', { commands: [toggleFocused, toggleFocused] });
  return { row: () => steadyRow(take, toggle, keyOf), dispose: () => listening.dispose() };
}
