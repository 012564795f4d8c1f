/** One row a provider: how its fake server is started, and how it says what every vendor says in its own way. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelRequest, ProviderEvent, ResolvedModel } from '../../../src/core/providers/provider';
import { isResolved, resolveModel } from '../../../src/core/providers/resolve';
import { expiredSignIn } from '../../support/awsFiles';
import { startFakeAnthropic } from '../../support/fakeAnthropic';
import { startFakeBedrock } from '../../support/fakeBedrock';
import type { FakeRequest, FakeTurn, Loopback } from '../../support/loopback';
import { collect, requestOf, type SourceOptions, sourceOf, type TestClock, testClock } from '../../support/models';

export type VendorError = NonNullable<FakeTurn['error']>;
type Json = Readonly<Record<string, unknown>>;

export interface Rig {
  readonly id: string;
  /** For people, in sentences. */
  readonly who: string;
  readonly model: string;
  readonly key: string;
  start(script: readonly FakeTurn[]): Promise<Loopback>;
  /** Settings, secrets and environment that lead to the server. */
  source(url: string): SourceOptions;
  readonly errors: {
    readonly throttled: VendorError;
    readonly overloaded: VendorError;
    readonly unavailable: VendorError;
    readonly wrongKey: VendorError;
    readonly noAccess: VendorError;
    readonly unknownModel: VendorError;
    readonly tooLong: VendorError;
    readonly boundReasoning: VendorError;
    /** A refusal in the vendor's words around a text. */
    readonly invalid: (words: string) => VendorError;
    /** Inside a stream. */
    readonly midStream: { readonly type: string; readonly message: string };
  };
  readonly stops: { readonly maxTokens: string; readonly refusal: string; readonly contextFull: string };
  /** The blocks of a request's message, and its places of cache points: `tools`, `system`, `0`, `2`. */
  wire(request: FakeRequest): { readonly cachePoints: readonly string[]; readonly withoutMarkers: Prompt };
  /** The request's assistant reasoning as the vendor wants it. */
  reasoning(request: FakeRequest): readonly unknown[];
  readonly sentReasoning: readonly unknown[];
}

export interface Prompt {
  readonly tools: readonly unknown[];
  readonly system: readonly unknown[];
  readonly messages: readonly unknown[];
}

export const anthropicRig: Rig = {
  id: 'anthropic',
  who: 'The model server 127.0.0.1',
  model: 'claude-sonnet-5-5',
  key: 'sk-ant-planted-4fK29xQmZr81',
  start: startFakeAnthropic,
  source: (url) => ({
    settings: { 'anthropic.baseUrl': url, 'models.planning': 'anthropic/claude-sonnet-5-5' },
    secrets: { 'anthropic/apiKey': anthropicRig.key },
  }),
  errors: {
    throttled: { status: 429, type: 'rate_limit_error' },
    overloaded: { status: 529, type: 'overloaded_error' },
    unavailable: { status: 503, type: 'api_error' },
    wrongKey: { status: 401, type: 'authentication_error', message: 'invalid x-api-key' },
    noAccess: { status: 403, type: 'permission_error', message: 'Your organization has no access' },
    unknownModel: { status: 404, type: 'not_found_error', message: 'model: claude-sonnet-5-5' },
    tooLong: {
      status: 400,
      type: 'invalid_request_error',
      message: 'prompt is too long: 1200000 tokens > 1000000 maximum',
    },
    boundReasoning: {
      status: 400,
      type: 'invalid_request_error',
      message:
        'messages.1.content.0: Invalid `signature` in `thinking` block. The block is bound to a different conversation.',
    },
    invalid: (words) => ({ status: 400, type: 'invalid_request_error', message: words }),
    midStream: { type: 'overloaded_error', message: 'Overloaded' },
  },
  stops: { maxTokens: 'max_tokens', refusal: 'refusal', contextFull: 'model_context_window_exceeded' },
  wire: ({ body }) => {
    const tools = listOf(body.tools);
    const system = listOf(body.system);
    const messages = listOf(body.messages);
    const marks = (list: readonly Json[]) => list.some((each) => 'cache_control' in each);
    return {
      cachePoints: placesOf(
        marks(tools),
        marks(system),
        messages.map((message) => marks(listOf(message.content))),
      ),
      withoutMarkers: {
        tools: tools.map(unmarked),
        system: system.map(unmarked),
        messages: messages.map((message) => ({ ...message, content: listOf(message.content).map(unmarked) })),
      },
    };
  },
  reasoning: ({ body }) =>
    listOf(body.messages)
      .flatMap((message) => listOf(message.content))
      .filter((block) => String(block.type).includes('thinking')),
  sentReasoning: [
    { type: 'thinking', thinking: 'Let me think.', signature: 'SIG+1' },
    { type: 'redacted_thinking', data: 'aGlkZGVu' },
  ],
};

