/** Globs with the files that they fit, as one types. */
import * as vscode from 'vscode';
import type { HookForm } from '../engine';

/** Files that are listed; the count says how many there are. */
const most = 100;

/** Reads what was typed: globs with commas between them, which braces may hold too. */
export function patternsOf(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let one = '';
  for (const character of text) {
    if (character === '{') depth++;
    if (character === '}') depth--;
    if (character === ',' && depth <= 0) {
      found.push(one);
      one = '';
    } else one += character;
  }
  return [...found, one].map((each) => each.trim()).filter((each) => each !== '');
}

/** Asks for globs; empty is every file, undefined where the user left. */
export function askPatterns(
  form: HookForm,
  title: string,
  files: readonly string[],
  given: readonly string[],
): Promise<readonly string[] | undefined> {
  const pick = vscode.window.createQuickPick();
  pick.title = title;
  pick.placeholder = 'Which files? Globs, with commas between them; ! leaves out: src/**/*.ts, !**/*.test.ts';
  pick.ignoreFocusOut = true;
  pick.value = given.join(', ');
  const show = (): void => {
    const patterns = patternsOf(pick.value);
    const matching = form.matching(patterns, files);
    const count = matching.length === 1 ? '1 file matches' : `${matching.length} files match`;
    const use = {
      label: `$(check) Use ${patterns.length === 0 ? 'every file' : patterns.join(', ')}`,
      description: count,
    };
    const listed = matching.slice(0, most).map((label) => ({ label, description: '' }));
    pick.items = [use, ...listed].map((item) => ({ ...item, alwaysShow: true }));
  };
  show();
  return new Promise((resolve) => {
    const listening = [
      pick.onDidChangeValue(show),
      pick.onDidAccept(() => {
        resolve(patternsOf(pick.value));
        pick.hide();
      }),
      pick.onDidHide(() => {
        resolve(undefined);
        for (const each of listening) each.dispose();
        pick.dispose();
      }),
    ];
    pick.show();
  });
}
