/**
 * The frames (`<request>…</request>`) that tell a model which words are whose. A value that held the closing tag of
 * one could end it early and speak in our voice, so every value is escaped before it is put in.
 */

/** Every tag that our prompts use as a frame; a test holds that the list is complete. */
export const frames: readonly string[] = [
  'answers',
  'bugfix',
  'change',
  'changes',
  'checks',
  'comments',
  'criteria',
  'design',
  'design_parts',
  'dismissed',
  'document',
  'dropped',
  'earlier_documents',
  'earlier_tasks',
  'existing_specs',
  'facts',
  'failing',
  'failing_before',
  'files',
  'last_line',
  'other_specs',
  'problems',
  'properties',
  'reading_and_size',
  'rejected',
  'related_criteria',
  'repository_facts',
  'repository_map',
  'request',
  'requirements',
  'rules',
  'spec_document',
  'steering',
  'task',
  'task_steering',
  'told',
];

const closing = new RegExp(`<(\\s*/\\s*(?:${frames.join('|')})\\b)`, 'giu');
const documentOpening = /<(\s*document\b)/giu;

/** The text with the closing tags of our frames made harmless; everything else stays as it is. */
export function escapeFrames(text: string): string {
  return text.replace(closing, '<\\$1');
}

/** As `escapeFrames`, and for text of the repository also the opening tag of a document. */
export function escapeRepositoryText(text: string): string {
  return escapeFrames(text).replace(documentOpening, '<\\$1');
}

/** A file's name as one line: a name that holds a line end could begin a line of ours. */
export function nameLine(path: string): string {
  return path.replace(/[\p{Cc}\u2028\u2029]/gu, '?');
}
