/**
 * Steering over real files from outside the project: the folder that TRACEWRIGHT_CORPUS names. Each file's mode is
 * compared with what three regular expressions say. Nothing of it is kept.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSteering } from '../../../src/core/steering/load';

const corpus = process.env.TRACEWRIGHT_CORPUS;

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(sep).join('/'))
    .filter((name) => /\/\.kiro\/steering\/.*\.md$/u.test(name));
}

/** As another programmer would see it. */
function modeIn(text: string): string {
  const head = /^\ufeff?\s*---\r?\n([\s\S]*?)\r?\n---/u.exec(text)?.[1] ?? text.split('\n').slice(0, 12).join('\n');
  return /^inclusion:\s*["']?(\w+)/mu.exec(head)?.[1] ?? 'always';
}

describe.runIf(corpus !== undefined && existsSync(corpus))('steering files of real repositories', () => {
  it('count as their authors meant, and say what is odd', () => {
    const folder = corpus ?? '';
    const counts: Record<string, number> = {};
    const odd: string[] = [];
    for (const name of filesOf(folder)) {
      const text = readFileSync(join(folder, name), 'utf8');
      const file = readSteering(name.slice(name.indexOf('.kiro/')), 'workspace', text);
      expect([name, file?.inclusion.kind]).toEqual([name, modeIn(text)]);
      counts[file?.inclusion.kind ?? ''] = (counts[file?.inclusion.kind ?? ''] ?? 0) + 1;
      for (const { code, place } of file?.problems ?? []) odd.push(`${name}:${place.line} ${code}`);
    }
    expect(odd.every((line) => / steering\//u.test(line))).toBe(true);
    expect(Object.values(counts).reduce((sum, each) => sum + each, 0)).toBeGreaterThan(20);
  });
});
