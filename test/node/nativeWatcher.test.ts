/** Where the native watcher may come from: it is code that runs in this process. */
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findNativeWatcher } from '../../src/node/nativeWatcher';
import { type Tree, temporaryFolder } from '../support/temporary';

const watcher = (at: string): Tree => ({
  [`${at}/node_modules/@parcel/watcher/package.json`]: '{"name":"@parcel/watcher","main":"index.js"}',
  [`${at}/node_modules/@parcel/watcher/index.js`]: `exports.subscribe = async () => ({ unsubscribe: async () => {} }); exports.at = '${at}';`,
});

interface Scene {
  readonly tree: Tree;
  /** Links, to what they lead to. */
  readonly links?: Tree;
  readonly bundle?: string;
  readonly root?: string;
  readonly node?: string;
}

/** Which of the watchers is loaded; all paths are relative to one folder. */
function found({
  tree,
  links = {},
  bundle = 'lib/node_modules/tracewright/dist',
  root = 'work',
  node = 'bin/node',
}: Scene) {
  const top = realpathSync(temporaryFolder(tree)).replaceAll('\\', '/');
  for (const [from, to] of Object.entries(links)) {
    mkdirSync(dirname(`${top}/${from}`), { recursive: true });
    symlinkSync(`${top}/${to}`, `${top}/${from}`);
  }
  for (const folder of [bundle, root]) mkdirSync(`${top}/${folder}`, { recursive: true });
  const said: string[] = [];
  const log = { write: (_: string, text: string) => void said.push(text) };
  const native = findNativeWatcher(`${top}/${root}`, log, { bundle: `${top}/${bundle}`, node: `${top}/${node}` });
  return { at: native && 'at' in native ? native.at : undefined, said };
}

const package_ = 'lib/node_modules/tracewright';

describe('the native watcher', () => {
  it.each<[string, Scene, string | undefined]>([
    ['of the package itself', { tree: { ...watcher(package_), ...watcher('lib') } }, package_],
    ['beside the package', { tree: watcher('lib') }, 'lib'],
    ['beside the Node that runs', { tree: watcher('lib'), bundle: 'extensions/tracewright/dist' }, 'lib'],
    [
      'beside it, through a link to the command line',
      { tree: watcher('real'), links: { cli: 'real/node_modules/t/dist' }, bundle: 'cli' },
      'real',
    ],
    ['that is nowhere', { tree: {} }, undefined],
  ])('%s', (_, scene, at) => {
    const tree = scene.links === undefined ? scene.tree : { ...scene.tree, 'real/node_modules/t/dist/cli.js': '' };
    expect(found({ ...scene, tree }).at).toBe(at);
  });

  /** Each would be loaded by the way in which modules are found. */
  it.each<[string, Scene]>([
    ['of the workspace', { tree: watcher('work') }],
    ['of a folder that happens to be around the package', { tree: watcher('.') }],
    [
      'of a workspace that brings the command line, too',
      { tree: watcher('work'), bundle: 'work/node_modules/tracewright/dist' },
    ],
    [
      'of the repository around the workspace',
      { tree: { ...watcher('repo'), 'repo/.git/HEAD': '' }, bundle: 'repo/dist', root: 'repo/packages/a' },
    ],
    [
      'that a link leads to in the workspace',
      { tree: watcher('work'), links: { 'lib/node_modules/@parcel/watcher': 'work/node_modules/@parcel/watcher' } },
    ],
    ['of a Node that the workspace brings', { tree: { ...watcher('work/lib') }, node: 'work/bin/node' }],
    ['where the workspace is all around', { tree: watcher('lib'), root: '.' }],
  ])('%s is not loaded', (_, scene) => {
    expect(found(scene).at).toBeUndefined();
  });

  it('that does not work is left, with a word in the log, for the next one', () => {
    const broken = {
      [`${package_}/node_modules/@parcel/watcher/package.json`]: '{}',
      [`${package_}/node_modules/@parcel/watcher/index.js`]: 'throw new Error("no prebuild")',
    };
    const { at, said } = found({ tree: { ...broken, ...watcher('lib') } });
    expect(at).toBe('lib');
    expect(said).toEqual([expect.stringMatching(/does not work here: no prebuild/u)]);
  });
});
