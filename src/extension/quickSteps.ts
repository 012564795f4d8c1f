/** Quick input in several steps with a way back: a step asks and gives a new state; the first open question is next. */
import * as vscode from 'vscode';

/** The user went a step back. */
export const back = Symbol('back');

/** An entry of a pick list and what it stands for. */
export interface Choice<Value> extends vscode.QuickPickItem {
  readonly value: Value;
}

/** One question. It gives the state with its answer, `back`, or undefined when the user leaves. */
export interface Step<State> {
  ask(state: State, frame: Frame): Promise<State | typeof back | undefined>;
}

/** Title and place of a step. */
export interface Frame {
  readonly title: string;
  readonly step: number;
  /** There is a step to go back to. */
  readonly canGoBack: boolean;
}

/**
 * Asks until `next` has no open question. Undefined when the user leaves. `next` gives the first open question of a
 * state.
 */
export async function askSteps<State>(
  title: string,
  start: State,
  next: (state: State) => Step<State> | undefined,
): Promise<State | undefined> {
  const before: State[] = [];
  let state = start;
  for (let step = next(state); step !== undefined; step = next(state)) {
    const answer = await step.ask(state, { title, step: before.length + 1, canGoBack: before.length > 0 });
    if (answer === undefined) return undefined;
    if (answer === back) {
      state = before.pop() ?? state;
    } else {
      before.push(state);
      state = answer;
    }
  }
  return state;
}

/** One of several. With `typed`, what is typed and names no choice is taken when it gives a value. */
export function pickOne<Value>(
  frame: Frame,
  placeholder: string,
  choices: readonly Choice<Value>[],
  typed?: (text: string) => Value | undefined,
): Promise<Value | typeof back | undefined> {
  const picker = vscode.window.createQuickPick<Choice<Value>>();
  picker.items = choices;
  picker.placeholder = placeholder;
  picker.matchOnDescription = true;
  return shown(picker, frame, (settle) => [
    picker.onDidAccept(() => {
      const [item] = picker.selectedItems;
      const value = item ? item.value : typed?.(picker.value.trim());
      if (value !== undefined) settle(value);
    }),
  ]);
}

/** A text. `problem` says in a sentence why it can't be used. */
export function askText(
  frame: Frame,
  options: { readonly prompt: string; readonly placeholder?: string; readonly value?: string; readonly secret?: true },
  problem: (text: string) => string | undefined,
): Promise<string | typeof back | undefined> {
  const input = vscode.window.createInputBox();
  input.prompt = options.prompt;
  input.placeholder = options.placeholder;
  input.value = options.value ?? '';
  input.password = options.secret === true;
  return shown(input, frame, (settle) => [
    input.onDidChangeValue(() => {
      input.validationMessage = undefined;
    }),
    input.onDidAccept(() => {
      const text = input.value.trim();
      input.validationMessage = problem(text);
      if (input.validationMessage === undefined) settle(text);
    }),
  ]);
}

interface Shown extends vscode.QuickInput {
  buttons: readonly vscode.QuickInputButton[];
  readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
}

function shown<Value>(
  input: Shown,
  frame: Frame,
  listen: (settle: (value: Value) => void) => readonly vscode.Disposable[],
): Promise<Value | typeof back | undefined> {
  return new Promise((resolve) => {
    let open = true;
    const settle = (value: Value | typeof back | undefined): void => {
      if (!open) return;
      open = false;
      resolve(value);
      for (const each of listening) each.dispose();
      input.dispose();
    };
    const listening = [
      ...listen(settle),
      input.onDidTriggerButton((button) => {
        if (button === vscode.QuickInputButtons.Back) settle(back);
      }),
      input.onDidHide(() => settle(undefined)),
    ];
    input.title = frame.title;
    input.step = frame.step;
    input.ignoreFocusOut = true;
    if (frame.canGoBack) input.buttons = [vscode.QuickInputButtons.Back];
    input.show();
  });
}
