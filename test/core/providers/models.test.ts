/** What ids say: families, default models, prices, thinking. */
import { describe, expect, test } from 'vitest';
import { bedrockCaching, bedrockDefault, bedrockFacts, bedrockId } from '../../../src/core/providers/bedrockModels';
import { claudeOf, claudeThinking } from '../../../src/core/providers/claude';
import { costOf, priceOf } from '../../../src/core/providers/prices';
import type { ModelRequest, ModelRole } from '../../../src/core/providers/provider';
import { requestOf } from '../../support/models';

const arn = 'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-opus-5-5';
const governmentArn =
  'arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0';
const application = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6';

describe('Bedrock ids', () => {
  test.each([
    ['anthropic.claude-sonnet-5-5', { base: 'anthropic.claude-sonnet-5-5', family: 'claude' }],
    [
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      { base: 'anthropic.claude-sonnet-4-5-20250929', geography: 'us', family: 'claude' },
    ],
    [
      'us-gov.anthropic.claude-sonnet-5-5',
      { base: 'anthropic.claude-sonnet-5-5', geography: 'us-gov', family: 'claude' },
    ],
    [
      'global.anthropic.claude-haiku-5-5',
      { base: 'anthropic.claude-haiku-5-5', geography: 'global', family: 'claude' },
    ],
    ['apac.amazon.nova-pro-v1:0', { base: 'amazon.nova-pro', geography: 'apac', family: 'nova' }],
    ['amazon.nova-lite-v1:0:300k', { base: 'amazon.nova-lite', family: 'nova' }],
    ['us.amazon.nova-2-lite-v1:0', { base: 'amazon.nova-2-lite', geography: 'us', family: 'nova2' }],
    ['us.deepseek.r1-v1:0', { base: 'deepseek.r1', geography: 'us', family: 'deepseek' }],
    ['deepseek.v3-v1:0', { base: 'deepseek.v3', family: 'deepseek' }],
    ['qwen.qwen3-coder-480b-a35b-v1:0', { base: 'qwen.qwen3-coder-480b-a35b', family: 'qwen' }],
    [arn, { base: 'anthropic.claude-opus-5-5', geography: 'eu', region: 'eu-central-1', family: 'claude' }],
    [
      governmentArn,
      { base: 'anthropic.claude-sonnet-4-5-20250929', geography: 'us-gov', region: 'us-gov-west-1', family: 'claude' },
    ],
    [application, { base: 'a1b2c3d4e5f6', region: 'us-east-1', family: 'other' }],
  ])('%s', (id, expected) => {
    expect(bedrockId(id)).toEqual(expected);
  });

  test.each([
    ['planning', 'us-east-1', 'us.anthropic.claude-opus-5-5'],
    ['building', 'eu-west-3', 'eu.anthropic.claude-sonnet-5-5'],
    ['quick', 'ap-northeast-1', 'jp.anthropic.claude-haiku-5-5'],
    ['quick', 'ap-southeast-2', 'au.anthropic.claude-haiku-5-5'],
    ['planning', 'ap-south-1', 'global.anthropic.claude-opus-5-5'],
    ['planning', 'us-gov-west-1', 'us-gov.anthropic.claude-opus-5-5'],
    ['quick', 'us-gov-east-1', 'us-gov.anthropic.claude-haiku-4-5-20251001-v1:0'],
    ['building', undefined, 'global.anthropic.claude-sonnet-5-5'],
  ] as readonly (readonly [ModelRole, string | undefined, string])[])(
    'default for %s in %s',
    (role, region, expected) => {
      expect(bedrockDefault(role, region)).toBe(expected);
    },
  );

  test.each([
    ['us.anthropic.claude-opus-5-5', 'everywhere', 'Claude Opus 5.5 on Bedrock', 1_000_000, 128_000],
    ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 'everywhere', 'Claude Haiku 4.5 on Bedrock', 200_000, 64_000],
    ['us.anthropic.claude-3-haiku-20240307-v1:0', 'none', 'Claude Haiku 3 on Bedrock', 200_000, 8_192],
    ['amazon.nova-micro-v1:0', 'not-tools', 'Amazon Nova Micro on Bedrock', 128_000, 10_000],
    ['qwen.qwen3-coder-480b-a35b-v1:0', 'none', 'Qwen3 Coder on Bedrock', 256_000, 64_000],
    [application, 'none', 'a1b2c3d4e5f6 on Bedrock', 128_000, 8_192],
  ])('%s: caching and size', (id, caching, label, contextWindow, maxOutput) => {
    expect(bedrockCaching(id)).toBe(caching);
    expect(bedrockFacts(id)).toEqual({ label, contextWindow, maxOutput });
  });
});

