import type { SpecDiff } from '../core/flows/review/diff';
import type { SpecHandle } from '../core/flows/service';
import type { DocumentSnapshot } from '../core/flows/snapshot';
import type { Touched, TracedChange } from '../core/specs/impact';
import type { Cli } from './cli';

/**
 * What has changed in a document since it was approved, told on standard error, since that is what an approval of it
 * approves; undefined where it was never approved or says the same.
 */
export async function tellSinceApproval(
  cli: Cli,
  handle: SpecHandle,
  { name, hash, approval }: DocumentSnapshot,
  quiet = false,
): Promise<SpecDiff | undefined> {
  if (approval === undefined || approval.vouched === 'none' || approval.hash === hash) return undefined;
  const diff = await handle.diff(name, 'approved', 'draft');
  if ('message' in diff) {
    cli.terminal.note(`What changed since the approval can't be shown. ${diff.message}`);
    return undefined;
  }
  if (!quiet) for (const line of diffLines(diff)) cli.terminal.note(line);
  return diff;
}

/** A diff as lines for people. */
export function diffLines({ document, from, to, changes }: SpecDiff): readonly string[] {
  const head = `${document}: ${from.label} (${from.hash.slice(0, 12)}) → ${to.label} (${to.hash.slice(0, 12)})`;
  if (changes.length === 0) return [`${head}: nothing changed`];
  return [head, ...changes.flatMap(changeLines)];
}

function changeLines(change: TracedChange): readonly string[] {
  const was = change.previousId === undefined ? '' : ` (was ${change.previousId})`;
  const before = change.kind === 'reworded' || change.kind === 'removed' ? change.before : undefined;
  const after = change.kind === 'removed' || change.kind === 'renumbered' ? undefined : change.after;
  return [
    `  ${change.kind} ${change.of === 'prose' ? `section "${change.id}"` : `${change.of} ${change.id}`}${was}`,
    ...(change.kind === 'prose' ? [] : [...marked('-', before), ...marked('+', after)]),
    ...touchLines(change.touches),
  ];
}

function marked(sign: string, text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split('\n').map((line) => `    ${sign} ${line}`);
}

function touchLines({ criteria, properties, sections, tasks, finished }: Touched): readonly string[] {
  const line = (what: string, list: readonly string[]) =>
    list.length === 0 ? [] : [`    ${what}: ${list.join('; ')}`];
  return [
    ...line('criteria', criteria),
    ...line(
      'properties',
      properties.map(({ id, title }) => `${id} ${title}`.trim()),
    ),
    ...line('design', sections),
    ...line(
      'tasks',
      tasks.map(({ id, title, state }) => `${id ?? ''} ${title}${state === 'done' ? ' (done)' : ''}`.trim()),
    ),
    ...line(
      'finished work',
      finished.map(({ id, title, path }) => `${id ?? ''} ${title} (${path})`.trim()),
    ),
  ];
}
