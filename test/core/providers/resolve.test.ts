import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isResolved, resolveModel, resolveNamed, testModel } from '../../../src/core/providers/resolve';
import { startFakeAnthropic } from '../../support/fakeAnthropic';
import { modelOf, startFakeBedrock } from '../../support/fakeBedrock';
import { collect, requestOf, type SourceOptions, sourceOf, testClock } from '../../support/models';
import { cleanEnvironment, expiredSso } from './rig';

let restore = (): void => undefined;
beforeAll(() => {
  restore = cleanEnvironment();
});
afterAll(() => restore());

interface Case {
  readonly name: string;
  readonly options: SourceOptions;
  readonly sampleUrl?: string;
  readonly expected: string | RegExp;
}

const bearer = { AWS_BEARER_TOKEN_BEDROCK: 'ABSKx', AWS_REGION: 'eu-west-1' };
const cases: readonly Case[] = [
  {
    name: 'a key in the environment',
    options: { env: { ANTHROPIC_API_KEY: 'k' } },
    expected: 'anthropic/claude-opus-5-5 Claude Opus 5.5 high',
  },
  {
    name: 'a stored key',
    options: { secrets: { 'anthropic/apiKey': ' k\n' } },
    expected: 'anthropic/claude-opus-5-5 Claude Opus 5.5 high',
  },
  {
    name: 'a gateway token',
    options: { env: { ANTHROPIC_AUTH_TOKEN: 't' } },
    expected: 'anthropic/claude-opus-5-5 Claude Opus 5.5 high',
  },
  {
    name: 'a bearer token of Bedrock',
    options: { env: bearer },
    expected: 'bedrock/eu.anthropic.claude-opus-5-5 Claude Opus 5.5 on Bedrock high',
  },
  {
    name: 'keys of AWS in GovCloud',
    options: { env: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'us-gov-west-1' } },
    expected: 'bedrock/us-gov.anthropic.claude-opus-5-5 Claude Opus 5.5 on Bedrock high',
  },
  {
    name: 'a profile in the settings',
    options: { settings: { 'bedrock.profile': 'dev', 'bedrock.region': 'us-west-2' } },
    expected: 'bedrock/us.anthropic.claude-opus-5-5 Claude Opus 5.5 on Bedrock high',
  },
  {
    name: 'a container role',
    options: { env: { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/x', AWS_REGION: 'us-west-2' } },
    expected: 'bedrock/us.anthropic.claude-opus-5-5 Claude Opus 5.5 on Bedrock high',
  },
  {
    name: 'both: Anthropic first',
    options: { env: { ...bearer, ANTHROPIC_API_KEY: 'k' } },
    expected: 'anthropic/claude-opus-5-5 Claude Opus 5.5 high',
  },
  {
    name: 'the setting before the default',
    options: {
      env: { ...bearer, ANTHROPIC_API_KEY: 'k' },
      settings: { 'models.planning': 'bedrock/qwen.qwen3-coder-480b-a35b-v1:0' },
    },
    expected: 'bedrock/qwen.qwen3-coder-480b-a35b-v1:0 Qwen3 Coder on Bedrock high',
  },
  {
    name: 'an ARN in the setting',
    options: {
      settings: {
        'models.planning': 'bedrock/arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-sonnet-5-5',
      },
    },
    expected: /^bedrock\/arn:aws.* Claude Sonnet 5\.5 on Bedrock/,
  },
  {
    name: 'effort of the role',
    options: { env: { ANTHROPIC_API_KEY: 'k' }, settings: { 'effort.planning': 'max' } },
    expected: 'anthropic/claude-opus-5-5 Claude Opus 5.5 max',
  },
  {
    name: 'sample answers where nothing is set up',
    options: {},
    sampleUrl: 'http://127.0.0.1:1',
    expected: 'anthropic/sample-answers Sample answers undefined sample',
  },
  {
    name: 'no sample answers where a model is set up',
    options: { env: bearer },
    sampleUrl: 'http://127.0.0.1:1',
    expected: /^bedrock/,
  },
  {
    name: 'nothing set up',
    options: {},
    expected: /^No model is set up yet\. Run "Tracewright: Set Up a Model".*ANTHROPIC_API_KEY/,
  },
  {
    name: 'a setting without its key is never answered by samples',
    options: { settings: { 'models.planning': 'anthropic/claude-sonnet-5-5' } },
    sampleUrl: 'http://127.0.0.1:1',
    expected: /^Anthropic has no key for claude-sonnet-5-5 yet\. Run/,
  },
  {
    name: 'an unknown provider',
    options: { settings: { 'models.planning': 'acme/gpt' } },
    expected: /^"acme\/gpt" names no model\. Write provider\/model with anthropic or bedrock/,
  },
];

test.each(cases)('$name', async ({ options, sampleUrl, expected }) => {
  const source = { ...sourceOf(options), ...(sampleUrl === undefined ? {} : { sampleUrl }) };
  const model = await resolveModel('planning', source);
  const said = isResolved(model)
    ? `${model.provider}/${model.model} ${model.label} ${model.effort}${model.sample ? ' sample' : ''}`
    : model.needs;
  if (typeof expected === 'string') expect(said).toBe(expected);
  else expect(said).toMatch(expected);
  if (!isResolved(model))
    expect(model.failure).toEqual({ kind: 'needs_model', message: model.needs, retryable: false });
});

test('each role has a default of its own', async () => {
  const source = sourceOf({ env: { ANTHROPIC_API_KEY: 'k' } });
  const models = await Promise.all(
    (['planning', 'building', 'quick'] as const).map((role) => resolveModel(role, source)),
  );
  expect(models.map((model) => isResolved(model) && `${model.model} ${model.effort}`)).toEqual([
    'claude-opus-5-5 high',
    'claude-sonnet-5-5 medium',
    'claude-haiku-5-5 low',
  ]);
});

test('the sample server is started only when it is needed', async () => {
  let started = 0;
  const sampleUrl = async () => {
    started += 1;
    return 'http://127.0.0.1:1';
  };
  await resolveModel('planning', { ...sourceOf({ env: { ANTHROPIC_API_KEY: 'k' } }), sampleUrl });
  expect(started).toBe(0);
  expect(await resolveModel('planning', { ...sourceOf({}), sampleUrl })).toMatchObject({ sample: true });
  expect(started).toBe(1);
});

test("a profile's own region decides where no other is set", async () => {
  const sso = expiredSso();
  const back = cleanEnvironment(sso.env);
  try {
    expect(await resolveModel('building', sourceOf({ env: { AWS_PROFILE: 'dev' } }))).toMatchObject({
      model: 'eu.anthropic.claude-sonnet-5-5',
    });
  } finally {
    back();
    sso.remove();
  }
});

describe('the test call of "Set Up a Model"', () => {
  test('answers with its time', async () => {
    const server = await startFakeAnthropic([{ blocks: [{ text: 'ready' }] }]);
    const model = await resolveNamed(
      'anthropic/claude-haiku-5-5',
      'quick',
      sourceOf({ env: { ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: server.url } }),
    );
    if (!isResolved(model)) throw new Error(model.needs);
    expect(await testModel(model, testClock(), new AbortController().signal)).toEqual({
      ok: true,
      ms: expect.any(Number),
      model: 'claude-haiku-5-5',
    });
    expect(server.requests[0]?.headers.authorization).toBe('Bearer k');
    await server.close();
  });

  test('tells the failure', async () => {
    const server = await startFakeAnthropic([{ error: { status: 401, type: 'authentication_error' } }]);
    const model = await resolveNamed(
      'anthropic/claude-haiku-5-5',
      'quick',
      sourceOf({ env: { ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: server.url } }),
    );
    if (!isResolved(model)) throw new Error(model.needs);
    expect(await testModel(model, testClock(), new AbortController().signal)).toMatchObject({
      ok: false,
      failure: { kind: 'key' },
    });
    expect(await testModel(model, testClock(), AbortSignal.abort())).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('stopped') },
    });
    await server.close();
  });
});

