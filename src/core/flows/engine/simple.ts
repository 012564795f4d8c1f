/** Operations that ask no model: restore, resolve a conflict, mend a problem, tick a task. */
import type { DocumentName } from '../../specs/model';
import { applyEdits, parseDocument, setTaskState, tasksWithIdentity } from '../documents';
import type { Outcome, ProblemAt } from '../service';
import { versionText } from '../versions';
import { type Cell, reload } from './cell';
import { followedAt } from './changes';
import { clearConflict, land, noticeHandEdit } from './land';
import { refused } from './phase';

/** The text of a version; undefined where this machine does not keep it. */
export async function textOfVersion(cell: Cell, id: string): Promise<string | undefined> {
  const version = cell.state.versions.all.find((each) => each.id === id);
  return version && versionText({ files: cell.deps.host.files, folder: cell.state.paths.versions }, version);
}

/** Makes a version the document again, as a new version. */
export async function restoreVersion(cell: Cell, document: DocumentName, id: string): Promise<Outcome> {
  const version = cell.state.versions.all.find((each) => each.id === id && each.document === document);
  const text = await textOfVersion(cell, id);
  if (version === undefined || text === undefined)
    return refused('invalid', 'This version is not kept on this machine.');
  await noticeHandEdit(cell, document);
  const base = cell.state.open[document]?.text;
  const landed = await land(cell, {
    document,
    text,
    base,
    cause: `Restored from ${version.number}`,
    sample: version.sample,
    follows: followedAt(cell.state, version),
  });
  return landed === 'written' ? { kind: 'done' } : conflictOutcome(cell, document);
}

/** Ends a conflict in favour of the file or of the version; the other one stays a version. */
export async function endConflictOf(cell: Cell, document: DocumentName, keep: 'file' | 'version'): Promise<Outcome> {
  const conflict = cell.state.versions.conflicts[document];
  if (conflict === undefined) return refused('invalid', 'There is no conflict any more.');
  const open = cell.state.open[document];
  if (keep === 'version') {
    const text = await textOfVersion(cell, conflict.versionId);
    if (text === undefined) return refused('invalid', 'The version is not kept on this machine. Keep the file.');
    if (open?.dirty === true)
      return refused(
        'conflict',
        'The editor has changes that are not saved. Save or undo them, then take the version.',
      );
    await noticeHandEdit(cell, document);
    const version = cell.state.versions.all.find((each) => each.id === conflict.versionId);
    const landed = await land(cell, {
      document,
      text,
      base: open?.text,
      cause: 'Taken after a conflict',
      sample: version?.sample ?? false,
      follows: version === undefined ? {} : followedAt(cell.state, version),
    });
    if (landed === 'conflict') return conflictOutcome(cell, document);
  } else {
    await noticeHandEdit(cell, document);
  }
  await clearConflict(cell, document);
  await reload(cell);
  return { kind: 'done' };
}

/** Puts the mend of a problem into its document, as an edit of the user's own. Refused where the problem is gone. */
export async function mendProblem(
  cell: Cell,
  document: DocumentName,
  { code, line, column }: ProblemAt,
): Promise<Outcome> {
  const { open: texts, spec } = cell.state;
  const open = texts[document];
  const own = spec.documents.find(({ name }) => name === document)?.diagnostics ?? [];
  const fix = [...own, ...(spec.diagnostics[document] ?? [])].find(
    (each) => each.code === code && each.place.line === line && each.place.column === column,
  )?.fix;
  if (open === undefined || fix === undefined) return changedSince(document);
  const path = `${cell.place.path}/${document}`;
  const result = await cell.deps.store.document(path, applyEdits(open.text, fix.edits), open.text);
  await reload(cell);
  return result.kind === 'written' ? { kind: 'done' } : changedSince(document);
}

function changedSince(document: DocumentName): Outcome {
  return refused(
    'conflict',
    `${document} has changed since this problem was found. Nothing was changed; look at the problem again.`,
  );
}

/** Sets a task’s box and those of its parents. Refused where the identity names no task or several. */
export async function tickTask(cell: Cell, identity: string, state: 'open' | 'running' | 'done'): Promise<Outcome> {
  const open = cell.state.open['tasks.md'];
  if (open === undefined) return refused('invalid', 'There is no tasks.md here any more.');
  const document = parseDocument('tasks.md', open.text);
  const [task, another] = tasksWithIdentity(document, identity);
  if (task === undefined || another !== undefined)
    return refused('invalid', 'This task is not in tasks.md as it was shown. Look again, then tick it.');
  const edits = setTaskState(document, task, state);
  if (edits.length === 0) return { kind: 'done' };
  const path = `${cell.place.path}/tasks.md`;
  const result = await cell.deps.store.tick(path, applyEdits(open.text, edits), open.text);
  await reload(cell);
  if (result.kind === 'written') return { kind: 'done' };
  return refused('conflict', 'tasks.md has changes that are not saved, or was just changed. Nothing was ticked.');
}

function conflictOutcome(cell: Cell, document: DocumentName): Outcome {
  return refused(
    'conflict',
    cell.state.versions.conflicts[document]?.message ?? 'The document was changed meanwhile. Nothing was written.',
  );
}