export const bedrockRig: Rig = {
  id: 'bedrock',
  who: 'Amazon Bedrock',
  model: 'us.anthropic.claude-sonnet-5-5',
  key: 'ABSKplantedQ29uZm9ybWFuY2VTdWl0ZUtleTEyMzQ1Njc4OTA=',
  start: startFakeBedrock,
  source: (url) => ({
    settings: {
      'bedrock.endpoint': url,
      'bedrock.region': 'us-east-1',
      'models.planning': 'bedrock/us.anthropic.claude-sonnet-5-5',
    },
    secrets: { 'bedrock/bearerToken': bedrockRig.key },
  }),
  errors: {
    throttled: { status: 429, type: 'ThrottlingException', message: 'Too many requests' },
    overloaded: { status: 529, type: 'ServiceUnavailableException' },
    unavailable: { status: 503, type: 'ServiceUnavailableException', message: 'Service unavailable' },
    wrongKey: {
      status: 403,
      type: 'AccessDeniedException',
      message: 'Authentication failed: Please make sure your API Key is valid.',
    },
    noAccess: {
      status: 403,
      type: 'AccessDeniedException',
      message: "You don't have access to the model with the specified model ID.",
    },
    unknownModel: { status: 400, type: 'ValidationException', message: 'The provided model identifier is invalid.' },
    tooLong: { status: 400, type: 'ValidationException', message: 'Input is too long for requested model.' },
    boundReasoning: {
      status: 400,
      type: 'ValidationException',
      message:
        'messages.1.content.0: Invalid `signature` in `thinking` block. The block is bound to a different conversation.',
    },
    invalid: (words) => ({ status: 400, type: 'ValidationException', message: words }),
    midStream: { type: 'modelStreamErrorException', message: 'The model broke' },
  },
  stops: { maxTokens: 'max_tokens', refusal: 'guardrail_intervened', contextFull: 'model_context_window_exceeded' },
  wire: ({ body }) => {
    const tools = listOf((body.toolConfig as Json | undefined)?.tools);
    const system = listOf(body.system);
    const messages = listOf(body.messages);
    const marks = (list: readonly Json[]) => list.some((each) => 'cachePoint' in each);
    const plain = (list: readonly Json[]) => list.filter((each) => !('cachePoint' in each));
    return {
      cachePoints: placesOf(
        marks(tools),
        marks(system),
        messages.map((message) => marks(listOf(message.content))),
      ),
      withoutMarkers: {
        tools: plain(tools),
        system: plain(system),
        messages: messages.map((message) => ({ ...message, content: plain(listOf(message.content)) })),
      },
    };
  },
  reasoning: ({ body }) =>
    listOf(body.messages)
      .flatMap((message) => listOf(message.content))
      .filter((block) => 'reasoningContent' in block),
  sentReasoning: [
    { reasoningContent: { reasoningText: { text: 'Let me think.', signature: 'SIG+1' } } },
    { reasoningContent: { redactedContent: 'aGlkZGVu' } },
  ],
};

export const rigs: readonly Rig[] = [anthropicRig, bedrockRig];

function placesOf(tools: boolean, system: boolean, messages: readonly boolean[]): readonly string[] {
  return [
    ...(tools ? ['tools'] : []),
    ...(system ? ['system'] : []),
    ...messages.flatMap((marked, at) => (marked ? [String(at)] : [])),
  ];
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function unmarked({ cache_control: _, ...rest }: Json): Json {
  return rest;
}

export interface Run {
  readonly server: Loopback;
  readonly clock: TestClock;
  readonly model: ResolvedModel;
  ask(change?: Partial<ModelRequest>, signal?: AbortSignal): Promise<readonly ProviderEvent[]>;
}

/** A provider at its fake server for the time of `test`; afterwards the whole script must have been used. */
export async function withModel(
  rig: Rig,
  script: readonly FakeTurn[],
  test: (run: Run) => Promise<void>,
  more: SourceOptions = {},
): Promise<void> {
  const server = await rig.start(script);
  const clock = testClock();
  try {
    const options = rig.source(server.url);
    const model = await resolveModel(
      'planning',
      sourceOf({ ...options, ...more, settings: { ...options.settings, ...more.settings }, clock }),
    );
    if (!isResolved(model)) throw new Error(model.needs);
    const ask: Run['ask'] = (change, signal = new AbortController().signal) =>
      collect(model.client.stream(requestOf(model.model, change), signal));
    await test({ server, clock, model, ask });
  } catch (error) {
    await server.close().catch(() => undefined);
    throw error;
  }
  await server.close();
}

/** A folder with an AWS configuration in which the SSO sign-in of profile `dev` has expired; removed by `remove`. */
export function expiredSso(): { readonly env: Readonly<Record<string, string>>; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-aws-'));
  const config = expiredSignIn(folder);
  const env = {
    HOME: folder,
    USERPROFILE: folder,
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return { env, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Takes everything of AWS and Anthropic out of the process, for SDKs that look by themselves; answers with the way back. */
export function cleanEnvironment(add: Readonly<Record<string, string>> = {}): () => void {
  const before = { ...process.env };
  for (const name of Object.keys(process.env)) if (/^(AWS|ANTHROPIC)_/.test(name)) delete process.env[name];
  const nowhere = {
    AWS_CONFIG_FILE: '/nonexistent/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  Object.assign(process.env, nowhere, add);
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  };
}
