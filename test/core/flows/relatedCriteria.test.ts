import { expect, test } from 'vitest';
import { relatedCriteria } from '../../../src/core/flows/relatedCriteria';
import { parseSpec, type Spec } from '../../../src/core/specs';

function specOf(name: string, criteria: readonly string[]): Spec {
  const list = criteria.map((text, at) => `${at + 1}. ${text}`).join('\n');
  const text = `# Requirements\n\n## Requirements\n\n### Requirement 1: ${name}\n\n#### Acceptance Criteria\n\n${list}\n`;
  return parseSpec({ path: `/w/.kiro/specs/${name}`, files: { 'requirements.md': text } });
}

const near = 'WHEN a session expires, THE Shop SHALL keep the basket for 30 days.';
const far = 'WHEN a parcel is weighed, THE Depot SHALL print a label.';

test('criteria about the same things come, others do not', () => {
  const document = { text: 'WHEN a session expires, THE Shop SHALL empty the basket.' };
  expect(relatedCriteria(document, [specOf('baskets', [near, far]), specOf('depot', [far])])).toBe(
    `baskets 1.1: ${near}`,
  );
  expect(relatedCriteria(document, [])).toBe('');
});

test('one that is too long for all leaves the place to others', () => {
  const long = `WHEN a session expires, THE Shop SHALL keep the basket${' and the basket'.repeat(1500)}.`;
  expect(relatedCriteria({ text: long }, [specOf('long', [long]), specOf('baskets', [near])])).toBe(
    `baskets 1.1: ${near}`,
  );
});

test('what shares the rarest words comes first where not all fits, in the order of the specs', () => {
  const common = Array.from(
    { length: 400 },
    (_, at) => `WHEN a basket is opened in shop ${at}, THE Shop SHALL list the basket.`,
  );
  const text = relatedCriteria({ text: `${near} The basket of a shop.` }, [
    specOf('lists', common),
    specOf('baskets', [near]),
  ]);
  expect(text.length).toBeLessThanOrEqual(16_000);
  expect(text.split('\n').at(-1)).toBe(`baskets 1.1: ${near}`);
  expect(text.split('\n').length).toBeGreaterThan(100);
});
