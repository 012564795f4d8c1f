/** What the panel receives of the extension. */
import * as vscode from 'vscode';
import type { ModelChip, PanelCommand } from '../webview/protocol';
import type { Shared } from './app';
import type { PanelDeps } from './panel';

const commandOf: Readonly<Record<PanelCommand, string>> = {
  setUpModel: 'tracewright.setUpModel',
  showLastPrompt: 'tracewright.showLastPrompt',
  newSpec: 'tracewright.newSpec',
  checkAll: 'tracewright.checkSpecs',
  showLog: 'tracewright.showLog',
  manageTrust: 'workbench.trust.manage',
  reviewClaim: 'tracewright.reviewClaim',
};

/** Wires the panel to the one engine of the window. */
export function panelDeps(app: Shared, onDidChangeModel: vscode.Event<void>): PanelDeps {
  return {
    specs: async () => (await app.engine()).specs,
    runs: app.runs.open,
    difference: async (path, after) => {
      const bytes = await (await app.engine()).host.files.read(path);
      return app.part().difference(bytes === undefined ? '' : new TextDecoder().decode(bytes), after);
    },
    completeMention: async (place, query) => (await app.engine()).completeMention(place, query),
    parse: (name, text) => app.part().parse(name, text),
    readMessage: (data) => app.part().readPanelMessage(data),
    // Read when a panel opens, so that activation loads nothing.
    get flows() {
      return app.part().flows;
    },
    get exampleSentence() {
      return app.part().exampleSentence;
    },
    model: () => modelChip(app),
    onDidChangeModel,
    onDidChange: app.onDidChange,
    run: (command, path) => vscode.commands.executeCommand(commandOf[command], path && { spec: path }),
    log: (message) => app.log.error(message),
  };
}

async function modelChip(app: Shared): Promise<ModelChip | undefined> {
  const model = await (await app.engine()).model('planning');
  return 'client' in model ? { label: model.label, sample: model.sample } : undefined;
}
