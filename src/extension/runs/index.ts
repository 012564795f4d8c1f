/** Runs beside the panel: status bar, notifications, both sides of a diff, and what menus ask. */
import * as vscode from 'vscode';
import { type App, showRun } from '../app';
import { pathsOf, registerRunTexts } from './diff';
import { runNotifications } from './notify';
import { openFiles } from './openReview';
import { registerPermissionsText } from './permissions';
import { runStatusBar } from './statusBar';
import { needsUser } from './words';

/** Registers them; nothing is loaded before runs change, which somebody has to start first. */
export function registerRuns(app: App): void {
  const { runs, context } = app;
  const bar = runStatusBar(runs);
  const failed = (error: unknown): void => app.log.error(`Runs: ${String(error)}`);
  const notifications = runNotifications({
    runs,
    visible: app.panels.visible,
    open: (spec) => showRun(app, spec, 'ask'),
    failed,
  });
  const update = (): void => {
    bar.update();
    const all = runs.all();
    void setContext(
      'running',
      all.some(({ active }) => active),
    );
    void setContext(
      'runWaits',
      all.some((each) => each.active && needsUser(each)),
    );
    void setContext(
      'reviewPaths',
      openFiles(all).flatMap(({ file }) => pathsOf(file)),
    );
  };
  const changed = async (spec: string): Promise<void> => {
    await runs.open(spec);
    update();
    notifications.changed(spec);
  };
  registerRunTexts(context, runs.open);
  context.subscriptions.push(
    bar,
    registerPermissionsText(app),
    app.onDidChangeRuns((spec) => void changed(spec).catch(failed)),
    app.onDidChange((paths) => {
      if (paths !== undefined) return;
      runs.forget();
      update();
    }),
  );
}

function setContext(name: string, value: unknown): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', `tracewright.${name}`, value);
}
