/** A hook that a model drafts from a sentence: what the model is told, and what its answers come to. */
import { expect, test } from 'vitest';
import { defaultSettings } from '../../../src/core/settings';
import { draftHook } from '../../../src/core/workspace/draftHook';
import { createMemoryHost } from '../../support/memoryHost';
import { createScriptedClient, scriptedModel } from '../../support/scriptedClient';

async function drafted(texts: readonly string[]) {
  const client = createScriptedClient(texts.map((text) => ({ text })));
  const model = async () => scriptedModel(client);
  const parts = { host: createMemoryHost({}), roots: ['/r'], trusted: true, settings: defaultSettings, model };
  const outcome = await draftHook(parts, '/r', 'No secrets.', new AbortController().signal);
  client.assertDone();
  const came = outcome.kind === 'failed' ? outcome.failure.message : outcome.kind === 'drafted' ? outcome.item : '';
  return { came, requests: client.requests };
}

const yaml = (text: string) => `\`\`\`yaml\n${text}\n\`\`\``;
const right = 'trigger: on_commit\nscan: secrets\non_failure: block';

test.each<[string, readonly string[], string]>([
  ['a hook in a block', [yaml(right)], right],
  ['a hook without one', [right], right],
  ['one that is wrong goes back with what is wrong', [yaml('trigger: on_commit\nscan: yes'), yaml(right)], right],
  [
    'words are told to the user, and the model is not asked again',
    ['That would delete branches\nof everybody. Which may go?'],
    'No hook was written. The model says: That would delete branches of everybody. Which may go?',
  ],
  [
    'words that speak of a trigger are words',
    ['There is no trigger: for mail.'],
    'No hook was written. The model says: There is no trigger: for mail.',
  ],
])('%s', async (_name, texts, expected) => {
  expect((await drafted(texts)).came).toBe(expected);
});

test('the model is told every trigger, action and condition with what each takes', async () => {
  expect((await drafted([right])).requests[0]?.system.join('\n')).toMatchSnapshot();
});
