/** What a change of a document touches: the design, the tasks and the finished work that rest on what changed. */
import { flattenTasks } from './canonical';
import { numberedItems } from './items';
import { matchItems } from './match';
import { listedIds, mentionsIn } from './mentions';
import type {
  DesignDocument,
  DocumentChange,
  DocumentName,
  Reference,
  Spec,
  Task,
  TaskState,
  TasksDocument,
} from './model';
import { normalId } from './parse/ids';

/** A property of the design that a change touches. */
export interface TouchedProperty {
  readonly id: string;
  readonly title: string;
}

/** A task that a change touches, as tasks.md has it now. */
export interface TouchedTask {
  readonly id: string | null;
  readonly identity: string;
  readonly title: string;
  readonly state: TaskState;
}

/** A task that was finished, from its record of evidence. */
export interface FinishedTask {
  readonly identity: string;
  readonly id: string | null;
  readonly title: string;
  /** ISO 8601. */
  readonly at: string;
  /** The record's file, below the spec's folder. */
  readonly path: string;
  /** Criteria that it proved, as they were numbered then. */
  readonly requirements: readonly string[];
}

/** Everything that rests on one change; empty lists where nothing does. */
export interface Touched {
  /** Criteria that a changed property validates or a changed task builds, by id. */
  readonly criteria: readonly string[];
  readonly properties: readonly TouchedProperty[];
  /** Titles of sections of design.md that name what changed. */
  readonly sections: readonly string[];
  readonly tasks: readonly TouchedTask[];
  readonly finished: readonly FinishedTask[];
}

/** What a change is of; `prose` for the text of a section. */
export type ChangedKind = 'requirement' | 'criterion' | 'property' | 'task' | 'prose';

/** A change with what it is of and what rests on it. */
export interface TracedChange extends DocumentChange {
  readonly of: ChangedKind;
  /** Title of the requirement that a criterion belongs to. */
  readonly under?: string;
  readonly touches: Touched;
}

/** The spec on both sides of a change: what was compared, and the later documents as they stood beside it. */
export interface ChangedSpec {
  readonly document: DocumentName;
  readonly before: Spec;
  readonly after: Spec;
  /** The spec as it is now, whose tasks are named. */
  readonly now: Spec;
  readonly finished: readonly FinishedTask[];
}

/**
 * Each change with what it touches. A reference is looked up with the number that the item had on that side, so that a
 * number which went to another criterion blames nobody.
 */
export function traceChanges(changes: readonly DocumentChange[], spec: ChangedSpec): readonly TracedChange[] {
  const sides = [sideOf(spec.before, spec), sideOf(spec.after, spec)] as const;
  return changes.map((change) => {
    const [old, now] = [previousIdOf(change), change.kind === 'removed' ? undefined : change.id];
    const of = sides[1].kinds.get(now ?? '') ?? sides[0].kinds.get(old ?? '') ?? undefined;
    const kind = change.kind === 'prose' ? 'prose' : (of?.kind ?? 'prose');
    const touches = kind === 'prose' ? nothing : touchedBy(kind, [old, now], sides, spec);
    const under = kind === 'criterion' ? of?.under : undefined;
    return { ...change, of: kind, ...(under === undefined ? {} : { under }), touches };
  });
}

const nothing: Touched = { criteria: [], properties: [], sections: [], tasks: [], finished: [] };

function previousIdOf(change: DocumentChange): string | undefined {
  return change.kind === 'added' ? undefined : (change.previousId ?? change.id);
}

interface Side {
  readonly spec: Spec;
  readonly kinds: ReadonlyMap<string, { readonly kind: Exclude<ChangedKind, 'prose'>; readonly under?: string }>;
  /** The task of now that a task of this side became, by identity. */
  readonly become: ReadonlyMap<string, Task>;
}

function sideOf(spec: Spec, { document, now }: ChangedSpec): Side {
  const own = spec.documents.find(({ name }) => name === document);
  const items = own === undefined ? [] : numberedItems(own);
  const kinds = items.map(({ id, kind, parent }) => {
    const under = parent === undefined ? undefined : items[parent]?.text.split('\n')[0];
    return [id, { kind, ...(under === undefined ? {} : { under }) }] as const;
  });
  return { spec, kinds: new Map(kinds.reverse()), become: becomeOf(tasksOf(spec), tasksOf(now)) };
}

function tasksOf(spec: Spec): TasksDocument | undefined {
  return spec.documents.find((each): each is TasksDocument => each.name === 'tasks.md');
}

function designOf(spec: Spec): DesignDocument | undefined {
  return spec.documents.find((each): each is DesignDocument => each.name === 'design.md');
}

