import { describe, expect, test } from 'vitest';
import type { SpecHandle } from '../../src/core/flows/service';
import type { SpecRuns } from '../../src/core/runs/service';
import { windowRuns } from '../../src/extension/runs/windowRuns';
import { fakeRuns } from '../support/fakeRuns';
import { runs } from '../webview/gallery/runs';

/** An engine with one spec, whose documents a test changes. */
function engine(found: SpecRuns | undefined) {
  let state = 'draft';
  let opened = 0;
  const refreshed: unknown[] = [];
  const listeners = new Set<() => void>();
  const handle = {
    snapshot: () => ({ documents: [{ name: 'tasks.md', state, hash: 'a' }] }),
    spec: () => ({ documents: [] }),
    subscribe: ({ changed }: { readonly changed: () => void }) => {
      listeners.add(changed);
      return { dispose: () => void listeners.delete(changed) };
    },
  } as unknown as SpecHandle;
  const made = {
    specs: { open: async () => handle },
    runs: {
      open: async () => {
        opened++;
        return found;
      },
      refresh: async (specs: unknown) => void refreshed.push(specs),
    },
  } as unknown as Awaited<ReturnType<Parameters<typeof windowRuns>[0]>>;
  return {
    made,
    refreshed,
    listeners,
    opened: () => opened,
    become: (next: string) => {
      state = next;
      for (const listener of listeners) listener();
    },
  };
}

describe('the runs of a window', () => {
  test('are opened once, however many ask at a time, and known from then on', async () => {
    const fake = fakeRuns(runs());
    const { made, opened, listeners } = engine(fake);
    const window = windowRuns(async () => made);
    expect(window.all()).toEqual([]);
    expect(await Promise.all([window.open('/s'), window.open('/s'), window.open('/s')])).toEqual([fake, fake, fake]);
    expect(await window.open('/s')).toBe(fake);
    expect([opened(), listeners.size]).toEqual([1, 1]);
    expect(window.snapshot('/s')).toEqual(runs());
    window.forget();
    expect(window.all()).toEqual([]);
    await window.open('/s');
    expect(opened()).toBe(2);
  });

  test('are made into a snapshot once a change, however many rows ask for it', async () => {
    const fake = fakeRuns(runs());
    let made = 0;
    const counted = {
      ...fake,
      snapshot: () => {
        made++;
        return structuredClone(fake.snapshot());
      },
    };
    const window = windowRuns(async () => engine(counted).made);
    await window.open('/s');
    const opening = made;
    expect(window.snapshot('/s')).toBe(window.snapshot('/s'));
    expect(window.all()).toEqual([runs()]);
    expect(made).toBe(opening);
    fake.set(runs({ mode: 'autopilot' }));
    expect(window.snapshot('/s')?.mode).toBe('autopilot');
  });

  test('are read anew when a document is approved, and not for anything else', async () => {
    const { made, become, refreshed } = engine(fakeRuns(runs()));
    await windowRuns(async () => made).open('/s');
    become('draft');
    expect(refreshed).toEqual([]);
    become('approved');
    become('approved');
    expect(refreshed).toEqual([['/s']]);
  });

  test('are read anew when a run has ended', async () => {
    const fake = fakeRuns(runs());
    const { made, refreshed } = engine(fake);
    await windowRuns(async () => made).open('/s');
    fake.set(runs({ mode: 'autopilot' }));
    expect(refreshed).toEqual([]);
    fake.set(runs({ active: false }));
    fake.set(runs({ active: false, tasks: [] }));
    expect(refreshed).toEqual([['/s']]);
  });

  test('are asked for again where there were no tasks yet', async () => {
    const { made, opened } = engine(undefined);
    const window = windowRuns(async () => made);
    expect(await window.open('/s')).toBeUndefined();
    expect(await window.open('/s')).toBeUndefined();
    expect(opened()).toBe(2);
  });
});
