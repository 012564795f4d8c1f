/** The numbered things of a document, one list for all kinds, as comparing and hashing need them. */
import type { Place } from '../diagnostic';
import { flattenTasks } from './canonical';
import type { SpecDocument } from './model';

/** Anything of a document that has a number, for matching two versions of it. */
export interface NumberedItem {
  readonly kind: 'requirement' | 'criterion' | 'property' | 'task';
  readonly id: string;
  /** Its own words, without number and references. */
  readonly text: string;
  /** Index of the requirement that a criterion belongs to, in this list. */
  readonly parent?: number;
  /** The lines that are its own. */
  readonly places: readonly Place[];
}

/** Numbered items in the document's order; tasks without a number are prose. */
export function numberedItems(document: SpecDocument): readonly NumberedItem[] {
  switch (document.name) {
    case 'requirements.md':
    case 'bugfix.md': {
      const items: NumberedItem[] = [];
      for (const { id, title, userStory, place, criteria } of document.requirements) {
        const parent = items.length;
        const heading = { ...place, end: lineEnd(document.text, place.start) };
        const places = criteria.length === 0 && place.end <= heading.end ? [place] : [heading];
        const own = userStory === undefined ? places : [...places, userStory.place];
        items.push({ kind: 'requirement', id, text: [title, userStory?.text ?? ''].join('\n').trim(), places: own });
        items.push(
          ...criteria.map((each) => ({
            kind: 'criterion' as const,
            id: each.id,
            text: each.text,
            parent,
            places: [each.place],
          })),
        );
      }
      return items;
    }
    case 'design.md':
      return document.properties.map(({ number, title, text, place, validates }) => ({
        kind: 'property',
        id: number,
        text: [title, text, validates.map((reference) => reference.text).join(', ')].join('\n').trim(),
        places: [place],
      }));
    case 'tasks.md':
      return [...flattenTasks(document.tasks)].flatMap((task) =>
        task.id === null
          ? []
          : [
              {
                kind: 'task' as const,
                id: task.id,
                text: [
                  task.optional ? `${task.title} *` : task.title,
                  ...task.details.map((detail) => detail.text),
                  ...task.metadata.map(({ key, value }) => `${key}: ${value}`),
                ].join('\n'),
                places: [
                  task.place,
                  ...task.details.map((detail) => detail.place),
                  ...task.metadata.map((entry) => entry.place),
                ],
              },
            ],
      );
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.slice(from, from + 2000).search(/[\r\n]/);
  return end < 0 ? Math.min(text.length, from + 2000) : from + end;
}
