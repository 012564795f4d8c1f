import * as assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import { editorCodeView } from '../../src/extension/codeView';
import { clean, fresh, put, until } from '../support/hostWindow';

describe('what agents see of code', () => {
  after(clean);
  const view = editorCodeView();

  it('the problems of a file that nobody has opened, as it is on disk', async function () {
    // The TypeScript server starts with the first question.
    this.timeout(60_000);
    const name = `${fresh('broken')}.ts`;
    const path = put(name, 'const a = 1;\nconst b: = 2;\nexport { a, b };\n').replaceAll('\\', '/');
    const found = await until(
      'the errors',
      async () => {
        const problems = await view.problems([path]);
        return problems !== undefined && problems.length > 0 && problems;
      },
      30_000,
    );
    assert.ok(found.some(({ line, severity }) => line === 2 && severity === 'error'));
    assert.ok(found.every((problem) => problem.path === path && problem.message !== ''));
    put(name, 'const a = 1;\nconst b = 2;\nexport { a, b };\n');
    await until('the errors to go', async () => (await view.problems([path]))?.length === 0);
  });

  it('nothing more of a file that is fine, and an end of the waiting', async () => {
    const path = put(`${fresh('fine')}.txt`, 'words\n').replaceAll('\\', '/');
    assert.deepEqual(await view.problems([path]), []);
    assert.deepEqual(await view.problems([path], AbortSignal.abort()), []);
  });

  it('the outline of a file, where a tool knows its language, else none', async () => {
    const path = put(`${fresh('shape')}.ts`, 'export class Shape {\n  area() {\n    return 1;\n  }\n}\n').replaceAll(
      '\\',
      '/',
    );
    const [shape] = await until('the symbols', async () => view.outline(path));
    assert.equal(shape?.name, 'Shape');
    assert.deepEqual([shape.kind, shape.line, shape.endLine], ['class', 1, 5]);
    assert.deepEqual(
      shape.children.map(({ name, kind }) => [name, kind]),
      [['area', 'method']],
    );
    const plain = put(`${fresh('plain')}.txt`, 'words\n').replaceAll('\\', '/');
    assert.equal(await view.outline(plain), undefined);
    assert.equal(await view.outline(`${plain}.gone`), undefined);
  });
});
