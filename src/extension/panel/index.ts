/** The Spec panel: one for each spec, and the start screen. */
import { type ExtensionContext, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { Target } from '../../webview/protocol';
import type { PanelDeps, Panels } from './deps';
import { type ControllerPorts, controlPanel, type PanelController } from './panelController';
import { registerVersions } from './versions';

export type { PanelDeps, Panels } from './deps';
export { compareVersions, versionUri } from './versions';

/** The view type; the manifest needs `onWebviewPanel:tracewright.spec` so that panels come back after a reload. */
export const panelType = 'tracewright.spec';

/** Registers the panel and its restoring. Does no work until a panel opens. */
export function registerPanel(context: ExtensionContext, deps: PanelDeps): Panels {
  const distFolder = Uri.joinPath(context.extensionUri, 'dist', 'webview');
  const open = new Set<PanelController>();
  const find = (path: string | undefined): PanelController | undefined => [...open].find((each) => each.path === path);

  const take = (
    panel: WebviewPanel,
    wanted: Pick<ControllerPorts, 'path' | 'sentence' | 'target' | 'restored'>,
  ): void => {
    const controller = controlPanel(panel, {
      ...wanted,
      deps,
      distFolder,
      openSpec,
      moved: (path) => {
        for (const other of [...open]) if (other !== controller && other.path === path) other.panel.dispose();
      },
    });
    panel.iconPath = {
      light: Uri.joinPath(context.extensionUri, 'media', 'panel-light.svg'),
      dark: Uri.joinPath(context.extensionUri, 'media', 'panel-dark.svg'),
    };
    open.add(controller);
    panel.onDidDispose(() => open.delete(controller));
  };
  const make = (title: string, wanted: Pick<ControllerPorts, 'path' | 'sentence' | 'target'>): void =>
    take(window.createWebviewPanel(panelType, title, ViewColumn.Active, { enableScripts: true }), wanted);

  function openSpec(path: string, target?: Target): void {
    const there = find(path);
    if (there) {
      there.panel.reveal();
      if (target) there.reveal(target);
    } else {
      make(path.split('/').at(-1) ?? path, target ? { path, target } : { path });
    }
  }

  registerVersions(context, deps.specs);
  context.subscriptions.push(
    window.registerWebviewPanelSerializer(panelType, {
      deserializeWebviewPanel: async (panel, state: unknown) => take(panel, { path: savedPath(state), restored: true }),
    }),
  );
  return {
    openStart: (sentence) => {
      const there = find(undefined);
      if (there && sentence === undefined) there.panel.reveal();
      else make('New spec', sentence === undefined ? { path: undefined } : { path: undefined, sentence });
    },
    openSpec,
    active: () => [...open].find((each) => each.panel.active)?.path,
    visible: (path) => find(path)?.panel.visible === true,
  };
}

/** The spec folder in what the webview saved; undefined for the start screen or anything unreadable. */
function savedPath(state: unknown): string | undefined {
  return typeof state === 'object' && state !== null && 'path' in state && typeof state.path === 'string'
    ? state.path
    : undefined;
}
