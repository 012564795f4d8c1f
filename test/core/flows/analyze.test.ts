/** Findings about a document: kept, taken into a refinement, dismissed. */
import { describe, expect, test } from 'vitest';
import {
  editTurn,
  finding,
  findingsTurn,
  harness,
  opened,
  requirementsText,
  type Script,
  withAll,
  withRequirements,
} from '../../support/flowHarness';
import { type ScriptedTurn, scriptedModel } from '../../support/scriptedClient';

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
    expect(JSON.stringify(made.client.requests.at(-2))).toMatch(
      new RegExp(`${open?.id} \\| 1\\.2 \\| replace \\| IF the filter.* \\| on: a message that names the limit`, 'u'),
    );
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

  const wrongly = { ...finding, evidence: [{ where: '1.2', quote: 'words that nobody wrote' }] };

  test.each<[string, Script, string, number]>([
    ['one call', [reporting('One: 1.2.', finding)], 'One: 1.2.', 1],
    ['of an empty list too', [reporting('Nothing, of 3 criteria.')], 'Nothing, of 3 criteria.', 0],
    ['without a reply it is asked for', [findingsTurn(finding), { text: 'One.' }], 'One.', 1],
    [
      'what is sent back ends nothing',
      [reporting('One.', wrongly), reporting('The right one.', finding)],
      'The right one.',
      1,
    ],
    [
      'where a finding is left out, the words are asked for anew',
      [reporting('Two.', wrongly, finding), reporting('Two.', wrongly, finding), { text: 'One is left.' }],
      'One is left.',
      1,
    ],
  ])('a report with its reply ends the phase: %s', async (_, script, reply, count) => {
    const { handle, client } = await withRequirements(...script);
    expect(await handle.analyze('requirements.md')).toEqual({ kind: 'done' });
    expect(handle.snapshot()).toMatchObject({
      reply,
      findings: Array.from({ length: count }, () => finding.criterion).map((criterion) => ({ criterion })),
    });
    client.assertDone();
  });

  test.each([false, true])('its result stands before the next message, in a new window (%s) too', async (again) => {
    const made = await withRequirements(reporting('One: 1.2.', finding), { text: 'So.' });
    const { host, handle, client } = made;
    await handle.analyze('requirements.md');
    const later = again
      ? await opened(harness([], { host, model: async () => scriptedModel(client) }).workspace)
      : handle;
    expect(await later.refine('requirements.md', 'Why?')).toEqual({ kind: 'done' });
    const first = client.requests.at(-1)?.messages.at(-1)?.content[0];
    expect(first).toMatchObject({ type: 'tool_result', isError: false });
    expect(JSON.stringify(first)).toContain('before the person');
    client.assertDone();
  });

  test('a document is held against those that it rests on, in a conversation that never saw them too', async () => {
    const { host } = await withAll();
    const made = harness([reporting('Nothing.')], { host });
    const client = made.client;
    // A model of another name begins a conversation of its own.
    const other = harness([], { host, model: async () => ({ ...scriptedModel(client), model: 'another' }) });
    expect(await (await opened(other.workspace)).analyze('design.md')).toEqual({ kind: 'done' });
    const said = client.requests[0]?.messages
      .at(-1)
      ?.content.flatMap((each) => (each.type === 'text' ? [each.text] : []));
    const frame = /<earlier_documents>\n([\s\S]*?)<\/earlier_documents>/u.exec(said?.join('') ?? '')?.[1];
    expect(frame).toContain('requirements.md:');
    expect(frame).toContain(requirementsText.split('\n').find((line) => line.startsWith('1. ')));
    expect(frame).not.toContain('design.md:');
  });

  test.each([
    ['words of the requirements that the design says nothing of', 'requirements.md 1.3', 'answer 401', 1],
    ['words that the requirements do not have', 'requirements.md 1.3', 'answer 418', 0],
    ['words of the requirements as if they were its own', 'Overview', 'answer 401', 0],
  ])('a finding about a design may quote %s', async (_, where, quote, count) => {
    const missing = { ...finding, criterion: 'Overview', evidence: [{ where, quote }] };
    const { handle } = await withAll(reporting('One.', missing), reporting('One.', missing), { text: 'So.' });
    await handle.analyze('design.md');
    expect(handle.snapshot().findings).toHaveLength(count);
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

/** Findings with the words that the person reads. */
function reporting(reply: string, ...findings: readonly object[]): ScriptedTurn {
  return { calls: [{ name: 'report_findings', input: { findings, checked: '3 criteria', reply } }] };
}
