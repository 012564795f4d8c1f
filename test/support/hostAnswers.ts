/** A user of the editor's own questions in host tests: picks, boxes and messages are answered in order, and nothing is asked besides. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

/**
 * What is asked, in its words, and the answer: the beginning of a row or a button, several rows, or a text to type.
 * Undefined: the user leaves. `later`: a notification is left alone and stays. A row's button is pressed with `{ button }`.
 */
export type Answer = readonly [
  asked: RegExp,
  answer: string | readonly string[] | { readonly button: string } | typeof later | undefined,
];

/** A notification that nobody answers: its promise does not settle, as in an editor. */
export const later = Symbol('later');

/** Something that was shown: its words, and what could be chosen. */
export interface Shown {
  readonly kind: 'pick' | 'box' | 'info' | 'warning' | 'error';
  readonly words: string;
  readonly labels: readonly string[];
}

type Window = typeof vscode.window;
type Item = vscode.QuickPickItem;

/** Does `work` with a user who gives these answers. Fails where another question comes, or one is left over. */
export async function answering<T>(
  answers: readonly Answer[],
  work: (shown: readonly Shown[]) => Thenable<T> | Promise<T>,
): Promise<T> {
  const left = [...answers];
  const shown: Shown[] = [];
  const problems: string[] = [];
  const next = (kind: Shown['kind'], words: string, labels: readonly string[]): Answer[1] => {
    shown.push({ kind, words, labels });
    const [first] = left;
    if (first?.[0].test(words)) return left.shift()?.[1];
    // Notifications may come at any time; whoever ignores them answers nothing.
    if (kind === 'pick' || kind === 'box') problems.push(`Nobody answers "${words}"; ${String(first?.[0])} was next.`);
    return undefined;
  };
  const before = { ...vscode.window };
  Object.assign(vscode.window, replaced(next, problems, shown));
  try {
    const done = await work(shown);
    assert.deepEqual(problems, [], JSON.stringify(shown, undefined, 1));
    assert.deepEqual(
      left.map(([asked]) => String(asked)),
      [],
      JSON.stringify(shown, undefined, 1),
    );
    return done;
  } finally {
    for (const name of replacedNames) Object.assign(vscode.window, { [name]: before[name] });
  }
}

const replacedNames = [
  'showQuickPick',
  'showInputBox',
  'createQuickPick',
  'showInformationMessage',
  'showWarningMessage',
  'showErrorMessage',
] as const satisfies readonly (keyof Window)[];

type Next = (kind: Shown['kind'], words: string, labels: readonly string[]) => Answer[1];

function replaced(next: Next, problems: string[], shown: Shown[]): Record<(typeof replacedNames)[number], unknown> {
  const message =
    (kind: Shown['kind']) =>
    async (words: string, ...rest: readonly unknown[]) => {
      const options = rest.find((each): each is vscode.MessageOptions => typeof each === 'object');
      const buttons = rest.filter((each): each is string => typeof each === 'string');
      const answer = next(kind, [words, options?.detail ?? ''].join('\n'), buttons);
      if (answer === later) return new Promise<never>(() => undefined);
      return buttons.find((each) => typeof answer === 'string' && each.startsWith(answer));
    };
  return {
    showQuickPick: async (
      given: readonly Item[] | Thenable<readonly Item[]>,
      options: vscode.QuickPickOptions = {},
    ) => {
      const items = await given;
      const answer = next('pick', wordsOf(options), items.map(labelOf));
      return options.canPickMany === true && Array.isArray(answer)
        ? items.filter(({ label }) => answer.includes(label))
        : found(items, answer, problems);
    },
    showInputBox: async (options: vscode.InputBoxOptions = {}) => {
      const answer = next('box', wordsOf(options), [options.value ?? '']);
      if (typeof answer !== 'string') return undefined;
      const text = answer === '' ? (options.value ?? '') : answer;
      const said = await options.validateInput?.(text);
      const refused = typeof said === 'string' ? said : said?.severity === 3 ? said.message : '';
      if (refused !== '') problems.push(`"${text}" was refused: ${refused}`);
      return text;
    },
    createQuickPick: () => quickPick(next, problems, shown),
    showInformationMessage: message('info'),
    showWarningMessage: message('warning'),
    showErrorMessage: message('error'),
  };
}

function wordsOf(options: { title?: string; placeHolder?: string; prompt?: string }): string {
  return [options.title, options.placeHolder, options.prompt].filter(Boolean).join('\n');
}

/** Icons are no words. */
function labelOf({ label }: Item): string {
  return label.replace(/^\$\([\w~-]+\) /u, '');
}

function found(items: readonly Item[], answer: Answer[1], problems: string[]): Item | undefined {
  if (typeof answer !== 'string') return undefined;
  const item = items.find((each) => labelOf(each).startsWith(answer));
  if (item === undefined) problems.push(`No row begins with "${answer}".`);
  return item;
}

/** A pick that is answered as soon as it is shown: a row where one begins so, else what is typed before Enter. */
function quickPick(next: Next, problems: string[], shown: Shown[]) {
  const typed = new vscode.EventEmitter<string>();
  const accepted = new vscode.EventEmitter<void>();
  const hidden = new vscode.EventEmitter<void>();
  const pressed = new vscode.EventEmitter<{ item: Item; button: vscode.QuickInputButton }>();
  const above = new vscode.EventEmitter<vscode.QuickInputButton>();
  const pick = {
    title: '',
    placeholder: '',
    value: '',
    items: [] as readonly Item[],
    selectedItems: [] as readonly Item[],
    onDidChangeValue: typed.event,
    onDidAccept: accepted.event,
    onDidHide: hidden.event,
    onDidTriggerItemButton: pressed.event,
    onDidTriggerButton: above.event,
    show: () => void setTimeout(act, 0),
    hide: () => hidden.fire(),
    dispose: () => undefined,
  };
  const act = (): void => {
    const answer = next('pick', [pick.title, pick.placeholder].join('\n'), pick.items.map(labelOf));
    if (answer === undefined) hidden.fire();
    else if (typeof answer === 'object' && 'button' in answer) press(answer.button);
    else take(String(answer));
  };
  const press = (row: string): void => {
    const item = found(pick.items, row, problems);
    const [button] = item?.buttons ?? [];
    if (item === undefined || button === undefined) hidden.fire();
    else pressed.fire({ item, button });
  };
  const take = (words: string): void => {
    const row = pick.items.find((each) => labelOf(each).startsWith(words));
    if (row !== undefined) pick.selectedItems = [row];
    else {
      pick.value = words;
      typed.fire(words);
      shown.push({ kind: 'pick', words, labels: pick.items.map((each) => `${labelOf(each)}: ${each.description}`) });
    }
    accepted.fire();
  };
  return pick;
}
