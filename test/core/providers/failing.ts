/** Scenarios of everything that goes wrong. */
import { expect } from 'vitest';
import {
  alphabet,
  brokenAfterTwo,
  fails,
  failureOf,
  hello,
  recovers,
  type Scenario,
  stopOf,
  textOf,
  truncates,
  waitsOf,
} from './scenario';

export const retrying: readonly Scenario[] = [
  recovers('503', (rig) => ({ error: rig.errors.unavailable }), 'overloaded'),
  recovers('529', (rig) => ({ error: rig.errors.overloaded }), 'overloaded'),
  recovers('throttling', (rig) => ({ error: rig.errors.throttled }), 'rate_limit'),
  recovers(
    'an error in mid-stream',
    (rig) => ({ blocks: [{ text: alphabet }], breaks: { after: 2, kind: 'error', ...rig.errors.midStream } }),
    'overloaded',
  ),
  recovers('a cut socket', () => brokenAfterTwo('cut'), 'network'),
  recovers('an early end', () => brokenAfterTwo('end'), 'network'),
  recovers('a malformed event', () => brokenAfterTwo('malformed'), 'malformed'),
  recovers('a stall', () => brokenAfterTwo('stall'), 'stalled', { settings: { 'request.idleTimeoutSeconds': 1 } }),
  truncates('a cut socket', brokenAfterTwo('cut'), 'network'),
  truncates('an early end', brokenAfterTwo('end'), 'network'),
  truncates('a stall', brokenAfterTwo('stall'), 'stalled', { 'request.idleTimeoutSeconds': 1 }),
  {
    name: 'a slow stream is no stall while something arrives',
    script: () => [{ blocks: [{ text: alphabet }], delayMs: 260 }],
    more: { settings: { 'request.idleTimeoutSeconds': 1, 'request.attempts': 1 } },
    run: async ({ ask }) => {
      const events = await ask();
      expect(stopOf(events).reason).toBe('end');
      expect(textOf(events)).toBe(alphabet);
    },
  },
  {
    name: '429 with retry-after is waited for, with jitter on top',
    script: (rig) => [{ error: { ...rig.errors.throttled, headers: { 'retry-after': '7' } } }, hello],
    run: async ({ ask, clock }) => {
      const [wait] = waitsOf(await ask());
      expect(wait).toMatchObject({ attempt: 2, of: 5, delayMs: 7_500, reason: { kind: 'rate_limit' } });
      expect(clock.sleeps).toEqual([7_500]);
    },
  },
  {
    name: 'a retry-after of an hour is not waited for',
    script: (rig) => [{ error: { ...rig.errors.throttled, headers: { 'retry-after': '3600' } } }],
    run: async ({ ask }) => {
      expect(failureOf(await ask()).kind).toBe('rate_limit');
    },
  },
  {
    name: 'five attempts with backoff, then one sentence',
    script: (rig) => Array.from({ length: 5 }, () => ({ error: rig.errors.unavailable })),
    run: async ({ ask, clock, server }) => {
      const events = await ask();
      expect(waitsOf(events).map(({ attempt, of }) => `${attempt} of ${of}`)).toEqual([
        '2 of 5',
        '3 of 5',
        '4 of 5',
        '5 of 5',
      ]);
      expect(clock.sleeps).toEqual([500, 1_000, 2_000, 4_000]);
      expect(failureOf(events)).toMatchObject({ kind: 'overloaded', retryable: true });
      expect(stopOf(events).reason).toBe('failed');
      expect(server.requests).toHaveLength(5);
    },
  },
  {
    name: 'nobody listens at the address',
    script: () => [],
    run: async ({ ask, server }) => {
      await server.close();
      const events = await ask();
      expect(waitsOf(events)).toHaveLength(4);
      expect(failureOf(events)).toMatchObject({
        kind: 'network',
        message: expect.stringMatching(/could not be reached \(ECONNREFUSED\)/),
      });
    },
  },
];

