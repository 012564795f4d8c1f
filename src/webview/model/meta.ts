/** The quiet line beside a document's title. */
import type { DocumentSnapshot, SpecSnapshot } from '../../core/flows/snapshot';
import type { DocumentView } from '../protocol';
import { sizeOf } from './announce';
import { coverageOf, progressOf } from './coverage';
import { newestVersion } from './versions';
import { count } from './words';

/** "Version 4, 5 requirements, 23 criteria, 22 covered"; while it is written "Writing, 2 requirements so far". */
export function metaOf(
  spec: SpecSnapshot,
  document: DocumentSnapshot,
  view: DocumentView | undefined,
  tasks?: DocumentView,
): string {
  const { activity } = spec;
  if (activity.kind === 'writing' && activity.document === document.name) {
    const size = countOf(view);
    return size ? `Writing, ${size} so far` : 'Writing';
  }
  if (!view) return '';
  const version = newestVersion(document);
  const parts = [version ? `Version ${version.number}${version.sample ? ', sample' : ''}` : '', detailsOf(view, tasks)];
  return parts.filter((part) => part !== '').join(', ');
}

function detailsOf(view: DocumentView, tasks: DocumentView | undefined): string {
  if (view.name === 'tasks.md') {
    const { done, of, optional } = progressOf(view.blocks);
    const more = optional > 0 ? `, ${optional} optional` : '';
    return of === 0 ? count(0, 'task') : `${done} of ${count(of, 'required task')} done${more}`;
  }
  if (view.name === 'design.md') return designSize(view);
  const covered =
    tasks &&
    coverageOf(
      new Map([
        [view.name, view],
        ['tasks.md', tasks],
      ]),
    );
  return covered ? `${sizeOf(view)}, ${covered.covered} covered` : sizeOf(view);
}

function designSize({ blocks }: DocumentView): string {
  const sections = blocks.filter((block) => block.kind === 'heading' && block.level === 2).length;
  const properties = blocks.filter(({ kind }) => kind === 'property').length;
  const more = properties > 0 ? `, ${count(properties, 'property', 'properties')}` : '';
  return sections + properties === 0 ? '' : `${count(sections, 'section')}${more}`;
}

function countOf(view: DocumentView | undefined): string {
  if (!view) return '';
  if (view.name === 'design.md') return designSize(view);
  if (view.name === 'tasks.md') return sizeOf(view).startsWith('0') ? '' : sizeOf(view);
  const requirements = view.blocks.filter(({ kind }) => kind === 'requirement').length;
  return requirements === 0 ? '' : count(requirements, 'requirement');
}
