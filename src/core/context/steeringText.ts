/** Steering as a model reads it, in the system prompt and in a session that goes on. */
import type { Message } from '../messages';
import type { SteeringChoice, SteeringFile } from '../steering/model';
import { escapeRepositoryText, nameLine } from './frames';
import { none, render } from './render';
import template from './steering.md';

/** What of a steering file stands in a prompt. */
export type ShownSteering = Pick<SteeringFile, 'label' | 'body'> & Partial<Pick<SteeringFile, 'references'>>;

/** Begins a message that brings steering; no file that it names is worked on because of that. */
export const steeringMark = template.slice(0, template.indexOf('(')).trim();

/** Each file under its name; those that come later win where two differ, and that is said. */
export function steeringText(steering: readonly ShownSteering[], offered: readonly SteeringFile[] = []): string {
  const lines = offered.map(offer);
  const rest =
    lines.length === 0 ? [] : [`Read these with read_file before work that they are about:\n${lines.join('\n')}`];
  const order = steering.length > 1 ? ['Where two of these differ, the later one holds.'] : [];
  return [...steering.map(steeringBlock), ...order, ...rest].join('\n\n') || none;
}

function offer({ label, inclusion }: SteeringFile): string {
  const about = inclusion.kind === 'auto' ? inclusion.description : '';
  return `- ${escapeRepositoryText(nameLine(label))}: ${escapeRepositoryText(about.replace(/\s+/gu, ' '))}`;
}

/** A file's own words under its name: what tells whether a conversation has them already. */
export function steeringHead({ label, body }: ShownSteering): string {
  return `### ${escapeRepositoryText(nameLine(label))}\n\n${escapeRepositoryText(body.trim())}`;
}

/** A file's words and what it brings along. */
function steeringBlock(file: ShownSteering): string {
  return [steeringHead(file), ...broughtBy(file).map(escapeRepositoryText)].join('\n\n');
}

/** The same without its name, for people to read. */
export function steeringWords(file: ShownSteering): string {
  return [file.body.trim(), ...broughtBy(file)].join('\n\n');
}

/** Files that it refers to, the lines of which begin with "| ". */
function broughtBy({ references = [] }: ShownSteering): readonly string[] {
  return references.map(({ path, lines, text }) => {
    const where = lines === undefined ? path : `${path}, lines ${lines.from} to ${lines.to}`;
    return `${nameLine(where)}, as it is now:\n${text.trimEnd().replace(/^/gmu, '| ')}`;
  });
}

/** Stands behind the reasons in that message. */
const afterWhy = template.slice(template.indexOf('}}') + 2, template.indexOf('}}') + 16);

/** Which files such a message brought, and why each; undefined where the text is none. */
export function whyBrought(text: string): string | undefined {
  if (!text.startsWith(`${steeringMark} (`)) return undefined;
  const begin = steeringMark.length + 2;
  const end = text.indexOf(afterWhy, begin);
  return end === -1 ? undefined : text.slice(begin, end);
}

/** The message that brings what became relevant to a session that goes on. */
export function steeringMessage(choices: readonly SteeringChoice[]): Message {
  const why = nameLine(choices.map(({ file, why: reason }) => `${file.label}: ${reason}`).join('; '));
  const text = render(template, { why, steering: choices.map(({ file }) => steeringBlock(file)).join('\n\n') });
  return { role: 'user', content: [{ type: 'text', text: text.trim() }] };
}
