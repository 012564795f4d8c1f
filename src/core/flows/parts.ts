/** A document as addressable parts, each with a hash: what an approval keeps to be able to name what changed. */
import type { DocumentChange, SpecDocument, Task } from '../specs/model';
import { sha256 } from './statePaths';

/** Hash by address: `criterion 1.2`, `requirement 1`, `property 3`, `task 2.1`, `section Overview`. */
export type Parts = Readonly<Record<string, string>>;

/** The parts of a document. Of two with one address the later counts. */
export function partsOf(document: SpecDocument): Parts {
  const texts = Object.fromEntries([...sectionParts(document), ...nodeParts(document)]);
  return Object.fromEntries(Object.entries(texts).map(([address, text]) => [address, sha256(fold(text))]));
}

/** What differs between two sets of parts; texts are not known, so `before` and `after` are absent. */
export function changesBetweenParts(before: Parts, after: Parts): readonly DocumentChange[] {
  const removed = Object.keys(before).filter((address) => after[address] === undefined);
  const differing = Object.keys(after).filter((address) => after[address] !== before[address]);
  return [
    ...removed.map((address) => change('removed', address)),
    ...differing.map((address) => change(before[address] === undefined ? 'added' : 'reworded', address)),
  ];
}

function change(kind: 'added' | 'removed' | 'reworded', address: string): DocumentChange {
  const space = address.indexOf(' ');
  const id = address.slice(space + 1);
  return { kind: address.startsWith('section ') && kind === 'reworded' ? 'prose' : kind, id };
}

function nodeParts(document: SpecDocument): readonly (readonly [string, string])[] {
  switch (document.name) {
    case 'requirements.md':
    case 'bugfix.md':
      return document.requirements.flatMap((requirement) => [
        [`requirement ${requirement.id}`, `${requirement.title}\n${requirement.userStory?.text ?? ''}`] as const,
        ...requirement.criteria.map((criterion) => [`criterion ${criterion.id}`, criterion.text] as const),
      ]);
    case 'design.md':
      return document.properties.map((property) => [`property ${property.number}`, `${property.title}\n${property.text}`] as const);
    case 'tasks.md':
      return document.tasks.flatMap(withChildren).map((task) => {
        const details = task.details.map((detail) => detail.text).join('\n');
        return [`task ${task.id ?? task.identity}`, `${task.title}\n${details}`] as const;
      });
  }
}

function withChildren(task: Task): readonly Task[] {
  return [task, ...task.children.flatMap(withChildren)];
}

/** Prose by section; sections that nodes above cover with more detail are left out. */
function sectionParts(document: SpecDocument): readonly (readonly [string, string])[] {
  const covered = nodePlaces(document);
  return document.sections
    .filter((section) => !covered.some((place) => place.start <= section.place.start && section.place.start < place.end))
    .map((section) => [`section ${section.title}`, prose(document, section.body.start, section.body.end)] as const)
    .filter(([, text]) => text.trim() !== '');
}

function nodePlaces(document: SpecDocument): readonly { readonly start: number; readonly end: number }[] {
  if (document.name === 'design.md') return document.properties.map((property) => property.place);
  return document.name === 'tasks.md' ? [] : document.requirements.map((requirement) => requirement.place);
}

/** A section's text without its tasks, which are parts of their own. */
function prose(document: SpecDocument, start: number, end: number): string {
  if (document.name !== 'tasks.md') return document.text.slice(start, end);
  const inside = document.tasks.filter((task) => task.block.start >= start && task.block.end <= end);
  let text = '';
  let from = start;
  for (const task of inside) {
    text += document.text.slice(from, task.block.start);
    from = task.block.end;
  }
  return text + document.text.slice(from, end);
}

function fold(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
