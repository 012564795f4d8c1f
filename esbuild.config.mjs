// Builds dist/: the extension, the CLI, the panel, and one CommonJS file for each heavy part.
// CommonJS can't be split, so a part is an entry of its own: every `src/**/<name>.part.ts` becomes dist/lazy/<name>.js.
// What runs as a process of its own is one too: `src/**/<name>.program.ts` becomes dist/programs/<name>.js.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { context } from 'esbuild';

const watch = process.argv.includes('--watch');
const minify = process.argv.includes('--production');

/**
 * Files below `folder` whose name ends in `suffix`; fs.globSync does not exist on Node 20.
 * @param {string} folder
 * @param {string} suffix
 */
function filesEndingIn(folder, suffix) {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(suffix))
    .map((name) => join(folder, name));
}

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  minify,
  sourcemap: minify ? false : 'linked',
  logLevel: 'warning',
  loader: { '.md': 'text' },
  legalComments: 'none',
};

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // jsonc-parser and friends ship a UMD `main` whose requires a bundler can't see.
  mainFields: ['module', 'main'],
  define: { 'import.meta.url': '__importMetaUrl' },
  banner: { js: "const __importMetaUrl=require('url').pathToFileURL(__filename).href;" },
};

/**
 * The editor's API is asked for once and each name is a binding of its own. Left to itself esbuild copies the whole API
 * for every file that imports it, which took most of the time of activation.
 * @type {import('esbuild').Plugin}
 */
const vscodeOnce = {
  name: 'vscode-once',
  setup(build) {
    const namespace = 'vscode-once';
    build.onResolve({ filter: /^vscode$/ }, ({ importer }) =>
      importer === namespace ? { path: 'vscode', external: true } : { path: namespace, namespace },
    );
    build.onLoad({ filter: /^/, namespace }, () => {
      const types = readFileSync('node_modules/@types/vscode/index.d.ts', 'utf8');
      const declared = types.matchAll(/^\t(?:export )?(?:abstract )?(?:class|enum|namespace|const|function) (\w+)/gmu);
      const names = [...new Set([...declared].map(([, name]) => name))];
      // What nobody uses is dropped.
      const bindings = names.map((name) => `export const ${name} = /* @__PURE__ */ (() => api.${name})();`);
      return { contents: ["const api = require('vscode');", ...bindings].join('\n'), resolveDir: '.' };
    });
  },
};

/** @param {string} suffix */
const entries = (suffix) =>
  Object.fromEntries(filesEndingIn('src', suffix).map((file) => [basename(file, suffix), file]));
const parts = entries('.part.ts');
const programs = entries('.program.ts');
const pages = [...filesEndingIn('src/webview', '.entry.tsx'), ...filesEndingIn('src/webview', '.entry.ts')];

/** @type {readonly import('esbuild').BuildOptions[]} */
const builds = [
  {
    ...node,
    entryPoints: ['src/extension/extension.ts'],
    outfile: 'dist/extension.js',
    plugins: [vscodeOnce],
    logOverride: { 'import-is-undefined': 'error' },
  },
  // `vscode` is not external here, so that a stray import of it fails the build.
  {
    ...node,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    banner: { js: `#!/usr/bin/env node\n${node.banner?.js}` },
  },
  { ...node, entryPoints: parts, outdir: 'dist/lazy' },
  { ...node, entryPoints: programs, outdir: 'dist/programs' },
  {
    ...shared,
    platform: 'browser',
    format: 'iife',
    target: 'chrome128',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    entryPoints: pages.map((file) => ({ in: file, out: basename(file).replace(/\.entry\.tsx?$/, '') })),
    outdir: 'dist/webview',
  },
];

// What an earlier build left would be packaged too.
for (const folder of ['dist/lazy', 'dist/programs', 'dist/webview']) rmSync(folder, { recursive: true, force: true });
mkdirSync('dist/webview', { recursive: true });
for (const name of ['codicon.css', 'codicon.ttf']) {
  cpSync(join('node_modules/@vscode/codicons/dist', name), join('dist/webview', name));
}

// The grammars that languages.ts names, for the outline and the repository map.
const grammars = [
  ...['typescript', 'tsx', 'javascript', 'python', 'go', 'java', 'rust'],
  ...['cpp', 'c-sharp', 'php', 'ruby', 'bash'],
];
mkdirSync('dist/lazy', { recursive: true });
for (const name of ['tree-sitter.wasm', ...grammars.map((each) => `tree-sitter-${each}.wasm`)]) {
  cpSync(join('node_modules/@vscode/tree-sitter-wasm/wasm', name), join('dist/lazy', name));
}

const contexts = await Promise.all(builds.map((build) => context(build)));
if (watch) {
  await Promise.all(contexts.map((each) => each.watch()));
  // The types are watched beside it; esbuild only strips them.
  spawn(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.', '--watch', '--preserveWatchOutput'], {
    stdio: 'inherit',
  });
} else {
  const results = await Promise.allSettled(contexts.map((each) => each.rebuild()));
  await Promise.all(contexts.map((each) => each.dispose()));
  // esbuild has printed each error where it is.
  if (results.some(({ status }) => status === 'rejected')) process.exitCode = 1;
}
