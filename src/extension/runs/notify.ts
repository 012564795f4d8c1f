/** Calls the user where a run can't go on without them, once each, and not while its panel is in sight. */
import * as vscode from 'vscode';
import type { SpecRuns } from '../../core/runs/service';
import type { WindowRuns } from './windowRuns';
import { newsOf, type RunNews, type RunNewsAction } from './words';

/** What calling needs. */
export interface NotifyPorts {
  readonly runs: WindowRuns;
  /** The panel of the spec is on the screen. */
  readonly visible: (spec: string) => boolean;
  /** Shows the run of a spec, at what waits for the user. */
  readonly open: (spec: string) => void;
  readonly failed: (error: unknown) => void;
}

/** `changed` is called with a spec whose runs changed. Nothing that was there before the first call is news. */
export function runNotifications(ports: NotifyPorts): { changed(spec: string): void } {
  const told = new Map<string, string>();
  return {
    changed: (spec) => {
      const snapshot = ports.runs.snapshot(spec);
      if (!snapshot) return;
      const news = newsOf(snapshot);
      const before = told.get(spec);
      told.set(spec, news?.key ?? '');
      // What a window finds when it opens is in the tree and the status bar; it calls nobody.
      if (!news || news.key === before || (before === undefined && !snapshot.active)) return;
      if (!ports.visible(spec)) tell(spec, news, ports).catch(ports.failed);
    },
  };
}

async function tell(spec: string, news: RunNews, ports: NotifyPorts): Promise<void> {
  const chosen = await vscode.window.showInformationMessage(news.message, ...news.actions);
  if (chosen === undefined) return;
  if (chosen === 'Open') return ports.open(spec);
  const runs = await ports.runs.open(spec);
  // What was asked may be answered by now, in the panel or by a stop.
  if (!runs || newsOf(runs.snapshot())?.key !== news.key) return ports.open(spec);
  await act(chosen, runs);
}

async function act(action: Exclude<RunNewsAction, 'Open'>, runs: SpecRuns): Promise<void> {
  const { current } = runs.snapshot();
  const { permission, task } = current ?? {};
  switch (action) {
    case 'Allow Once':
      if (permission) runs.decide(permission.id, { kind: 'allow', remember: 'once' });
      return;
    case 'Deny':
      if (permission) runs.decide(permission.id, { kind: 'deny' });
      return;
    case 'Raise Limit':
      await runs.raiseBudget();
      return;
    case 'Retry':
      if (task) await runs.retry(task.identity);
  }
}
