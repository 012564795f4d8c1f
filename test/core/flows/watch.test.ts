import { describe, expect, it } from 'vitest';
import { watchSpecs } from '../../../src/core/flows/engine/watch';
import type { Watcher } from '../../../src/core/host';
import { harness, opened } from '../../support/flowHarness';
import { createMemoryHost } from '../../support/memoryHost';

/** A watcher that notes what it watches, and reaches no further than `.kiro` in a path where it is not deep. */
function shallowWatcher(deep = false) {
  const watched = new Map<string, (paths: readonly string[]) => void>();
  const watcher: Watcher = {
    deep,
    watch: (path, changed) => {
      watched.set(path, changed);
      return { dispose: () => void watched.delete(path) };
    },
  };
  const change = (path: string): void => {
    for (const [folder, changed] of watched) {
      const scope = folder.includes('/.kiro') ? folder : `${folder}/.kiro`;
      if (path.startsWith(`${scope}/`)) changed([path]);
    }
  };
  return { watcher, change, watched: () => [...watched.keys()] };
}

const nested = '/w/packages/api/.kiro/specs/limits';

describe('watching specs', () => {
  it('hears a nested folder of specs once a spec in it was found', () => {
    const { watcher, change, watched } = shallowWatcher();
    const told: string[] = [];
    const watch = watchSpecs(watcher, ['/w'], (paths) => told.push(...paths));
    change(`${nested}/tasks.md`);
    expect(told).toEqual([]);
    watch.hear([nested, `${nested}-2`, '/w/.kiro/specs/own']);
    expect(watched()).toEqual(['/w', '/w/packages/api/.kiro']);
    change(`${nested}/tasks.md`);
    change(`${nested}/.tracewright/spec.json`);
    change('/w/packages/web/.kiro/specs/other/tasks.md');
    expect(told).toEqual([nested, nested]);
    watch.dispose();
    watch.hear(['/w/packages/web/.kiro/specs/other']);
    expect(watched()).toEqual([]);
  });

  it('adds nothing where the watcher reaches everything by itself', () => {
    const { watcher, watched } = shallowWatcher(true);
    watchSpecs(watcher, ['/w'], () => undefined).hear([nested]);
    expect(watched()).toEqual(['/w']);
  });

  it.each(['listed', 'opened'] as const)('follows a nested spec that was %s', async (how) => {
    const { watcher, change, watched } = shallowWatcher();
    const host = { ...createMemoryHost({ files: { [`${nested}/requirements.md`]: '# R\n' } }), watcher };
    const { workspace } = harness([], { host, roots: ['/w'] });
    const told: string[] = [];
    workspace.specs.onDidChange((paths) => told.push(...paths));
    if (how === 'listed') await workspace.specs.list();
    else await opened(workspace, nested);
    expect(watched()).toContain('/w/packages/api/.kiro');
    change(`${nested}/requirements.md`);
    await expect.poll(() => told).toContain(nested);
    workspace.dispose();
    expect(watched()).toEqual([]);
  });
});
