/** Restoring a checkpoint from the palette: which one, then what will change, then it is done. */
import * as vscode from 'vscode';
import type { RestorePreview, RunOutcome, SpecRuns } from '../../core/runs/service';
import { reportRun } from './outcome';

type Act = 'files' | 'both' | 'fork';

/** Asks for a checkpoint and shows what would change before anything does; undefined when the user leaves. */
export async function pickRestore(runs: SpecRuns): Promise<RunOutcome | undefined> {
  const checkpoints = await runs.checkpoints();
  if (checkpoints.length === 0) throw new Error('There is no checkpoint yet. One is made before each turn of a run.');
  const items = checkpoints.map((checkpoint) => ({
    label: checkpoint.label,
    description: [checkpoint.task, new Date(checkpoint.at).toLocaleString()].filter(Boolean).join(' · '),
    ...(checkpoint.changed === undefined ? {} : { detail: `${files(checkpoint.changed)} since` }),
    id: checkpoint.id,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Restore Checkpoint', matchOnDescription: true });
  const preview = picked && (await runs.previewRestore(picked.id));
  if (picked && !preview) throw new Error('This checkpoint is no longer kept, so nothing can be restored from it.');
  const act = preview && (await confirm(preview));
  if (!preview || !act) return undefined;
  const { id } = preview.checkpoint;
  return reportRun(
    await (act === 'fork' ? runs.fork(id, { files: false }) : runs.restore(id, { conversation: act === 'both' })),
  );
}

async function confirm({ checkpoint, files: changes, byUser, notHeld }: RestorePreview): Promise<Act | undefined> {
  const acts: readonly (vscode.QuickPickItem & { readonly act?: Act })[] = [
    {
      label: '$(history) Restore files, and the agent forgets what it did since',
      description: `${files(changes.length)} will change`,
      act: 'both',
    },
    { label: '$(files) Restore files only', act: 'files' },
    {
      label: '$(repo-forked) Fork from here: the agent forgets what it did since, the files stay',
      act: 'fork',
    },
    { label: 'What will change', kind: vscode.QuickPickItemKind.Separator },
    ...changes.map((file) => ({
      label: `$(diff-${file.kind === 'changed' ? 'modified' : file.kind === 'added' ? 'added' : 'removed'}) ${file.path}`,
      description: `+${file.added} -${file.removed}${byUser.includes(file.path) ? ', changed since by somebody else' : ''}`,
    })),
    ...notHeld.map((path) => ({ label: `$(info) ${path}`, description: 'not held by the checkpoint, left as it is' })),
  ];
  const title = `Restore "${checkpoint.label}"? What is there now is kept as a checkpoint first.`;
  return (await vscode.window.showQuickPick(acts, { title }))?.act;
}

function files(n: number): string {
  return n === 1 ? '1 file' : `${n} files`;
}
