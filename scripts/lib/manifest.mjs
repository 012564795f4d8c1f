// The generated part of package.json, made from the lists in src.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { root } from './places.mjs';

const manifestFile = join(root, 'package.json');

/** Outside an editor there is no `vscode`; the lists only name it, so anything that can be called and read will do. */
const vscodeStub = `
  const anything = new Proxy(function () {}, { get: (_, key) => (key === Symbol.toPrimitive ? () => '' : anything), apply: () => anything, construct: () => anything });
  module.exports = new Proxy({}, { get: (_, key) => (key === '__esModule' ? undefined : anything) });
`;

/**
 * What a file of src exports, run here.
 * @param {string} file
 * @returns {Promise<Record<string, (() => unknown) | undefined>>}
 */
async function exportsOf(file) {
  const { outputFiles } = await build({
    entryPoints: [join(root, file)],
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
  const loaded = { exports: /** @type {Record<string, (() => unknown) | undefined>} */ ({}) };
  const script = new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '');
  script(loaded, loaded.exports, createRequire(manifestFile));
  return loaded.exports;
}

/**
 * What a function of src gives, through JSON: what is compared and written is what a reader of the file gets.
 * @param {string} file
 * @param {string} name
 */
async function given(file, name) {
  const make = (await exportsOf(file))[name];
  if (make === undefined) throw new Error(`${file} exports no function ${name}()`);
  return JSON.parse(JSON.stringify(make()));
}

/**
 * The fields of package.json that src says.
 * @returns {Promise<Record<string, unknown>>}
 */
export async function generatedFields() {
  return given('src/extension/manifest.ts', 'manifest');
}

/**
 * JSON schemas that the package brings, by path below the repository.
 * @returns {Promise<Record<string, string>>}
 */
export async function generatedSchemas() {
  const schemas = /** @type {Record<string, unknown>} */ (await given('src/extension/schemas.ts', 'schemas'));
  const text = (/** @type {unknown} */ schema) => `${JSON.stringify(schema, undefined, 2)}\n`;
  return Object.fromEntries(Object.entries(schemas).map(([path, schema]) => [path, text(schema)]));
}

/** @returns {Promise<void>} */
export async function writeSchemas() {
  for (const [path, text] of Object.entries(await generatedSchemas())) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** @returns {Record<string, unknown>} package.json as it is */
export function readManifest() {
  return JSON.parse(readFileSync(manifestFile, 'utf8'));
}

/** @param {Record<string, unknown>} manifest */
export function writeManifest(manifest) {
  writeFileSync(manifestFile, `${JSON.stringify(manifest, undefined, 2)}\n`);
}