interface SignIn {
  readonly name: string;
  readonly options: SourceOptions;
  readonly model?: string;
  readonly authorization: RegExp;
}

const keys = { AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'SK' };
const signIns: readonly SignIn[] = [
  {
    name: 'bearer token in the environment',
    options: { env: { AWS_BEARER_TOKEN_BEDROCK: 'TOKEN1' } },
    authorization: /^Bearer TOKEN1$/,
  },
  {
    name: 'stored bearer token before the environment',
    options: { secrets: { 'bedrock/bearerToken': 'TOKEN2' }, env: { AWS_BEARER_TOKEN_BEDROCK: 'TOKEN1', ...keys } },
    authorization: /^Bearer TOKEN2$/,
  },
  {
    name: 'keys in the environment',
    options: { env: keys },
    authorization: /^AWS4-HMAC-SHA256 Credential=AKIDTEST\/\d+\/us-east-1\/bedrock\//,
  },
  {
    name: 'GovCloud',
    options: { env: { ...keys, AWS_REGION: 'us-gov-west-1' }, settings: { 'bedrock.region': '' } },
    authorization: /\/us-gov-west-1\/bedrock\//,
  },
  {
    name: "an ARN's own region",
    options: { env: keys },
    model: 'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-opus-5-5',
    authorization: /\/eu-central-1\/bedrock\//,
  },
  { name: 'Nova', options: { env: keys }, model: 'us.amazon.nova-2-lite-v1:0', authorization: /AKIDTEST/ },
  { name: 'DeepSeek', options: { env: keys }, model: 'us.deepseek.r1-v1:0', authorization: /AKIDTEST/ },
  { name: 'Qwen', options: { env: keys }, model: 'qwen.qwen3-coder-480b-a35b-v1:0', authorization: /AKIDTEST/ },
];

test.each(signIns)(
  'Bedrock: $name',
  async ({ options, model: id = 'us.anthropic.claude-sonnet-5-5', authorization }) => {
    const server = await startFakeBedrock([{ blocks: [{ text: 'ok' }] }]);
    const settings = { 'bedrock.region': 'us-east-1', ...options.settings, 'bedrock.endpoint': server.url };
    const model = await resolveNamed(`bedrock/${id}`, 'planning', sourceOf({ ...options, settings }));
    if (!isResolved(model)) throw new Error(model.needs);
    const tools = [{ name: 'list', description: 'Lists', inputSchema: { type: 'object' } }];
    const events = await collect(
      model.client.stream(requestOf(id, { tools, effort: 'medium' }), new AbortController().signal),
    );
    expect(events.at(-1)).toMatchObject({ type: 'stop', reason: 'end' });
    const [request] = server.requests;
    expect(request?.headers.authorization).toMatch(authorization);
    expect(modelOf(request?.path ?? '')).toBe(id);
    const points = {
      tools: request?.raw.includes('"tools":[') && JSON.stringify(request.body.toolConfig).includes('cachePoint'),
      system: JSON.stringify(request?.body.system).includes('cachePoint'),
    };
    const family = id.includes('claude')
      ? { tools: true, system: true }
      : { tools: false, system: id.includes('nova') };
    expect(points).toEqual(family);
    expect(request?.raw.includes('"reasoningConfig":{"type":"enabled","maxReasoningEffort":"medium"}')).toBe(
      id.includes('nova-2'),
    );
    await server.close();
  },
);
