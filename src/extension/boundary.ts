/** The one catch between the editor and us: log with context, show one sentence, go on. */
import * as vscode from 'vscode';

/** Runs what a user asked for. A rejection is logged and shown; the result is then undefined. */
export async function guarded<T>(
  log: vscode.LogOutputChannel,
  what: string,
  act: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof vscode.CancellationError || isAbort(error)) return undefined;
    log.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    void showSentence(sentenceOf(error), log);
    return undefined;
  }
}

/** Runs what the editor asks for by itself (a tree's children, lenses); a rejection is logged and gives `otherwise`. */
export async function quietly<T>(
  log: vscode.LogOutputChannel,
  what: string,
  act: () => Promise<T>,
  otherwise: T,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    log.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return otherwise;
  }
}

/** The signal of an editor's token. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [first = ''] = message.split('\n');
  return first.trim() === '' ? 'That did not work, and the log says more.' : first;
}

async function showSentence(sentence: string, log: vscode.LogOutputChannel): Promise<void> {
  const show = 'Show Log';
  if ((await vscode.window.showErrorMessage(sentence, show)) === show) log.show();
}