describe('Claude ids', () => {
  test.each([
    ['claude-opus-5-5', 'Claude Opus 5.5'],
    ['claude-sonnet-5', 'Claude Sonnet 5'],
    ['claude-opus-4-20250514', 'Claude Opus 4'],
    ['claude-haiku-4-5-20251001', 'Claude Haiku 4.5'],
    ['anthropic.claude-3-7-sonnet-20250219-v1:0', 'Claude Sonnet 3.7'],
    ['claude-3-haiku-20240307', 'Claude Haiku 3'],
    ['claude-fable-5-2', 'Claude Fable 5.2'],
    ['gpt-6', undefined],
    ['claude-mythos-preview', undefined],
  ])('%s', (id, label) => {
    expect(claudeOf(id)?.label).toBe(label);
  });

  const answered: ModelRequest['messages'] = [
    { role: 'user', content: [{ type: 'text', text: 'x' }] },
    { role: 'assistant', content: [{ type: 'tool_call', id: 't', name: 'x', input: {} }] },
    { role: 'user', content: [{ type: 'tool_result', callId: 't', content: [], isError: false }] },
  ];
  test.each([
    [
      'claude-opus-5-5',
      { effort: 'max' },
      { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'max' } },
    ],
    ['claude-sonnet-4-6', { effort: 'max' }, { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } }],
    [
      'claude-haiku-4-5',
      { effort: 'medium', maxTokens: 8_000 },
      { thinking: { type: 'enabled', budget_tokens: 4_096 } },
    ],
    ['claude-haiku-4-5', { effort: 'max', maxTokens: 8_000 }, { thinking: { type: 'enabled', budget_tokens: 6_976 } }],
    ['claude-haiku-4-5', { effort: 'low' }, {}],
    ['claude-haiku-4-5', { effort: 'high', maxTokens: 1_500 }, {}],
    ['claude-haiku-4-5', { effort: 'high', messages: answered }, {}],
    ['claude-3-5-haiku-20241022', { effort: 'high' }, {}],
    ['claude-opus-5-5', {}, {}],
  ] as readonly (readonly [string, Partial<ModelRequest>, object])[])(
    'thinking of %s with %j',
    (id, change, expected) => {
      expect(claudeThinking(claudeOf(id), requestOf(id, change))).toEqual(expected);
    },
  );
});

describe('prices', () => {
  const million = { input: 1_000_000, output: 0, cacheRead: 0, cacheWrite: 0 };
  test.each([
    ['anthropic', 'claude-opus-5-5', { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 }],
    ['anthropic', 'claude-sonnet-5-5', { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5 }],
    ['anthropic', 'claude-haiku-5-5', { input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125 }],
    ['anthropic', 'claude-opus-4-20250514', { input: 15, output: 75, cacheRead: 1.5, cacheWrite: 18.75 }],
    ['anthropic', 'claude-sonnet-4-5-20250929', { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 }],
    ['bedrock', 'global.anthropic.claude-sonnet-5-5', { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5 }],
    ['bedrock', 'us.anthropic.claude-sonnet-5-5', { input: 2.2, output: 11, cacheRead: 0.11, cacheWrite: 2.75 }],
    ['bedrock', 'us-gov.anthropic.claude-sonnet-5-5', { input: 2.4, output: 12, cacheRead: 0.12, cacheWrite: 3 }],
    ['bedrock', arn, { input: 4.4, output: 22, cacheRead: 0.22, cacheWrite: 5.5 }],
    ['bedrock', 'us.amazon.nova-pro-v1:0', { input: 0.8, output: 3.2, cacheRead: 0.2, cacheWrite: 0.8 }],
  ])('%s %s', (provider, model, expected) => {
    const price = priceOf(provider, model, 1_000);
    for (const [kind, dollars] of Object.entries(expected))
      expect(price?.[kind as keyof typeof expected]).toBeCloseTo(dollars, 9);
  });

  test('a long prompt costs more per token where the vendor says so', () => {
    expect(
      costOf({ input: 10_000, output: 0, cacheRead: 90_000, cacheWrite: 0 }, 'anthropic', 'claude-haiku-5-5'),
    ).toBeCloseTo(0.001 + 0.0009, 9);
    expect(
      costOf({ input: 10_001, output: 0, cacheRead: 90_000, cacheWrite: 0 }, 'anthropic', 'claude-haiku-5-5'),
    ).toBeCloseTo(0.0050005 + 0.0045, 9);
  });

  test('all kinds of tokens count, each at its price', () => {
    const usage = { input: 1_000, output: 2_000, cacheRead: 100_000, cacheWrite: 10_000 };
    expect(costOf(usage, 'anthropic', 'claude-sonnet-5-5')).toBeCloseTo(0.002 + 0.02 + 0.01 + 0.025, 9);
  });

  test('unknown models have no price, and users set their own', () => {
    for (const model of ['gpt-6', 'claude-fable-5-2', 'claude-opus-6', 'sample-answers', application])
      expect(costOf(million, 'bedrock', model), model).toBeUndefined();
    expect(costOf(million, 'anthropic', 'my-gateway-model', { 'my-gateway-model': { input: 7, output: 9 } })).toBe(7);
    expect(
      costOf(million, 'bedrock', 'us.anthropic.claude-opus-5-5', { 'claude-opus-5-5': { input: 3, output: 9 } }),
    ).toBe(3);
    expect(priceOf('anthropic', 'x', 0, { x: { input: 10, output: 20 } })).toEqual({
      input: 10,
      output: 20,
      cacheRead: 1,
      cacheWrite: 12.5,
    });
  });
});
