/** Where requests go, as people are told: the very place that a request of this model is sent to. */
import { expect, test } from 'vitest';
import type { BedrockPart } from '../../../src/core/providers/bedrock';
import { resolveNamed, resolveSource } from '../../../src/core/providers/resolve';
import { defaultSettings, type Settings } from '../../../src/core/settings';
import { createMemoryHost } from '../../support/memoryHost';

interface Given {
  readonly settings?: Partial<Settings>;
  readonly env?: Readonly<Record<string, string>>;
  /** What the profile of this name says; `broken`: it can't be read. */
  readonly profiles?: Readonly<Record<string, string>> | 'broken';
}

const claude = 'bedrock/anthropic.claude-sonnet-5-5';
const arn = 'bedrock/arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.anthropic.claude-sonnet-5-5';

test.each<[string, Given, string]>([
  ['anthropic/claude-sonnet-5-5', {}, 'Anthropic'],
  [
    'anthropic/claude-sonnet-5-5',
    { env: { ANTHROPIC_BASE_URL: 'https://gw.example/v1' } },
    'the gateway https://gw.example/v1',
  ],
  [
    'anthropic/claude-sonnet-5-5',
    { settings: { 'anthropic.baseUrl': 'https://me:secret@gw.example/?key=secret' } },
    'the gateway https://gw.example/',
  ],
  [claude, { settings: { 'bedrock.region': 'eu-west-1' } }, 'Amazon Bedrock in eu-west-1'],
  [claude, { env: { AWS_REGION: 'eu-west-2' } }, 'Amazon Bedrock in eu-west-2'],
  [claude, { profiles: { work: 'eu-north-1' }, env: { AWS_PROFILE: 'work' } }, 'Amazon Bedrock in eu-north-1'],
  [claude, { profiles: 'broken' }, 'Amazon Bedrock in the region of the profile'],
  [arn, { settings: { 'bedrock.region': 'eu-west-1' } }, 'Amazon Bedrock in us-west-2, answered in any region of us'],
  [
    'bedrock/eu.anthropic.claude-sonnet-5-5',
    { env: { AWS_REGION: 'eu-west-1' } },
    'Amazon Bedrock in eu-west-1, answered in any region of eu',
  ],
  [
    'bedrock/global.anthropic.claude-sonnet-5-5',
    { env: { AWS_REGION: 'eu-west-1' } },
    'Amazon Bedrock in eu-west-1, answered in any region',
  ],
  [
    claude,
    { env: { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'https://vpce.example' } },
    'Amazon Bedrock in eu-west-1 through https://vpce.example',
  ],
])('%s with %j goes to %s', async (named, { settings, env, profiles = {} }, expected) => {
  const bedrock: BedrockPart = {
    stream: async () => undefined,
    profileRegion: async (profile) => {
      if (profiles === 'broken') throw new Error('It is no file.');
      return profiles[profile ?? ''];
    },
  };
  const host = createMemoryHost({ env: { ANTHROPIC_API_KEY: 'sk-ant-test', ...env }, parts: { bedrock } });
  const model = await resolveNamed(named, 'planning', resolveSource(host, { ...defaultSettings, ...settings }));
  expect('client' in model ? await model.where?.() : model.needs).toBe(expected);
});
