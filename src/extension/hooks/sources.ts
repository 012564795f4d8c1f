/** What happens in the editor, told to the hooks of one workspace folder; what no hook waits for is not listened to. */
import * as vscode from 'vscode';
import { triggerOfChange } from '../../core/hooks/fileChange';
import type { Cause, Hook, TriggerName } from '../../core/hooks/model';
import type { EditorEvents } from '../../node/editorEvents';
import type { Shared } from '../app';
import { pathOf, uriOf } from '../paths';
import { tell } from './tell';
import { wantedNews } from './wantedNews';
import { workSource } from './work';

/** The sources of a folder. */
export interface Sources extends vscode.Disposable {
  /** Listens for what these hooks wait for. Rejects where files can't be listed. */
  use(hooks: readonly Hook[]): Promise<void>;
}

/** Files whose names are known, so that a rename by another program is told as one. */
const mostKnown = 20_000;
const nobody: Cause = { by: 'unknown', chain: [] };

/** Makes them; nothing is listened to before `use`. */
export function wireSources(app: Shared, root: string): Sources {
  const files = fileSource(app, root);
  const work = workSource(app, root);
  let times = new AbortController();
  return {
    use: async (hooks) => {
      const enabled = hooks.filter((hook) => hook.enabled);
      times.abort();
      times = new AbortController();
      for (const cron of new Set(enabled.flatMap(({ trigger }) => trigger.cron ?? [])))
        void app
          .part()
          .hooks.keepTime(cron, times.signal, () => tell(app, root, { trigger: 'Schedule', cause: nobody, cron }));
      const triggers = new Set(enabled.map(({ trigger }) => trigger.name));
      work.use(triggers);
      await files.use(triggers);
    },
    dispose: () => {
      times.abort();
      work.dispose();
      files.dispose();
    },
  };
}

interface FileSource extends vscode.Disposable {
  use(triggers: ReadonlySet<TriggerName>): Promise<void>;
}

function fileSource(app: Shared, root: string): FileSource {
  let events: EditorEvents | undefined;
  let watching: vscode.Disposable | undefined;
  let waitedFor: ReadonlySet<TriggerName> = new Set();
  let wants: (trigger: TriggerName, path: string) => boolean = () => false;
  const failed = (error: unknown): void => app.log.error(`Hooks: ${String(error)}`);
  const stop = (): void => {
    watching?.dispose();
    watching = undefined;
    events?.dispose();
    events = undefined;
  };
  return {
    use: async (triggers) => {
      const about: readonly TriggerName[] = [...Object.values(triggerOfChange), 'ApiChange'];
      const waits = about.some((trigger) => triggers.has(trigger));
      const names = (['PostFileRename', 'PostFileDelete'] as const).some(
        (each) => triggers.has(each) && !waitedFor.has(each),
      );
      waitedFor = triggers;
      if (!waits) return stop();
      const { hooks } = await app.engine();
      const engine = await hooks.engine(root);
      wants = (trigger, path) => engine.wants({ trigger, root, cause: nobody, files: [{ path }] });
      events ??= app.part().hooks.join({
        root,
        wanted: (news, path) => wantedNews(waitedFor, wants, news, path),
        changed: (changes) => {
          app
            .engine()
            .then((now) => now.hooks.filesChanged(root, changes))
            .catch(failed);
        },
        failed,
      });
      watching ??= listen(root, events);
      if (names) await events.known(await namesIn(root));
    },
    dispose: stop,
  };
}

function listen(root: string, events: EditorEvents): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(uriOf(root), '**'));
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate((uri) => events.heard('add', pathOf(uri))),
    watcher.onDidChange((uri) => events.heard('change', pathOf(uri))),
    watcher.onDidDelete((uri) => events.heard('unlink', pathOf(uri))),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (uri.scheme === 'file') events.heard('saved', pathOf(uri));
    }),
    vscode.workspace.onDidSaveNotebookDocument(({ uri }) => {
      if (uri.scheme === 'file') events.heard('saved', pathOf(uri));
    }),
  );
}

async function namesIn(root: string): Promise<readonly string[]> {
  const found = await vscode.workspace.findFiles(
    new vscode.RelativePattern(uriOf(root), '**/*'),
    '**/{node_modules,.git,dist,out,build,target,.venv,venv,__pycache__,.next,coverage,.cache}/**',
    mostKnown,
  );
  return found.map((uri) => pathOf(uri).slice(root.length + 1));
}
