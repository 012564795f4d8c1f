/** What a screen reader is told when a spec changes. Streamed text is never read out. */
import type { DocumentSnapshot, SpecSnapshot } from '../../core/flows/snapshot';
import type { DocumentView } from '../protocol';
import { criteriaOf, leafTasks } from './coverage';
import { openFindings } from './problems';
import { activityDocument, isAnalyzing } from './steps';
import { newestVersion } from './versions';
import { count } from './words';

/** One sentence for screen readers. */
export interface Announcement {
  readonly text: string;
  /** Interrupts: somebody is waited for, or work ended against the user's will. */
  readonly assertive: boolean;
}

/** What is worth saying between two snapshots, in order; nothing on the first. */
export function announcements(
  before: SpecSnapshot | undefined,
  now: SpecSnapshot,
  view: (document: DocumentSnapshot) => DocumentView | undefined,
): readonly Announcement[] {
  if (!before || before.path !== now.path) return [];
  return [
    ...activityNews(before, now),
    ...now.documents.flatMap((document) => documentNews(before, document, view)),
    ...findingNews(before, now),
  ];
}

function activityNews(before: SpecSnapshot, now: SpecSnapshot): readonly Announcement[] {
  const news: Announcement[] = [];
  const { activity } = now;
  if (activity.kind !== before.activity.kind || activityDocument(activity) !== activityDocument(before.activity)) {
    const text = activityText(now);
    if (text) news.push({ text, assertive: activity.kind === 'stopped' });
  }
  if (now.waiting && now.waiting.attempt !== before.waiting?.attempt) {
    news.push({ text: `Waiting, attempt ${now.waiting.attempt} of ${now.waiting.of}`, assertive: false });
  }
  if (now.heldBy && !before.heldBy)
    news.push({ text: `${now.heldBy} holds this spec now. Nothing can be changed here.`, assertive: true });
  return news;
}

function activityText({ activity, documents, questions }: SpecSnapshot): string | undefined {
  const document = activityDocument(activity);
  const label = documents.find(({ name }) => name === document)?.label.toLowerCase() ?? '';
  switch (activity.kind) {
    case 'reading':
      return isAnalyzing(documents) ? 'Analyzing' : 'Reading the repository';
    case 'asking':
      return `${count(questions.length, 'question')} for you`;
    case 'writing':
      return `Writing ${label}`;
    case 'refining':
      return `Refining ${label}`;
    case 'repairing':
      return `Repairing ${label}, ${activity.turn} of ${activity.of}`;
    case 'stopped':
      return activity.message;
    case 'idle':
      return undefined;
  }
}

function documentNews(
  before: SpecSnapshot,
  document: DocumentSnapshot,
  view: (document: DocumentSnapshot) => DocumentView | undefined,
): readonly Announcement[] {
  const was = before.documents.find(({ name }) => name === document.name);
  if (!was) return [];
  const news: Announcement[] = [];
  const [version, earlier] = [newestVersion(document), newestVersion(was)];
  if (version && version.number !== earlier?.number) {
    news.push({
      text: `${document.label}, version ${version.number}: ${version.cause}. ${sizeOf(view(document))}`.trim(),
      assertive: false,
    });
  } else if (document.hash !== was.hash && was.hash !== undefined) {
    news.push({ text: `${document.label} changed on disk`, assertive: false });
  }
  if (document.state === 'approved' && was.state !== 'approved')
    news.push({ text: `${document.label} approved`, assertive: false });
  if (document.conflict && !was.conflict) news.push({ text: document.conflict.message, assertive: true });
  return news;
}

/** "5 requirements, 23 criteria", "12 tasks"; empty for a design. */
export function sizeOf(view: DocumentView | undefined): string {
  if (!view) return '';
  if (view.name === 'tasks.md') return count(leafTasks(view.blocks).length, 'task');
  const requirements = view.blocks.filter(({ kind }) => kind === 'requirement').length;
  if (requirements === 0) return '';
  return `${count(requirements, 'requirement')}, ${count(criteriaOf(view.blocks).length, 'criterion', 'criteria')}`;
}

function findingNews(before: SpecSnapshot, now: SpecSnapshot): readonly Announcement[] {
  if (now.findings.length === 0 || now.findings.length === before.findings.length) return [];
  return [{ text: `Analysis finished: ${count(openFindings(now.findings).length, 'finding')}`, assertive: false }];
}
