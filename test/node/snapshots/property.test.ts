/** Any sequence of changes, states and restores gives back the exact bytes. */
import { chmodSync, lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contents, rig, userGit } from './rig';

const path = fc.constantFrom('a', 'b', 'd/a', 'd/e/a', 'd/e', 'x y', 'd/\u00e9', 'sub/a', 'sub/n/b', '-z');
const file = fc.oneof(path, fc.constantFrom('.env', 'l.log'));
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('write' as const), path: file, bytes: fc.uint8Array({ maxLength: 40 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), path: file }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('link' as const),
      path,
      target: fc.constantFrom('a', '/no/such/place', 'no where'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('mode' as const), path, executable: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('folder' as const), path }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('git' as const), path: fc.constantFrom('sub') }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('take' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('back' as const), to: fc.nat() }) },
);
type Step = typeof step extends fc.Arbitrary<infer Made> ? Made : never;

/** Does what a user might; what the file system refuses is not done. */
function change(root: string, each: Exclude<Step, { kind: 'take' | 'back' }>): void {
  const full = join(root, each.path);
  try {
    if (each.kind === 'git') {
      mkdirSync(full, { recursive: true });
      userGit(full, 'init', '-q');
    } else if (each.kind === 'mode') chmodPlain(full, each.executable ? 0o755 : 0o644);
    else {
      rmSync(full, { recursive: true, force: true });
      if (each.kind === 'delete') return;
      mkdirSync(dirname(full), { recursive: true });
      if (each.kind === 'write') writeFileSync(full, each.bytes);
      else if (each.kind === 'link') symlinkSync(each.target, full);
      else mkdirSync(full);
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

/** Never through a link. */
function chmodPlain(full: string, mode: number): void {
  if (lstatSync(full).isFile()) chmodSync(full, mode);
}

describe('states', () => {
  it('give back what was there, whatever was done between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), fc.boolean(), async (steps, repository) => {
        const each = rig({ '.gitignore': '.env\n*.log\n', a: 'first' });
        if (repository) userGit(each.root, 'init', '-q');
        const states: { readonly id: string; readonly disk: string }[] = [];
        const disk = () =>
          JSON.stringify(
            Object.entries(contents(each.root)).filter(([name]) => name !== 'sub/' && !name.endsWith('.log')),
          );
        const take = async () => void states.push({ disk: disk(), id: await each.take() });
        await take();
        for (const now of [...steps, { kind: 'back' as const, to: 0 }]) {
          if (now.kind === 'take') await take();
          else if (now.kind !== 'back') change(each.root, now);
          else {
            const state = states[now.to % states.length];
            const present = disk();
            const { before, failed } = await each.back(state?.id ?? '');
            states.push({ id: before, disk: present });
            expect(failed).toEqual([]);
            expect(disk()).toBe(state?.disk);
          }
        }
      }),
      { numRuns: 25 },
    );
  }, 300_000);
});
