/** What an approval is bound to: a document's text without the things that change without its meaning. */
import { hash } from 'node:crypto';
import type { ScannedText } from './lines';
import type { SpecDocument } from './model';
import { boxOf } from './parse/taskLine';
import { scanLines } from './scan';

/**
 * The text without a BOM, with LF line ends and a space in every checkbox outside fences and comments. Two texts with
 * the same canonical text differ in nothing but ticks, line ends and a BOM.
 */
export function canonicalText(text: string): string {
  return canonicalLines(scanLines(text));
}

/** The same, for a text that is split already. */
export function canonicalLines(scanned: ScannedText): string {
  const lines: string[] = [];
  for (let index = 0; index < scanned.count; index++) {
    const text = scanned.textAt(index);
    const box = scanned.isTextAt(index) ? boxOf(text) : undefined;
    lines.push(box === undefined ? text : `${text.slice(0, box.at)} ${text.slice(box.at + box.mark.length)}`);
  }
  return lines.join('\n');
}

/** SHA-256 of the canonical text in UTF-8, hex. */
export function canonicalHash(text: string): string {
  return sha256(canonicalText(text));
}

/** The hash of a text that is split already. */
export function hashOf(scanned: ScannedText): string {
  return sha256(canonicalLines(scanned));
}

/**
 * The hash of each requirement and criterion (of each property or task in the later documents) by its id, so that a
 * stale approval can name what changed. Where an id is there twice, the later ones are `id#2`, `id#3`.
 */
export function criterionHashes(document: SpecDocument): Readonly<Record<string, string>> {
  const hashes: Record<string, string> = {};
  const counts = new Map<string, number>();
  for (const item of hashedItems(document)) {
    const count = (counts.get(item.id) ?? 0) + 1;
    counts.set(item.id, count);
    hashes[count === 1 ? item.id : `${item.id}#${count}`] = sha256(item.text);
  }
  return hashes;
}

function hashedItems(document: SpecDocument): readonly { readonly id: string; readonly text: string }[] {
  switch (document.name) {
    case 'requirements.md':
    case 'bugfix.md':
      return document.requirements.flatMap((requirement) => [
        { id: requirement.id, text: `${requirement.title}\n${requirement.userStory?.text ?? ''}` },
        ...requirement.criteria,
      ]);
    case 'design.md':
      return document.properties.map((property) => ({
        id: property.number,
        text: `${property.title}\n${property.text}`,
      }));
    case 'tasks.md':
      return [...flattenTasks(document.tasks)].flatMap((task) =>
        task.id === null
          ? []
          : [{ id: task.id, text: [task.title, ...task.details.map((detail) => detail.text)].join('\n') }],
      );
  }
}

/** Every task of a tree, parents before their children. */
export function flattenTasks<Node extends { readonly children: readonly Node[] }>(
  tasks: readonly Node[],
): readonly Node[] {
  const all: Node[] = [];
  const add = (task: Node): void => {
    all.push(task);
    for (const child of task.children) add(child);
  };
  for (const task of tasks) add(task);
  return all;
}

/** SHA-256 of a text in UTF-8, hex; in one call, since a document has thousands of small texts. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
