/** Hooks that can't be listed: what nobody waits for goes on, what asks is told, and the next call lists them anew. */
import { expect, test } from 'vitest';
import type { NewEvent } from '../../../src/core/hooks/engine/engine';
import { defaultSettings } from '../../../src/core/settings';
import { createWorkspace } from '../../../src/core/workspace';
import { createMemoryHost } from '../../support/memoryHost';

const root = '/w';
const folder = `${root}/.kiro/hooks`;
const event: NewEvent = { trigger: 'PostCommit', root, cause: { by: 'user', chain: [] }, files: [] };

function world() {
  const host = createMemoryHost({
    files: { [`${root}/.kiro/hooks.yaml`]: 'hooks:\n  - trigger: on_save\n    notify: heard\n    debounce: 0\n' },
  });
  const heard: string[] = [];
  let broken = true;
  const files = {
    ...host.files,
    list: async (path: string) => {
      if (broken && path === folder) throw new Error(`EACCES: permission denied, scandir '${folder}'`);
      return host.files.list(path);
    },
  };
  const { hooks } = createWorkspace({
    host: { ...host, files },
    roots: [root],
    trusted: true,
    settings: defaultSettings,
    watch: false,
  });
  hooks.connect({ onFiring: ({ result, hookName }) => void (result.kind === 'ok' && heard.push(hookName)) });
  const mend = () => {
    broken = false;
  };
  return { hooks, host, heard, mend };
}

test.each(['filesChanged', 'tell'] as const)('%s goes to the log', async (how) => {
  const { hooks, host } = world();
  await (how === 'tell' ? hooks.tell(event) : hooks.filesChanged(root, [{ kind: 'saved', path: 'a.ts' }]));
  await hooks.idle();
  expect(JSON.stringify(host.logged)).toContain('Hooks hear nothing of an event: Error: EACCES');
});

test('who waits for an answer is told', async () => {
  await expect(world().hooks.ask(event, AbortSignal.timeout(60_000))).rejects.toThrow('EACCES');
});

test('hooks are listed anew as soon as they can be', async () => {
  const { hooks, heard, mend } = world();
  await expect(hooks.load(root)).rejects.toThrow('EACCES');
  mend();
  await hooks.filesChanged(root, [{ kind: 'saved', path: 'a.ts' }]);
  await hooks.idle();
  expect(heard).toHaveLength(1);
});
