/** The editor's box for words that a model is to read: `#` offers in it what it offers in the panel, by keys alone. */
import * as vscode from 'vscode';
import type { MentionChoice, MentionPlace } from '../core/workspace/completeMentions';
import type { Shared } from './app';
import { quietly } from './boundary';
import { mentionAtEnd, type PromptQuestion, type PromptRow, promptRows, withMention, withSign } from './promptRows';

/** Asks for words. Undefined where the user left; empty only where the question says what that means. */
export function askPrompt(app: Shared, place: MentionPlace, question: PromptQuestion): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<PromptRow & vscode.QuickPickItem>();
  pick.title = question.title;
  pick.placeholder = question.placeholder;
  pick.value = question.value ?? '';
  pick.ignoreFocusOut = true;
  pick.buttons = [{ iconPath: new vscode.ThemeIcon('mention'), tooltip: 'Mention Something (#)' }];
  const listening: vscode.Disposable[] = [];
  let resolve: (text: string | undefined) => void = () => undefined;
  const answer = new Promise<string | undefined>((settled) => {
    resolve = settled;
  });
  let choices: readonly MentionChoice[] = [];
  let asked = 0;
  /** Enter was pressed before it was known what the mention could be. */
  let entered = false;
  const draw = (): void => {
    // The box is no filter: all of the words stand in it, and no row has them.
    pick.items = promptRows(question, pick.value, choices).map((row) => ({ ...row, alwaysShow: true }));
  };
  const look = async (): Promise<void> => {
    const open = mentionAtEnd(pick.value);
    const ask = ++asked;
    pick.busy = open !== undefined;
    entered = false;
    if (open === undefined) choices = [];
    draw();
    if (open === undefined) return;
    const offer = async () => (await app.engine()).completeMention(place, open.query);
    const found = await quietly(app.log, 'Mentions in a prompt', offer, []);
    if (ask !== asked) return;
    pick.busy = false;
    choices = found;
    draw();
    if (entered) take(pick.items[0]);
  };
  const settle = (text: string | undefined): void => {
    asked = -1;
    resolve(text);
    for (const each of listening) each.dispose();
    pick.dispose();
  };
  const take = (row: PromptRow | undefined): void => {
    entered = false;
    const words = pick.value.trim();
    // What comes first now was not seen when Enter was pressed: it is offered, and the next Enter takes it.
    if (row?.text !== undefined) return;
    if (words !== '' || question.empty !== undefined) settle(words);
  };
  const type = (text: string): void => {
    pick.value = text;
    void look();
  };
  listening.push(
    pick.onDidChangeValue(() => void look()),
    pick.onDidTriggerButton(() => type(withSign(pick.value))),
    pick.onDidAccept(() => {
      const [row] = pick.selectedItems;
      if (row?.text !== undefined) type(withMention(pick.value, row.text));
      else if (pick.busy) entered = true;
      else take(row);
    }),
    pick.onDidHide(() => settle(undefined)),
  );
  void look();
  pick.show();
  return answer;
}
