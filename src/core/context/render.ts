/** Prompts are Markdown files with `{{placeholders}}`; this fills them in. */
import { escapeFrames } from './frames';

/** What stands where a value is absent or empty. */
export const none = '(none)';
/** What stands for a document that the conversation holds already, at the same hash. */
export const above = '(above, unchanged)';

const placeholder = /\{\{(\w+)\}\}/gu;

/**
 * The template with its placeholders replaced, each value escaped. Values are put in once: a placeholder inside a
 * value stays as it is.
 */
export function render(template: string, values: Readonly<Record<string, string | undefined>>): string {
  return template.replace(placeholder, (_whole, name: string) => {
    const value = values[name]?.trimEnd();
    return value === undefined || value === '' ? none : escapeFrames(value);
  });
}

/** The names of a template's placeholders. */
export function placeholdersOf(template: string): readonly string[] {
  return [...template.matchAll(placeholder)].flatMap((match) => match[1] ?? []);
}
