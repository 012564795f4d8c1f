// The generated part of package.json, made from the lists in src.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './places.mjs';

const manifestFile = join(root, 'package.json');

/** Outside an editor there is no `vscode`; the lists only name it, so anything that can be called and read will do. */
const vscodeStub = `
  const anything = new Proxy(function () {}, { get: (_, key) => (key === Symbol.toPrimitive ? () => '' : anything), apply: () => anything, construct: () => anything });
  module.exports = new Proxy({}, { get: (_, key) => (key === '__esModule' ? undefined : anything) });
`;

/**
 * The fields of package.json that src says.
 * @returns {Promise<Record<string, unknown>>}
 */
export async function generatedFields() {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'src/extension/manifest.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    loader: { '.md': 'text' },
    logLevel: 'silent',
    plugins: [
      {
        name: 'vscode-stub',
        setup(builder) {
          builder.onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: 'stub' }));
          builder.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: vscodeStub }));
        },
      },
    ],
  });
  const loaded = { exports: /** @type {{ manifest?: () => Record<string, unknown> }} */ ({}) };
  const script = new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '');
  script(loaded, loaded.exports, createRequire(manifestFile));
  if (loaded.exports.manifest === undefined)
    throw new Error('src/extension/manifest.ts exports no function manifest()');
  // Through JSON, so that what is compared and written is what a reader of the file gets.
  return JSON.parse(JSON.stringify(loaded.exports.manifest()));
}

/** @returns {Record<string, unknown>} package.json as it is */
export function readManifest() {
  return JSON.parse(readFileSync(manifestFile, 'utf8'));
}

/** @param {Record<string, unknown>} manifest */
export function writeManifest(manifest) {
  writeFileSync(manifestFile, `${JSON.stringify(manifest, undefined, 2)}\n`);
}
