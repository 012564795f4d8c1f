/** What hooks ask the user: a notification that nobody can answer by typing on, and a list for those who come later. */
import * as vscode from 'vscode';

/** One question. */
export interface QuestionText {
  /** One sentence. */
  readonly message: string;
  /** Everything that is needed to judge; shown whole before `yes` counts, where `review` says so. */
  readonly detail: string;
  /** "Allow", "Run" */
  readonly yes: string;
  /** "Don't Allow" */
  readonly no: string;
  /** The notification leads to the whole text first. */
  readonly review?: true;
  /** To be typed before yes counts. */
  readonly typed?: string;
}

/** A question that waits. */
export interface Question extends QuestionText {
  /** Shows all of it and takes the answer. */
  open(): Promise<void>;
  answer(yes: boolean): void;
}

/** The questions of a window. */
export interface Questions extends vscode.Disposable {
  ask(question: QuestionText, signal?: AbortSignal): Promise<boolean>;
  waiting(): readonly Question[];
  readonly onDidChange: vscode.Event<void>;
}

/** Makes them; `failed` hears of what the editor refuses to show. */
export function createQuestions(failed: (error: unknown) => void): Questions {
  const changed = new vscode.EventEmitter<void>();
  const waiting = new Set<Question>();
  const ask: Questions['ask'] = (text, signal) =>
    new Promise((resolve) => {
      const answer = (yes: boolean): void => {
        if (!waiting.delete(question)) return;
        signal?.removeEventListener('abort', stop);
        changed.fire();
        resolve(yes);
      };
      const stop = (): void => answer(false);
      const question: Question = { ...text, answer, open: () => open(question, waiting) };
      waiting.add(question);
      signal?.addEventListener('abort', stop, { once: true });
      if (signal?.aborted === true) return stop();
      changed.fire();
      notify(question).catch(failed);
    });
  return {
    ask,
    waiting: () => [...waiting],
    onDidChange: changed.event,
    dispose: () => {
      for (const each of waiting) each.answer(false);
      changed.dispose();
    },
  };
}

/** A notification can't be accepted by a key that was meant for a text. Closing it is a no. */
async function notify(question: Question): Promise<void> {
  const whole = question.review === true || question.typed !== undefined;
  const buttons = whole ? ['Review…', question.no] : [question.yes, question.no];
  const chosen = await vscode.window.showWarningMessage(question.message, ...buttons);
  if (chosen === 'Review…') await question.open();
  else question.answer(chosen === question.yes);
}

async function open(question: Question, waiting: ReadonlySet<Question>): Promise<void> {
  if (!waiting.has(question)) return;
  const { message, detail, yes, typed } = question;
  const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail }, yes);
  if (chosen !== yes || typed === undefined) return question.answer(chosen === yes);
  const prompt = `Type "${typed}" to confirm.`;
  question.answer((await vscode.window.showInputBox({ title: message, prompt, ignoreFocusOut: true })) === typed);
}
