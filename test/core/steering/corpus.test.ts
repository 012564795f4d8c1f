/**
 * Steering over real files from outside the project: the folder that TRACEWRIGHT_CORPUS names. Each file's mode is
 * compared with what a few regular expressions say. Nothing of it is kept; what was counted is told.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, it } from 'vitest';
import { readSteering } from '../../../src/core/steering/load';

const corpus = process.env.TRACEWRIGHT_CORPUS;
const isThere = corpus !== undefined && existsSync(corpus);
const why = isThere ? '' : ' (skipped: set TRACEWRIGHT_CORPUS to a folder with repositories)';
/** Where the folder of a repository ends and the path of a steering file begins. */
const spots =
  /(?:^|\/)((?:\.kiro\/steering(?:\.md$|\/.*\.md$)|\.amazonq\/rules\/|\.claude\/rules\/|\.clinerules|\.cursorrules$|\.cursor\/rules\/|\.github\/(?:copilot-instructions\.md$|instructions\/)|\.windsurfrules$|\.windsurf\/rules\/|AGENTS\.md$|CLAUDE\.md$|GEMINI\.md$).*)/u;

function filesOf(folder: string): readonly { readonly name: string; readonly path: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
    .flatMap((name) => {
      const path = spots.exec(name)?.[1];
      return path === undefined ? [] : [{ name, path }];
    });
}

/** As another programmer would see a file of Kiro's. */
function modeIn(text: string): string {
  const head = /^\ufeff?\s*---\r?\n([\s\S]*?)\r?\n---/u.exec(text)?.[1] ?? text.split('\n').slice(0, 12).join('\n');
  return /^inclusion:\s*["']?(\w+)/mu.exec(head)?.[1] ?? 'always';
}

it.runIf(isThere)(
  `steering files of real repositories count as their authors meant, and what is odd is said${why}`,
  () => {
    const folder = corpus ?? '';
    const modes: Record<string, number> = {};
    const sources: Record<string, number> = {};
    const odd: string[] = [];
    for (const { name, path } of filesOf(folder)) {
      const text = readFileSync(join(folder, name), 'utf8');
      const file = readSteering(path, 'workspace', text);
      if (file === undefined) continue;
      const kind = file.inclusion.kind;
      if (file.source === 'kiro') expect([name, kind]).toEqual([name, modeIn(text)]);
      else if (['agents', 'amazonq', 'gemini'].includes(file.source)) expect([name, kind]).toEqual([name, 'always']);
      modes[kind] = (modes[kind] ?? 0) + 1;
      sources[file.source] = (sources[file.source] ?? 0) + 1;
      // Every file says something to a model, or why it does not.
      if (file.body.trim() === '') odd.push(`${name}: nothing stands in it`);
      for (const { code, place, message } of file.problems) odd.push(`${name}:${place.line} ${code}: ${message}`);
    }
    process.stdout.write(
      `${[`modes ${JSON.stringify(modes)}, of ${JSON.stringify(sources)}; odd:`, ...odd].join('\n')}\n`,
    );
    expect(odd.filter((line) => !/ steering\/|nothing stands/u.test(line))).toEqual([]);
    expect(Object.values(modes).reduce((sum, each) => sum + each, 0)).toBeGreaterThan(20);
  },
);
