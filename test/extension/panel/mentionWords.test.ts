import { expect, test } from 'vitest';
import { mentionsIn } from '../../../src/core/context/mentions';
import { mentionWords } from '../../../src/extension/panel/mentionWords';

test('each thing has the word that mentions exactly it', () => {
  const words = mentionWords([
    '.kiro/specs/cart/design.md',
    '.kiro/specs/cart/tasks.md',
    '.kiro/steering/aws/lambda.md',
    'src/a b.ts',
    'src/deep/c.ts',
    'odd.',
  ]);
  expect(words.files.map(({ mention }) => mention)).toEqual([
    '#file:"src/a b.ts"',
    '#file:src/deep/c.ts',
    '#file:"odd."',
  ]);
  expect(words.folders.map(({ mention }) => mention)).toEqual(['#folder:src', '#folder:src/deep']);
  expect(words.specs).toEqual([{ label: 'cart', detail: 'cart', mention: '#spec:cart' }]);
  expect(words.steering).toEqual([{ label: 'lambda', detail: '.kiro/steering/aws/lambda.md', mention: '#lambda' }]);
  for (const { mention, detail } of [...words.files, ...words.folders, ...words.specs])
    expect(mentionsIn(`See ${mention}, please.`).map(({ what }) => what)).toEqual([detail]);
});
