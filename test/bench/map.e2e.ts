/** What the repository map costs to build, and with the next request after one file has changed, beside universal-ctags on the same tree. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root as clone, temporaryFolder, testOutput } from '../../scripts/lib/places.mjs';
import type { MapPart, MapPlace, MapRequest } from '../../src/core/context/map/types';
import { createCodeMap } from '../../src/node/map/codeMap';
import { bundleProgram } from '../support/childProgram';

const files = 10_000;
const bytes = 2_000;
const goal = { build: 4, update: 0.01 };
/** Above these something is broken, whatever else the machine does. */
const broken = { build: 16, update: 0.15 };
const kinds = ['ts', 'py', 'go', 'java'] as const;

type Make = (at: number, part: number, calls: string) => string;
const makes: Readonly<Record<(typeof kinds)[number], Make>> = {
  ts: (at, part, calls) =>
    `/** Does ${part}. */\nexport class Thing${at}x${part} {\n  private readonly value = ${part};\n  compute(a: number, b: string): number {\n    const sum = a + this.value;\n    if (sum > 10) return ${calls}(sum);\n    return b.length;\n  }\n}\nexport function thing${at}Do${part}(a: number): number {\n  return a * ${part} + ${calls}(a);\n}\n`,
  py: (at, part, calls) =>
    `class Thing${at}x${part}:\n    """Does ${part}."""\n    def compute(self, a, b):\n        if a > 10:\n            return ${calls}(a)\n        return len(b)\n\ndef thing${at}Do${part}(a):\n    return a * ${part} + ${calls}(a)\n\n`,
  go: (at, part, calls) =>
    `${part === 0 ? 'package m\n\nimport "fmt"\n\n' : ''}type Thing${at}x${part} struct {\n\tvalue int\n}\n\nfunc (t *Thing${at}x${part}) Compute(a int, b string) int {\n\tif a > 10 {\n\t\treturn ${calls}(a)\n\t}\n\tfmt.Println(b)\n\treturn len(b)\n}\n\nfunc thing${at}Do${part}(a int) int {\n\treturn a*${part} + ${calls}(a)\n}\n\n`,
  java: (at, part, calls) =>
    `${part === 0 ? 'package m;\n\nimport java.util.List;\n\n' : ''}class Thing${at}x${part} {\n  private final int value = ${part};\n  int compute(int a, String b) {\n    if (a > 10) { return Util.${calls}(a); }\n    return b.length();\n  }\n  static int thing${at}Do${part}(int a) { return a * ${part}; }\n}\n`,
};

function fileText(at: number): string {
  const make = makes[kinds[at % kinds.length] ?? 'ts'];
  let text = '';
  for (let part = 0; text.length < bytes; part++) text += make(at, part, `thing${(at * 7 + part) % files}Do${part}`);
  return text;
}

const nameOf = (at: number) => `m${at % 100}/f${at}.${kinds[at % kinds.length]}`;

function fill(root: string): void {
  for (let at = 0; at < files; at++) {
    if (at < 100) mkdirSync(join(root, `m${at}`), { recursive: true });
    writeFileSync(join(root, nameOf(at)), fileText(at));
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function ctags(root: string, out: string): number {
  const start = performance.now();
  const ran = spawnSync('ctags', ['-R', '-f', out, root]);
  if (ran.status !== 0) throw new Error(`ctags: ${String(ran.stderr) || String(ran.error)}`);
  return performance.now() - start;
}

let changes = 0;

/** What the next request costs when one file has changed, a class and a function in it being new. Nobody but the system says which. */
async function updates(map: MapPart, place: MapPlace, request: MapRequest): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < 7; round++) {
    const at = round * 37;
    const more = makes[kinds[at % kinds.length] ?? 'ts'](at, 100 + ++changes, `thing${at}Do0`);
    writeFileSync(join(place.root, nameOf(at)), fileText(at) + more);
    times.push(await timed(() => map.ranked(place, request)));
  }
  return times.sort((a, b) => a - b);
}

it('is told beside ctags', async () => {
  const folder = temporaryFolder('bench-map');
  const place = { root: join(folder, 'work'), state: join(folder, 'state'), hide: [] as [] };
  fill(place.root);
  const program = bundleProgram(join(clone, 'src/node/map/mapper.program.ts'));
  const grammars = join(clone, 'node_modules/@vscode/tree-sitter-wasm/wasm');
  const request = { about: 'thing 37', files: [], most: 50 };
  const rounds: { readonly ctags: number; readonly build: number; readonly again: number; readonly update: number }[] =
    [];
  for (let round = 0; round < 3; round++) {
    rmSync(place.state, { recursive: true, force: true });
    const peer = ctags(place.root, join(folder, 'tags'));
    const map = createCodeMap({ program, grammars, readers: 2 });
    const build = await timed(async () => {
      const answer = await map.ranked(place, request);
      expect(answer?.total).toBe(files);
    });
    const again = await timed(() => map.ranked(place, request));
    const all = await updates(map, place, request);
    rounds.push({ ctags: peer, build, again, update: all[Math.floor(all.length / 2)] ?? 0 });
    await map.close();
  }
  const ratios = rounds.map(({ ctags: peer, build, update }) => ({ build: build / peer, update: update / build }));
  const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const told = { build: middle(ratios.map((each) => each.build)), update: middle(ratios.map((each) => each.update)) };
  mkdirSync(join(testOutput, 'bench'), { recursive: true });
  writeFileSync(join(testOutput, 'bench/map.json'), JSON.stringify({ rounds, told }, undefined, 2));
  console.log(
    `map: ${files} files, build and first ranking ${told.build.toFixed(1)} times ctags (goal ${goal.build}), the request after one file changed ${(told.update * 100).toFixed(2)} % of the build (goal ${goal.update * 100} %); ${rounds.map(({ ctags: peer, build, again, update }) => `ctags ${peer.toFixed(0)} ms, build ${build.toFixed(0)}, nothing changed ${again.toFixed(0)}, after one file changed ${update.toFixed(0)}`).join('; ')}`,
  );
  expect(told.build).toBeLessThan(broken.build);
  expect(told.update).toBeLessThan(broken.update);
}, 600_000);
