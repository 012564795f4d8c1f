/** What of a spec is in a prompt: its documents, or what concerns one task, and the conversation so far. */
import { escapeRepositoryText } from '../context/frames';
import { type Block, type Message, textOf } from '../messages';
import { criteriaOf, designSections, propertiesOf, propertyText, taskText } from '../runs/prompt';
import type { Spec, Task } from '../specs/model';
import { documentOf } from '../specs/spec';
import type { Bare } from './effectiveContext';

/** What a session has been sent. */
export interface Sent {
  readonly system: readonly string[];
  readonly messages: readonly Message[];
}

/** A text without the words of parts that are listed by themselves: each token is counted once. */
export function withoutParts(text: string, parts: readonly Bare[]): string {
  const shown = parts.filter((part) => part.included && part.text.trim() !== '');
  return shown.reduce((said, part) => {
    const words = wordsIn(said, part.text);
    return words === undefined ? said : said.replace(words, () => `(${part.label}: listed by itself)`);
  }, text);
}

/** The conversation, without the words of parts that are listed by themselves. */
export function conversationPart(sent: Sent | undefined, parts: readonly Bare[]): Bare {
  const text = withoutParts(saidIn(sent), parts);
  const why = sent === undefined ? 'nothing was sent for this yet' : 'a prompt only grows: what was said is sent again';
  return { kind: 'conversation', label: 'Conversation so far', included: sent !== undefined, cached: true, why, text };
}

function saidIn(sent: Sent | undefined): string {
  return (sent?.messages ?? [])
    .map(({ role, content }) => `${role}:\n${content.map(blockText).join('\n')}`)
    .join('\n\n');
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'text':
    case 'reasoning':
      return block.text;
    case 'tool_call':
      return `${block.name} ${JSON.stringify(block.input) ?? block.inputText ?? ''}`;
    case 'tool_result':
      return block.content.map(blockText).join('\n');
    case 'image':
      return `(image, ${block.mediaType})`;
  }
}

/** How a text stands in a conversation: as it is, or with its frames made harmless. */
function wordsIn(said: string, text: string): string | undefined {
  const plain = text.trim();
  return [escapeRepositoryText(plain), plain].find((words) => words !== '' && said.includes(words));
}

/** The map that a task began with; the one that would be made now may differ. Undefined where there was none. */
export function sentMap(sent: Sent | undefined): string | undefined {
  const [first] = sent?.messages ?? [];
  const found = first && /<repository_map>\n([\s\S]*?)\n<\/repository_map>/u.exec(textOf(first))?.[1];
  return found === undefined || found.trim() === '' ? undefined : found;
}

/** The documents of a spec that is being planned. */
export function partsOfSpec(spec: Spec, sent: Sent | undefined): readonly Bare[] {
  const said = saidIn(sent);
  return spec.documents.map(({ name, text }) => {
    const there = wordsIn(said, text) !== undefined;
    return {
      kind: 'spec',
      label: name,
      included: true,
      cached: there,
      why: there ? 'it stands in this session already, as it is now' : 'the next phase shows what it rests on',
      path: `${spec.path}/${name}`,
      text,
    };
  });
}

/** The text of a task as the conversation has it: its boxes change while it is built, and are not what it says. */
function taskAsSent(said: string, text: string): string {
  const open = (each: string) => each.replace(/^(\s*[-*+] \[)[ x~-](?=\])/gimu, '$1 ');
  const words = open(text).trim();
  const at = open(said).indexOf(words);
  return at < 0 ? text : said.slice(at, at + words.length);
}

/** What of a spec concerns one task. */
export function partsOfTask(spec: Spec, task: Task, sent: Sent | undefined): readonly Bare[] {
  const said = saidIn(sent);
  const part = (label: string, document: string, why: string, text: string, included = true): Bare => {
    const there = included && wordsIn(said, text) !== undefined;
    return { kind: 'spec', label, included, cached: there, why, path: `${spec.path}/${document}`, text };
  };
  const sections = designSections(spec, task);
  const titles = new Set(sections.map(({ title }) => title));
  const design = documentOf(spec, 'design.md');
  const properties = propertiesOf(spec, task);
  const inProperty = (start: number) =>
    design?.properties.some(({ place }) => start >= place.start && start < place.end) ?? false;
  const others = (design?.sections ?? []).filter(
    ({ title, level, place }) => level > 1 && !titles.has(title) && !inProperty(place.start),
  );
  return [
    part(`Task ${task.id ?? task.identity}`, 'tasks.md', 'it is what is built', taskAsSent(said, taskText(spec, task))),
    ...criteriaOf(spec, task).map(({ id, text }) =>
      part(`Criterion ${id}`, 'requirements.md', 'the task names it or its requirement', text),
    ),
    ...sections.map(({ title, text }) =>
      part(
        `design.md: ${title}`,
        'design.md',
        'it names a criterion of the task, or something that the task names too',
        text,
      ),
    ),
    ...properties.map((property) =>
      part(
        `Property ${property.number}`,
        'design.md',
        'it validates a criterion of the task, or the task names it',
        propertyText(property),
      ),
    ),
    ...others.map(({ title, body }) =>
      part(
        `design.md: ${title}`,
        'design.md',
        'it names nothing of the task',
        design?.text.slice(body.start, body.end) ?? '',
        false,
      ),
    ),
  ];
}