export const refusing: readonly Scenario[] = [
  fails(
    'a wrong key',
    (rig) => rig.errors.wrongKey,
    'key',
    () => /does not accept the (API )?key\. Run "Tracewright: Set Up a Model"/,
  ),
  fails(
    'no access to the model',
    (rig) => rig.errors.noAccess,
    'access',
    () => /(does not let this key use|has no access to) .*claude-sonnet-5-5.*Set Up a Model/,
  ),
  fails(
    'an unknown model',
    (rig) => rig.errors.unknownModel,
    'unknown_model',
    () => /no model "\S*claude-sonnet-5-5".*Set Up a Model/,
  ),
  fails(
    'a prompt that is too long',
    (rig) => rig.errors.tooLong,
    'context_full',
    () => /too long for .*Start a new one/,
  ),
  fails(
    'any other refusal, in its words but without the key',
    (rig) => rig.errors.invalid(`tools.0 is odd for ${rig.key}`),
    'invalid_request',
    () => /refused the request.*: tools\.0 is odd for \[redacted/,
  ),
  {
    name: 'a prompt that is too long stops as context_full',
    script: (rig) => [{ error: rig.errors.tooLong }],
    run: async ({ ask }) => {
      expect(stopOf(await ask()).reason).toBe('context_full');
    },
  },
];

export const onlyBedrock: readonly Scenario[] = [
  ...(
    [
      [
        'a region without the model',
        { status: 400, type: 'ValidationException', message: 'The model is not supported in this Region.' },
        'region',
        /not offered in us-east-1\. Set tracewright\.bedrock\.region .* global\.anthropic\.claude-sonnet-5-5/,
      ],
      [
        'a model that needs an inference profile',
        {
          status: 400,
          type: 'ValidationException',
          message:
            'Invocation of model ID anthropic.claude-sonnet-5-5 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
        },
        'region',
        /Set the model to us\.anthropic\.claude-sonnet-5-5/,
      ],
      [
        'a role without the permission',
        {
          status: 403,
          type: 'AccessDeniedException',
          message: 'User: arn:aws:iam::1:user/x is not authorized to perform: bedrock:InvokeModelWithResponseStream',
        },
        'access',
        /Allow bedrock:InvokeModelWithResponseStream/,
      ],
      [
        'a retired model',
        {
          status: 404,
          type: 'ResourceNotFoundException',
          message: 'This model version has reached the end of its life.',
        },
        'unknown_model',
        /list-inference-profiles/,
      ],
      [
        'an expired session token',
        {
          status: 403,
          type: 'ExpiredTokenException',
          message: 'The security token included in the request is expired',
        },
        'sign_in',
        /^The AWS sign-in has expired\. Run: aws sso login$/,
      ],
      [
        'a quota that is used up',
        { status: 400, type: 'ServiceQuotaExceededException', message: 'quota' },
        'rate_limit',
        /Service Quotas/,
      ],
    ] as const
  ).map(([name, error, kind, sentence]) => ({
    ...fails(
      name,
      () => error,
      kind,
      () => sentence,
    ),
    only: 'bedrock',
  })),
  {
    ...recovers(
      'a model that is not ready',
      () => ({ error: { status: 429, type: 'ModelNotReadyException' } }),
      'overloaded',
    ),
    only: 'bedrock',
  },
  {
    ...recovers(
      'throttling in mid-stream',
      () => ({
        blocks: [{ text: alphabet }],
        breaks: { after: 1, kind: 'error', type: 'throttlingException', message: 'slow down' },
      }),
      'rate_limit',
    ),
    only: 'bedrock',
  },
  {
    ...recovers(
      'a tool call that the vendor could not read',
      () => ({ blocks: [{ text: 'x' }], stop: 'malformed_tool_use' }),
      'malformed',
    ),
    only: 'bedrock',
  },
];

export const onlyAnthropic: readonly Scenario[] = [
  {
    ...fails(
      'an account without credit',
      () => ({ status: 400, type: 'invalid_request_error', message: 'Your credit balance is too low' }),
      'access',
      () => /no credit left/,
    ),
    only: 'anthropic',
  },
];
