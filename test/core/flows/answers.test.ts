/** What models do instead of what they are asked for: their documents arrive all the same, and nothing is paid twice. */
import { expect, test } from 'vitest';
import {
  askTurn,
  created,
  harness,
  opened,
  requirementsText,
  type Script,
  spec,
  stateOf,
} from '../../support/flowHarness';
import type { ScriptedTurn } from '../../support/scriptedClient';

const hello = 'One assumption: the limit.';
const at = requirementsText.indexOf('2. IF') + '2. IF the filter '.length;
const fence = '```mermaid\ngraph TD\n  A-->B\n  B--';
const diagram = `${requirementsText}\n## Flow\n\n${fence}`;

const cut = (text: string): ScriptedTurn => ({ text: `${hello}\n\n<document>\n${text}`, reason: 'max_tokens' });
const tagged = (text: string): ScriptedTurn => ({ text: `<document>\n${text}</document>\n` });
const line = requirementsText.slice(requirementsText.lastIndexOf('\n', at) + 1);
const middle = requirementsText.slice(at);

test.each<[string, Script, string, string?]>([
  ['without tags', [{ text: `${hello}\n\n${requirementsText}` }], requirementsText, hello],
  [
    'without tags, in a fence',
    [{ text: `${hello}\n\n\`\`\`markdown\n${requirementsText}\`\`\`` }],
    requirementsText,
    hello,
  ],
  [
    'without tags, cut off, the rest without tags',
    [{ text: `${hello}\n\n${requirementsText.slice(0, at)}`, reason: 'max_tokens' }, { text: line }],
    requirementsText,
    hello,
  ],
  ['words first, the document when told', [{ text: 'Here it is.' }, tagged(requirementsText)], requirementsText, ''],
  ['no closing tag', [{ text: `${hello}\n<document>\n${requirementsText.trimEnd()}` }], requirementsText, hello],
  [
    'cut off, no closing tag behind the rest',
    [cut(requirementsText.slice(0, at)), { text: `<document>\n${line.trimEnd()}` }],
    requirementsText,
    hello,
  ],
  ['cut off, nothing left to write', [cut(requirementsText.trimEnd()), tagged('')], requirementsText, hello],
  [
    'cut off, goes on in the middle of the line',
    [cut(requirementsText.slice(0, at)), tagged(middle)],
    requirementsText,
    hello,
  ],
  ['the same without tags', [cut(requirementsText.slice(0, at)), { text: middle }], requirementsText, hello],
  [
    'words before a rest without tags',
    [cut(requirementsText.slice(0, at)), { text: `Continuing:\n\n${line}` }],
    requirementsText,
    `${hello}\n\nContinuing:`,
  ],
  ['a fence opened again', [cut(diagram), tagged('```mermaid\n  B-->C\n```\n')], `${diagram}>C\n\`\`\`\n`, hello],
])('%s', async (_name, answers, document, reply) => {
  const { workspace, host, client } = harness([askTurn(), ...answers]);
  const handle = await created(workspace);
  expect(await handle.answer([])).toEqual({ kind: 'done' });
  expect(host.text(`${spec}/requirements.md`)).toBe(document);
  if (reply !== undefined) expect(handle.snapshot().reply ?? '').toBe(reply);
  expect(stateOf(handle, 'requirements.md').versions.map(({ partial }) => partial)).toEqual([false]);
  client.assertDone();
});

test('the request for the rest shows what is dropped, and the fence only where there is one', async () => {
  const { workspace, client } = harness([
    askTurn(),
    cut(requirementsText.slice(0, at)),
    cut(`${line}\n## Flow\n\n${fence}`),
    tagged('  B-->C\n```\n'),
  ]);
  await (await created(workspace)).answer([]);
  const asked = client.requests.slice(2).map(({ messages }) => JSON.stringify(messages.at(-1)));
  expect(asked[0]).toContain('<dropped>\\n2. IF the filter\\n</dropped>');
  expect(asked[0]).not.toContain('code fence');
  expect(asked[1]).toContain('<dropped>\\n  B--\\n</dropped>');
  expect(asked[1]).toContain('code fence, opened by this line: ```mermaid');
});

test('no document, twice: nothing is written, the words are told, and resume asks again in a few words', async () => {
  const words = 'The request contradicts the code: there is no filter.';
  const { workspace, host, client } = harness([askTurn(), { text: words }, { text: words }]);
  const handle = await created(workspace);
  const outcome = await handle.answer([]);
  expect(outcome).toMatchObject({ kind: 'failed', failure: { kind: 'malformed' } });
  expect(outcome.kind === 'failed' && outcome.failure.message).toContain(words);
  expect(handle.snapshot()).toMatchObject({ reply: words, activity: { kind: 'stopped', by: 'failure' } });
  expect(host.text(`${spec}/requirements.md`)).toBeUndefined();
  client.assertDone();
  const later = harness([tagged(requirementsText)], { host });
  const again = await opened(later.workspace);
  expect(await again.resume()).toEqual({ kind: 'done' });
  expect(host.text(`${spec}/requirements.md`)).toBe(requirementsText);
  const [request] = later.client.requests;
  expect(JSON.stringify(request?.messages.at(-1)).length).toBeLessThan(400);
  expect(JSON.stringify(client.requests.at(-1)?.messages.at(-1))).toContain('Your answer held no `<document>`');
});

test('words that quote a document are no document where none is asked for', async () => {
  const { workspace, host } = harness([
    askTurn(),
    tagged(requirementsText),
    { text: `It would begin so:\n\n# Requirements Document\n\n## Introduction` },
  ]);
  const handle = await created(workspace);
  await handle.answer([]);
  expect(await handle.refine('requirements.md', 'How would it begin?')).toEqual({ kind: 'done' });
  expect(host.text(`${spec}/requirements.md`)).toBe(requirementsText);
});

test('a document without its closing tag where edits were asked for does not take in what is said next', async () => {
  const { workspace, client } = harness([
    askTurn(),
    tagged(requirementsText),
    { text: `<document>\n${requirementsText.replace('10,000', '1')}` },
    { text: 'Then nothing is changed.' },
  ]);
  const handle = await created(workspace);
  await handle.answer([]);
  await handle.refine('requirements.md', 'Other words');
  expect(handle.snapshot().reply).toBe('Then nothing is changed.');
  client.assertDone();
});
