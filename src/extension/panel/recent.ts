/** A spec on the start screen: where it stands, in words. Pure. */
import type { DocumentSnapshot, SpecSnapshot } from '../../core/flows/snapshot';
import type { Spec, Task } from '../../core/specs/model';
import type { RecentSpec } from '../../webview/protocol';

/** The state and words of a spec; the first document that needs somebody decides. */
export function standing(snapshot: SpecSnapshot, spec: Spec): Pick<RecentSpec, 'state' | 'words'> {
  const working = activityWords(snapshot);
  if (working) return working;
  const needy = snapshot.documents.find(
    ({ state }) => state === 'changed' || state === 'behind' || state === 'claimed',
  );
  if (needy) return { state: 'attention', words: `${needy.label} ${needyWords[needy.state] ?? ''}`.trim() };
  const written = snapshot.documents.filter(({ state }) => state === 'draft' || state === 'approved');
  const last = written.at(-1);
  if (!last) return { state: 'draft', words: 'Nothing written yet' };
  if (last.state === 'draft') return { state: 'draft', words: `${last.label}: draft` };
  return last.name === 'tasks.md' ? taskWords(spec) : { state: 'approved', words: `${last.label} approved` };
}

const needyWords: Partial<Record<DocumentSnapshot['state'], string>> = {
  changed: 'changed since approval',
  behind: 'behind',
  claimed: 'approved elsewhere',
};

function activityWords({ activity, documents }: SpecSnapshot): Pick<RecentSpec, 'state' | 'words'> | undefined {
  switch (activity.kind) {
    case 'reading':
      return { state: 'working', words: 'Reading the repository' };
    case 'asking':
      return { state: 'attention', words: 'Waiting for your answers' };
    case 'stopped':
      return { state: 'attention', words: 'Stopped' };
    case 'writing':
    case 'repairing':
    case 'refining': {
      const label = documents.find(({ name }) => name === activity.document)?.label ?? activity.document;
      return { state: 'working', words: `${label}: ${activity.kind}` };
    }
    default:
      return undefined;
  }
}

function taskWords(spec: Spec): Pick<RecentSpec, 'state' | 'words'> {
  const document = spec.documents.find((each) => each.name === 'tasks.md');
  const leaves = document?.name === 'tasks.md' ? document.tasks.flatMap(leavesOf) : [];
  const required = leaves.filter((task) => task.runnable && !task.optional);
  const done = required.filter((task) => task.state === 'done').length;
  if (required.length === 0) return { state: 'approved', words: 'Tasks approved' };
  const words = done === required.length ? `All ${done} tasks done` : `Build: ${done} of ${required.length} tasks done`;
  return { state: 'approved', words };
}

function leavesOf(task: Task): readonly Task[] {
  return task.children.length === 0 ? [task] : task.children.flatMap(leavesOf);
}
