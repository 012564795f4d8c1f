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
    await handle.decideFinding(open?.id ?? '', 'dismissed', 'rows and todos are one');
    await handle.analyze('requirements.md');
    expect(handle.snapshot().findings).toMatchObject([{ id: open?.id, state: 'dismissed' }]);
    expect(JSON.stringify(made.client.requests.at(-1))).toContain('rows and todos are one');
  });

  test('a finding that quotes what is not there goes back once', async () => {
    const wrong = { ...finding, evidence: [{ where: '1.2', quote: 'words that nobody wrote' }] };
    const { handle, client } = await withRequirements(findingsTurn(wrong), findingsTurn(wrong, finding), {
      text: 'One.',
    });
    await handle.analyze('requirements.md');
    expect(handle.snapshot().findings).toHaveLength(1);
    client.assertDone();
  });
});
