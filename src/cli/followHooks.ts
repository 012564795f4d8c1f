/** Hooks that fire for what happens in a folder while a command runs: watching for them, and what is said of each. */
import { triggerOfChange } from '../core/hooks/fileChange';
import { basesOf } from '../core/hooks/match/globs';
import type { Firing, Hook, TriggerName } from '../core/hooks/model';
import { resultWords } from '../core/hooks/resultWords';
import { keepTime } from '../core/hooks/schedule';
import type { Workspace } from '../core/workspace';
import type { HookService } from '../core/workspace/hooks';
import { type FileEventWatch, watchFileEvents } from '../node/fileEvents';
import { findNativeWatcher } from '../node/nativeWatcher';
import type { Cli, Terminal } from './cli';
import { hookQuestions } from './hookQuestions';

/** Watches what these hooks wait for: the folders of their patterns, and their times. */
export async function followHooks(
  cli: Cli,
  service: HookService,
  root: string,
  hooks: readonly Hook[],
): Promise<FileEventWatch> {
  const engine = await service.engine(root);
  const watching = await watchFiles(cli, service, root, hooks);
  const times = new AbortController();
  for (const cron of new Set(hooks.flatMap(({ enabled, trigger }) => (enabled ? (trigger.cron ?? []) : []))))
    void keepTime(cli.host.clock, cron, times.signal, () =>
      engine.tell({ trigger: 'Schedule', root, cause: { by: 'unknown', chain: [] }, files: [], cron }),
    );
  return {
    ...watching,
    dispose: () => {
      times.abort();
      watching.dispose();
    },
  };
}

function watchFiles(
  cli: Cli,
  service: HookService,
  root: string,
  hooks: readonly Hook[],
  heard: () => void = () => undefined,
): Promise<FileEventWatch> {
  const triggers: readonly TriggerName[] = [...Object.values(triggerOfChange), 'ApiChange'];
  const files = hooks.filter(({ enabled, trigger }) => enabled && triggers.includes(trigger.name));
  const everything = files.some(({ trigger }) => trigger.patterns.length === 0);
  const bases = everything ? [''] : basesOf(files.flatMap(({ trigger }) => trigger.patterns));
  return watchFileEvents({
    root,
    bases: files.length === 0 ? [] : bases,
    native: () => findNativeWatcher(root, cli.host.log),
    log: cli.host.log,
    changed: (change) => {
      heard();
      void service.filesChanged(root, [change]);
    },
  });
}

/**
 * Fires the folder's hooks for what changes in it while agents of this process work, and tells of each firing; where
 * another process does that already, it sees their work. With `ask`, a hook that nobody has agreed to asks before it
 * fires, and its commands for what rules leave open; without, it is named, and they are refused. `end` resolves when
 * everything that they changed was told.
 */
export async function fireWhileWorking(
  cli: Cli,
  { hooks: service, trusted }: Workspace,
  root: string,
  ask: Terminal['ask'],
): Promise<{ end(): Promise<void> }> {
  service.connect({
    ...hookQuestions(ask),
    notify: (message) => cli.terminal.note(message),
    onFiring: (firing) => {
      if (firing.result.kind !== 'running') for (const line of firingLines(firing)) cli.terminal.note(`  hook ${line}`);
    },
  });
  const { hooks } = trusted ? await service.load(root) : { hooks: [] };
  const claim = hooks.length === 0 ? undefined : await service.claim(root);
  if (claim === undefined || 'heldBy' in claim) return { end: async () => undefined };
  const engine = await service.engine(root);
  let stopped = false;
  const forget = cli.terminal.onInterrupt(() => {
    stopped = true;
    engine.stop();
  });
  try {
    let news = 0;
    const watching = await watchFiles(cli, service, root, hooks, () => {
      news += 1;
    });
    return {
      end: async () => {
        // What a hook changes may be news to another; the depth of their chain ends it.
        for (let before = -1; before !== news && !stopped; ) {
          before = news;
          await watching.settled();
          await service.idle();
        }
        watching.dispose();
        forget();
        await claim.release();
      },
    };
  } catch (error) {
    // The work goes on without: what its tools do still has its own events.
    cli.terminal.note(`Hooks do not fire for files: ${error instanceof Error ? error.message : String(error)}`);
    return { end: claim.release };
  }
}

/** "Files are watched by chokidar.", for whoever starts to watch; nothing where no hook waits for files. */
export function watchedWords({ by }: Pick<FileEventWatch, 'by'>): string {
  return by === undefined ? '' : ` Files are watched by ${by}.`;
}

/** What became of a firing, in a line, and the output of its last step; nothing while its request still waits in a session. */
export function firingLines({ result, hookName, why, steps, ms }: Firing): readonly string[] {
  if (steps.some(({ session }) => session?.waits)) return [];
  const message = 'message' in result ? ` ${result.message}` : '';
  const output = steps.at(-1)?.output.trimEnd() ?? '';
  return [`${resultWords(result)}  ${hookName} (${why}; ${ms} ms)${message}`, ...(output === '' ? [] : [output])];
}
