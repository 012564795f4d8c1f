/** Steering as editor and terminal ask for it. */
import { expect, test } from 'vitest';
import { defaultSettings } from '../../../src/core/settings';
import { createSteeringService } from '../../../src/core/workspace/steeringService';
import { createMemoryHost } from '../../support/memoryHost';

const root = '/code/app';
const path = `${root}/.kiro/steering/api.md`;
const match = (pattern: string) => `---\ninclusion: fileMatch\nfileMatchPattern: ${pattern}\n---\nRule.`;

function service(files: Readonly<Record<string, string>>, trusted = true) {
  const host = createMemoryHost({ files });
  const model = async () => ({ kind: 'other', message: 'None.', retryable: false }) as const;
  return createSteeringService({ host, roots: [root], trusted, settings: defaultSettings, model });
}

test('what an editor holds unsaved is chosen by, where the file counts', async () => {
  const steering = service({ [path]: '---\ninclusion: always\n---\nRule.' });
  const why = async (text: string) => {
    const live = await steering.read(root, path, text);
    return (await steering.select(root, { paths: ['a.ts'] }, live)).map((choice) => choice.why);
  };
  expect(await why('---\ninclusion: always\n---\nRule.')).toEqual(['it is always included']);
  expect(await why('---\ninclusion: manual\n---\nRule.')).toEqual(['no prompt names it (#api)']);
  expect(await why(match('"*.ts"'))).toEqual(['a.ts matches *.ts']);
});

test('what is hidden stays out, whatever an editor holds', async () => {
  const steering = service({ [path]: 'Rule.', [`${root}/.kiroignore`]: 'api.md' });
  const live = await steering.read(root, path, 'Another rule.');
  const [choice] = await steering.select(root, { paths: [] }, live);
  expect([choice?.included, choice?.file.body, choice?.why]).toEqual([false, '', '.kiroignore hides it']);
});

test.each([
  ['nothing', '"src/api/**"', true],
  ['a file', '"src/**/*.ts"', false],
  ['a hidden file', '".github/**"', false],
  ['one of several', '["a/**", "*.ts"]', false],
  ['a file only that is taken out again', '["*.ts", "!src/**"]', true],
])('a rule whose pattern matches %s: %s', async (_name, pattern, isIdle) => {
  const files = { [path]: match(pattern), [`${root}/src/a.ts`]: '', [`${root}/.github/ci.yml`]: '' };
  const steering = service(files);
  const { files: listed } = await steering.list(root);
  expect([...(await steering.idle(root, listed)).keys()]).toEqual(isIdle ? [path] : []);
  const live = await steering.read(root, path, `${match(pattern)} Typed.`);
  expect(live?.problems.map(({ code, severity, place }) => [code, severity, place.line])).toEqual(
    isIdle ? [['steering/no-match', 'info', 3]] : [],
  );
});

test('of the user’s own rules and of an untrusted folder nothing such is said', async () => {
  const own = `${createMemoryHost().homeFolder}/.kiro/steering/go.md`;
  const steering = service({ [own]: match('"*.go"'), [`${root}/a.ts`]: '' });
  expect(await steering.idle(root, (await steering.list(root)).files)).toEqual(new Map());
  const untrusted = service({ [path]: match('"*.go"'), [`${root}/a.ts`]: '' }, false);
  expect((await untrusted.read(root, path, match('"*.go"')))?.problems).toEqual([]);
});
