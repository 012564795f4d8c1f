/** News of files that hooks wait for, by their triggers and patterns. */
import { expect, test } from 'vitest';
import { compileGlobs } from '../../src/core/hooks/match/globs';
import type { TriggerName } from '../../src/core/hooks/model';
import { wantedNews } from '../../src/extension/hooks/wantedNews';
import type { EditorNews } from '../../src/node/editorEvents';

test.each<[string, TriggerName, EditorNews, string, boolean]>([
  ['a file that goes', 'PostFileDelete', 'unlink', 'src/foo/a.ts', true],
  ['its folder that goes', 'PostFileDelete', 'unlink', 'src/foo', true],
  ['a folder that goes, where only saves count', 'PostFileSave', 'unlink', 'src/foo', false],
  ['a file that comes and may go', 'PostFileDelete', 'add', 'src/foo/a.ts', true],
  ['another file that comes', 'PostFileDelete', 'add', 'docs/a.md', false],
  ['a change, where only what goes counts', 'PostFileDelete', 'change', 'src/foo/a.ts', false],
  ['a save', 'PostFileSave', 'saved', 'src/a.ts', true],
  ['a save of another file', 'PostFileSave', 'saved', 'docs/a.md', false],
  ['a file that comes by a save', 'PostFileSave', 'add', 'src/a.ts', true],
  ['either name of a rename', 'PostFileRename', 'unlink', 'docs/a.md', true],
  ['a signature', 'ApiChange', 'change', 'src/a.ts', true],
])('%s', (_, trigger, news, path, expected) => {
  const test = compileGlobs(['src/**/*.ts']);
  const wants = (asked: TriggerName, at: string) => asked === trigger && test(at);
  expect(wantedNews(new Set([trigger]), wants, news, path)).toBe(expected);
});
