/** Findings about a document: kept, taken into a refinement, dismissed. */
import { describe, expect, test } from 'vitest';
import { editTurn, finding, findingsTurn, withRequirements } from '../../support/flowHarness';

describe('analyze', () => {
  test('keeps findings, and an accepted one goes into the next refinement', async () => {
    const made = await withRequirements(
      findingsTurn(finding),
      { text: 'One finding: 1.2.' },
      editTurn('requirements.md', [[' with a message that names the limit', '']]),
      { text: 'Taken in.' },
    );
    const { handle } = made;
    expect(await handle.analyze('requirements.md')).toEqual({ kind: 'done' });
    const [open] = handle.snapshot().findings;
    expect(open).toMatchObject({ criterion: '1.2', state: 'open' });
    expect(await handle.decideFinding(open?.id ?? '', 'accepted')).toEqual({ kind: 'done' });
    await handle.refine('requirements.md', 'take the accepted findings in');
    expect(JSON.stringify(made.client.requests.at(-2))).toContain(`${open?.id} | 1.2 | replace | IF the filter`);
    expect(handle.snapshot().findings).toEqual([]);
  });

  test('a dismissed finding stays dismissed while its criterion is unchanged', async () => {
    const made = await withRequirements(findingsTurn(finding), { text: 'One.' }, findingsTurn(finding), {
      text: 'The same.',
    });
    const { handle } = made;
    await handle.analyze('requirements.md');
    const [open] = handle.snapshot().findings;
    for (const reason of [undefined, ' '])
      expect(await handle.decideFinding(open?.id ?? '', 'dismissed', reason)).toMatchObject({ kind: 'refused' });
    expect(handle.snapshot().findings).toMatchObject([{ state: 'open' }]);
    await handle.decideFinding(open?.id ?? '', 'dismissed', 'rows and todos are one');
    await handle.analyze('requirements.md');
    expect(handle.snapshot().findings).toMatchObject([{ id: open?.id, state: 'dismissed' }]);
    expect(JSON.stringify(made.client.requests.at(-1))).toContain('rows and todos are one');
  });

  const missing = { ...finding, kind: 'missing-edge-case', action: 'add_after' };
  const scheme = 'IF a todo has a link with another scheme than http, THEN THE Todo_App SHALL leave the link out.';
  const schemeAgain = 'IF the link of a todo has no http scheme, THEN THE Todo_App SHALL leave the link out of it.';
  const twice = 'WHEN an export is asked for twice at once, THE Todo_App SHALL answer both from one reading.';
  const quoting = (quote: string) => ({ ...finding, evidence: [{ where: '1.2', quote }] });

  test.each([
    ['two cases that one criterion lacks', { ...missing, wording: scheme }, { ...missing, wording: twice }, 2],
    ['one case in other words', { ...missing, wording: scheme }, { ...missing, wording: schemeAgain }, 1],
    ['two words of one criterion', quoting('a message that names the limit'), quoting('10,000 todos'), 2],
    ['one word of it with more around', quoting('names the limit'), quoting('a message that names the limit'), 1],
    ['another kind', quoting('a message'), { ...quoting('a message'), kind: 'untestable' }, 2],
  ])('dismissing the first of %s leaves what is another', async (_, first, second, count) => {
    const made = await withRequirements(findingsTurn(first), { text: '.' }, findingsTurn(first, second), { text: '.' });
    const { handle } = made;
    await handle.analyze('requirements.md');
    await handle.decideFinding(handle.snapshot().findings[0]?.id ?? '', 'dismissed', 'It is meant so.');
    await handle.analyze('requirements.md');
    const { findings } = handle.snapshot();
    expect(findings.map(({ state }) => state)).toEqual(['dismissed', 'open'].slice(0, count));
    expect(new Set(findings.map(({ id }) => id)).size).toBe(count);
  });

  test('each of two findings about one criterion is decided by itself', async () => {
    const both = [scheme, twice].map((wording) => ({ ...missing, wording }));
    const { handle } = await withRequirements(findingsTurn(...both), { text: 'Two.' });
    await handle.analyze('requirements.md');
    await handle.decideFinding(handle.snapshot().findings[1]?.id ?? '', 'accepted');
    expect(handle.snapshot().findings.map(({ state }) => state)).toEqual(['open', 'accepted']);
  });

  test('a finding that quotes what is not there goes back once', async () => {
    const wrong = { ...finding, evidence: [{ where: '1.2', quote: 'words that nobody wrote' }] };
    const { handle, client } = await withRequirements(findingsTurn(wrong), findingsTurn(wrong, finding), {
      text: 'One.',
    });
    await handle.analyze('requirements.md');
    expect(JSON.stringify(client.requests)).toContain('These findings quote words that are not in the document.');
    expect(handle.snapshot().findings).toHaveLength(1);
    client.assertDone();
  });
});
