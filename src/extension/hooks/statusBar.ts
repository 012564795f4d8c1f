/** Hooks that run or wait for the user, in the status bar; nothing is there while nothing is. */
import * as vscode from 'vscode';
import type { Questions } from './questions';
import type { WindowHooks } from './windowHooks';
import { withoutIcons } from './words';

/** Registers the item; it is made when the first hook runs. */
export function hookStatusBar(hooks: WindowHooks, questions: Questions): vscode.Disposable {
  let item: vscode.StatusBarItem | undefined;
  const make = (): vscode.StatusBarItem => {
    const made = vscode.window.createStatusBarItem('tracewright.hooks', vscode.StatusBarAlignment.Left, 4);
    made.name = 'Tracewright: hooks';
    made.command = 'tracewright.hookMenu';
    return made;
  };
  const update = (): void => {
    const running = hooks.firings().filter(({ result }) => result.kind === 'running');
    const waiting = questions.waiting();
    if (running.length + waiting.length === 0) {
      item?.hide();
      return;
    }
    item ??= make();
    const names = [...new Set(running.map(({ hookName }) => hookName))];
    const asks = waiting.length === 1 ? '1 hook asks' : `${waiting.length} hooks ask`;
    const [first = ''] = names;
    const runs = names.length === 1 ? first : `${names.length} hooks`;
    item.text = waiting.length > 0 ? `$(bell-dot) ${asks}` : `$(sync~spin) ${shortened(runs)}`;
    const words = [...waiting.map(({ message }) => message), ...names.map((name) => `"${name}" is running`)];
    item.tooltip = words.join('\n');
    item.accessibilityInformation = { label: `Tracewright hooks. ${words.join(' ')}`, role: 'button' };
    item.backgroundColor = waiting.length > 0 ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  };
  const listening = [hooks.onDidChange(update), questions.onDidChange(update)];
  return vscode.Disposable.from(...listening, { dispose: () => item?.dispose() });
}

function shortened(name: string): string {
  const plain = withoutIcons(name);
  return plain.length > 30 ? `${plain.slice(0, 29)}…` : plain;
}
