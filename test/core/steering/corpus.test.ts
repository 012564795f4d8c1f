/**
 * Steering over real files from outside the project: the folder that TRACEWRIGHT_CORPUS names, a folder in it for each
 * repository. They are loaded as a workspace is, from the disk; each mode and pattern is compared with what a few regular
 * expressions say. Nothing of it is kept; what was counted, and every odd file, is told.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, it } from 'vitest';
import { loadSteering } from '../../../src/core/steering/load';
import type { SteeringFile } from '../../../src/core/steering/model';
import { referencesIn } from '../../../src/core/steering/references';
import { alwaysIncluded, select } from '../../../src/core/steering/select';
import { createNodeHost } from '../../../src/node/host';
import { temporaryFolder } from '../../support/temporary';

const corpus = process.env.TRACEWRIGHT_CORPUS;
const isThere = corpus !== undefined && existsSync(corpus);
const why = isThere ? '' : ' (skipped: set TRACEWRIGHT_CORPUS to a folder with repositories)';
/** Every file that some tool takes for steering, wherever in a repository it lies. */
const spots =
  /(?:^|\/)(?:\.kiro\/steering(?:\.md$|\/.*\.md$)|\.amazonq\/rules\/.*\.md$|\.claude\/rules\/.*\.md$|\.clinerules(?:$|\/.*\.(?:md|txt)$)|\.cursorrules$|\.cursor\/rules\/.*\.mdc?$|\.github\/(?:copilot-instructions\.md$|instructions\/.*\.instructions\.md$)|\.windsurfrules$|\.windsurf\/rules\/.*\.md$|AGENTS\.md$|CLAUDE\.md$|GEMINI\.md$)/u;

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    );
}

/** As another programmer would see a file of Kiro's. */
function headOf(text: string): string {
  return /^\ufeff?\s*---\r?\n([\s\S]*?)\r?\n---/u.exec(text)?.[1] ?? text.split('\n').slice(0, 12).join('\n');
}

function modeIn(text: string): string {
  return /^inclusion:\s*["']?(\w+)/mu.exec(headOf(text))?.[1] ?? 'always';
}

/** The first pattern of a file, up to its first comma, as far as it has no braces. */
function patternIn(text: string): string {
  const value = /^fileMatchPattern:\s*(.*)$/mu.exec(headOf(text))?.[1] ?? '';
  return (/^["'[]*(\{[^}]*\}[^,"']*|[^,"'\]]*)/u.exec(value)?.[1] ?? '').trim();
}

/** A path that a glob is for, made by hand out of it: stars become names, of braces the first is taken. */
function pathFor(glob: string): string {
  return glob
    .replace(/\{([^,}]*)[^}]*\}/gu, '$1')
    .replace(/\*\*\/?/gu, 'a/')
    .replace(/\/$/u, '/x')
    .replaceAll('*', 'b');
}

it.runIf(isThere)(
  `steering files of real repositories count as their authors meant, and what is odd is said${why}`,
  async () => {
    const folder = corpus ?? '';
    const { files: disk, search } = createNodeHost({ stateFolder: temporaryFolder() });
    const home = temporaryFolder();
    const modes: Record<string, number> = {};
    const sources: Record<string, number> = {};
    const odd: string[] = [];
    let references = 0;
    for (const repository of readdirSync(folder)) {
      const root = join(folder, repository).split(sep).join('/');
      const files = await loadSteering({ files: disk, root, home, trusted: true, search });
      // None is passed over in silence.
      expect(files.map(({ label }) => label).sort()).toEqual(
        namesIn(root)
          .filter((name) => spots.test(name))
          .sort(),
      );
      for (const file of files) {
        if (file.source === 'kiro') expectAsWritten(file, readFileSync(file.path, 'utf8'));
        modes[file.inclusion.kind] = (modes[file.inclusion.kind] ?? 0) + 1;
        sources[file.source] = (sources[file.source] ?? 0) + 1;
        references += referencesIn(file.body).length;
        odd.push(...oddities(file).map((each) => `${repository}/${each}`));
      }
      // What is always there is in every prompt, whatever is odd about it.
      expect(alwaysIncluded(files)).toEqual(
        files.filter(({ inclusion, bar, subtree }) => inclusion.kind === 'always' && !bar && subtree === ''),
      );
    }
    process.stdout.write(
      `${[`modes ${JSON.stringify(modes)}, of ${JSON.stringify(sources)}, ${references} references; odd:`, ...odd].join('\n')}\n`,
    );
    expect(odd.filter((line) => !/ steering\/|nothing stands|barred/u.test(line))).toEqual([]);
    expect(Object.values(modes).reduce((sum, each) => sum + each, 0)).toBeGreaterThan(20);
  },
);

/** Mode and pattern are the author's; a rule for files is there with such a file, and with no other. */
function expectAsWritten(file: SteeringFile, text: string): void {
  expect([file.path, file.inclusion.kind]).toEqual([file.path, modeIn(text)]);
  const why = (occasion: Parameters<typeof select>[1]) => select([file], occasion)[0]?.included;
  if (file.inclusion.kind === 'fileMatch') {
    const pattern = patternIn(text);
    expect([file.path, file.inclusion.patterns[0]]).toEqual([file.path, pattern]);
    expect([file.path, why({ paths: [pathFor(pattern)] })]).toEqual([file.path, true]);
    expect([file.path, why({ paths: ['elsewhere/no.such'] }), why({ paths: [] })]).toEqual([file.path, false, false]);
  }
  if (file.inclusion.kind === 'manual')
    expect([file.path, why({ paths: [] }), why({ paths: [], named: [file.name] })]).toEqual([file.path, false, true]);
}

/** Everything that is to be said of a file. */
function oddities({ label, body, bar, problems }: SteeringFile): readonly string[] {
  return [
    ...(bar === undefined ? [] : [`${label}: barred: ${bar.kind}`]),
    ...(bar === undefined && body.trim() === '' ? [`${label}: nothing stands in it`] : []),
    ...problems.map(({ code, place, message }) => `${label}:${place.line} ${code}: ${message}`),
  ];
}