function becomeOf(before: TasksDocument | undefined, now: TasksDocument | undefined): ReadonlyMap<string, Task> {
  if (before === undefined || now === undefined) return new Map();
  const numbered = (document: TasksDocument) => [...flattenTasks(document.tasks)].filter(({ id }) => id !== null);
  const [old, current] = [numbered(before), numbered(now)];
  const pairs = [...matchItems(numberedItems(before), numberedItems(now))].flatMap(([from, to]) => {
    const [was, is] = [old[from], current[to]];
    return was === undefined || is === undefined ? [] : [[was.identity, is] as const];
  });
  return new Map(pairs);
}

type Ids = readonly [string | undefined, string | undefined];

/** What was found on both sides so far. */
interface Found {
  readonly identities: Set<string>;
  readonly tasks: Map<string, TouchedTask>;
  readonly properties: Map<string, string>;
  readonly sections: Set<string>;
  readonly criteria: Set<string>;
}

function touchedBy(
  kind: Exclude<ChangedKind, 'prose'>,
  ids: Ids,
  sides: readonly [Side, Side],
  spec: ChangedSpec,
): Touched {
  const found: Found = {
    identities: new Set(),
    tasks: new Map(),
    properties: new Map(),
    sections: new Set(),
    criteria: new Set(),
  };
  for (const [index, side] of sides.entries()) {
    const id = ids[index];
    if (id === undefined) continue;
    if (kind === 'task') gatherTask(found, side, id);
    else if (kind === 'property') gatherProperty(found, side, id);
    else gatherCriterion(found, side, id);
  }
  return {
    criteria: [...found.criteria],
    properties: [...found.properties].map(([id, title]) => ({ id, title })),
    sections: [...found.sections],
    tasks: [...found.tasks.values()],
    finished: spec.finished.filter(({ identity }) => found.identities.has(identity)),
  };
}

function gatherTask({ identities, criteria }: Found, side: Side, wanted: string): void {
  for (const task of allTasks(side).filter(({ id }) => id === wanted)) {
    identities.add(task.identity);
    for (const id of task.requirements.flatMap((each) => (each.prose || each.all ? [] : each.ids))) criteria.add(id);
  }
}

function gatherProperty(found: Found, side: Side, number: string): void {
  const property = designOf(side.spec)?.properties.find((each) => each.number === number);
  for (const id of property?.validates.flatMap(({ ids }) => ids) ?? []) found.criteria.add(id);
  for (const task of allTasks(side).filter((each) => namesProperty(each, number))) addTask(found, side, task);
}

function gatherCriterion(found: Found, side: Side, wanted: string): void {
  const hit = ({ all, ids }: Reference) => !all && ids.some((id) => covers(id, wanted));
  const design = designOf(side.spec);
  for (const { number, title, validates } of design?.properties ?? [])
    if (validates.some(hit)) found.properties.set(number, title);
  for (const title of design === undefined ? [] : sectionsNaming(design, wanted, side.spec.name))
    found.sections.add(title);
  for (const task of allTasks(side).filter(({ requirements }) => requirements.some(hit))) addTask(found, side, task);
}

function allTasks(side: Side): readonly Task[] {
  return [...flattenTasks(tasksOf(side.spec)?.tasks ?? [])];
}

/** A task that is gone still leads to what was finished under its name. */
function addTask({ identities, tasks }: Found, side: Side, task: Task): void {
  identities.add(task.identity);
  const now = side.become.get(task.identity);
  if (now === undefined) return;
  const { id, identity, title, state } = now;
  identities.add(identity);
  tasks.set(identity, { id, identity, title, state });
}

/** A reference to a requirement stands for all its criteria, and a requirement changes with what names one of them. */
function covers(reference: string, id: string): boolean {
  const [a, b] = [normalId(reference), normalId(id)];
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

function namesProperty(task: Task, number: string): boolean {
  const words = [
    task.title,
    ...task.details.map(({ text }) => text),
    ...task.metadata.map(({ key, value }) => `${key} ${value}`),
  ];
  const escaped = number.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  return new RegExp(`\\bPropert(?:y|ies)\\s+(?:[\\d.]+\\s*(?:,|and)\\s*)*${escaped}(?![\\d.]*\\d)`, 'iu').test(
    words.join('\n'),
  );
}

function sectionsNaming(design: DesignDocument, id: string, specName: string): readonly string[] {
  const mentions = [...mentionsIn(design.text, specName), ...listedIds(design.text)].filter((each) =>
    covers(each.id, id),
  );
  const properties = design.properties.map(({ place }) => place);
  return mentions
    .filter(({ start }) => !properties.some((place) => place.start <= start && start < place.end))
    .flatMap(({ start }) => {
      const section = design.sections.findLast(({ place }) => place.start <= start);
      return section === undefined ? [] : [section.title];
    });
}
