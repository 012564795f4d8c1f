/** The rows below a box in which words for a model are typed: what can be mentioned, and one that takes the words. No vscode, so that tests read them. */
import type { MentionChoice } from '../core/workspace/completeMentions';
import { mentionIcons, type OpenMention, openMention } from '../webview/protocol';
import { withoutIcons } from './hooks/words';

/** What is asked for. */
export interface PromptQuestion {
  readonly title: string;
  /** The question itself, where nothing is typed yet. */
  readonly placeholder: string;
  /** What stands in the box at first. */
  readonly value?: string;
  /** What Enter does with the words: "Refine". */
  readonly act: string;
  /** What it does without any; absent, it needs some. */
  readonly empty?: string;
}

/** One row. Without `text` it takes the words as they stand; with it, it is put in the place of the mention. */
export interface PromptRow {
  readonly label: string;
  readonly description: string;
  readonly text?: string;
}

/** The mention that is being typed: an editor does not say where the caret stands, so it is one at the end. */
export function mentionAtEnd(typed: string): OpenMention | undefined {
  return openMention(typed, typed.length);
}

/** Enter takes the first: what is offered for a mention that is being typed, or the words where it is whole. */
export function promptRows(
  question: Pick<PromptQuestion, 'act' | 'empty'>,
  typed: string,
  choices: readonly MentionChoice[],
): readonly PromptRow[] {
  const open = mentionAtEnd(typed);
  const takes = takingRow(question, typed.trim());
  if (open === undefined) return [takes];
  const whole = choices.some(({ text }) => text === typed.slice(open.start));
  const offered = choices.map(({ kind, label, detail, text }) => ({
    label: `$(${mentionIcons[kind]}) ${withoutIcons(label)}`,
    description: detail,
    text,
  }));
  return whole ? [takes, ...offered] : [...offered, takes];
}

function takingRow({ act, empty }: Pick<PromptQuestion, 'act' | 'empty'>, words: string): PromptRow {
  const description = words !== '' ? words : (empty ?? 'needs some words; # mentions a file, a spec and more');
  return { label: `$(arrow-right) ${act}`, description };
}

/** The words with `text` in the place of the mention at their end; a blank follows where there is no more to choose. */
export function withMention(typed: string, text: string): string {
  const before = typed.slice(0, mentionAtEnd(typed)?.start ?? typed.length);
  return `${before}${text}${text.endsWith(':') ? '' : ' '}`;
}

/** With the sign that begins a mention. */
export function withSign(typed: string): string {
  return `${typed}${typed === '' || /\s$/u.test(typed) ? '' : ' '}#`;
}
