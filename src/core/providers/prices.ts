/** What tokens cost. A table with a date, since prices change; users replace rows with the setting `prices`. */
import type { Usage } from '../messages';
import type { Settings } from '../settings';
import { bedrockId } from './bedrockModels';

/** US dollars per million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

interface Row extends Price {
  /** From this many tokens of prompt on (cache included), every token of the request costs more. */
  readonly long?: Price & { readonly over: number };
}

/** When the table was last compared with the vendors' pages. */
export const pricesAsOf = '2026-11-21';

function claude(input: number, output: number, readShare = 0.1): Row {
  return { input, output, cacheRead: input * readShare, cacheWrite: input * 1.25 };
}

/** Nova writes its cache at no extra cost and reads it at a quarter; the rest has no cache. */
function nova(input: number, output: number): Row {
  return { input, output, cacheRead: input / 4, cacheWrite: input };
}

function plain(input: number, output: number): Row {
  return { input, output, cacheRead: input, cacheWrite: input };
}

/** By normalised id: Anthropic's without its date, Bedrock's by how it begins. */
const table: readonly (readonly [string, Row])[] = [
  ['claude-fable-5-1', claude(10, 50, 0.025)],
  ['claude-mythos-5-1', claude(10, 50, 0.025)],
  ['claude-fable-5', claude(10, 50)],
  ['claude-mythos-5', claude(10, 50)],
  ['claude-opus-5-5', claude(4, 20, 0.05)],
  ['claude-opus-5', claude(5, 25)],
  ['claude-opus-4-1', claude(15, 75)],
  ['claude-opus-4-5', claude(5, 25)],
  ['claude-opus-4-6', claude(5, 25)],
  ['claude-opus-4-7', claude(5, 25)],
  ['claude-opus-4-8', claude(5, 25)],
  ['claude-opus-4', claude(15, 75)],
  ['claude-sonnet-5-5', claude(2, 10, 0.05)],
  ['claude-sonnet-5', claude(2, 10)],
  ['claude-sonnet-4', claude(3, 15)],
  ['claude-sonnet-4-5', claude(3, 15)],
  ['claude-sonnet-4-6', claude(3, 15)],
  ['claude-3-7-sonnet', claude(3, 15)],
  ['claude-haiku-5-5', { ...claude(0.1, 0.5), long: { ...claude(0.5, 2.5), over: 100_000 } }],
  ['claude-haiku-4-5', claude(1, 5)],
  ['claude-3-5-haiku', claude(0.8, 4)],
  ['amazon.nova-2-lite', nova(0.3, 2.5)],
  ['amazon.nova-premier', nova(2.5, 12.5)],
  ['amazon.nova-pro', nova(0.8, 3.2)],
  ['amazon.nova-lite', nova(0.06, 0.24)],
  ['amazon.nova-micro', nova(0.035, 0.14)],
  ['deepseek.r1', plain(1.35, 5.4)],
  ['deepseek.v3.2', plain(0.62, 1.85)],
  ['deepseek.v3', plain(0.58, 1.68)],
  ['qwen.qwen3-coder-480b', plain(0.22, 1.8)],
  ['qwen.qwen3-coder-30b', plain(0.15, 0.6)],
  ['qwen.qwen3-235b', plain(0.22, 0.88)],
  ['qwen.qwen3-32b', plain(0.15, 0.6)],
];

/** Bedrock asks more where a model of the Claude line from 4.5 on stays in one geography, and more still in GovCloud. */
function surcharge(geography: string | undefined, base: string): number {
  if (!/claude-(opus|sonnet|haiku|fable|mythos)-(4-[5-9]|[5-9])/.test(base)) return 1;
  if (geography === 'us-gov') return 1.2;
  return geography === 'global' ? 1 : 1.1;
}

/**
 * Dollars that one request cost; undefined where the model's price is not known. Give it the usage of single requests
 * and add the results up: some prices depend on how long one prompt was.
 */
export function costOf(
  usage: Usage,
  provider: string,
  model: string,
  overrides: Settings['prices'] = {},
): number | undefined {
  const price = priceOf(provider, model, promptTokens(usage), overrides);
  if (price === undefined) return undefined;
  const { input, output, cacheRead, cacheWrite } = price;
  const sum = usage.input * input + usage.output * output + usage.cacheRead * cacheRead + usage.cacheWrite * cacheWrite;
  return sum / 1_000_000;
}

/** `promptTokens` counts what was read from and written to the cache too. */
export function priceOf(
  provider: string,
  model: string,
  promptTokens: number,
  overrides: Settings['prices'] = {},
): Price | undefined {
  const id = bedrockId(model);
  const bare = id.base.replace(/^anthropic\./, '');
  const own = overrides[`${provider}/${model}`] ?? overrides[model] ?? overrides[id.base] ?? overrides[bare];
  // Users who give no cache prices get Anthropic's usual shares of the input price.
  if (own) return { cacheRead: own.input * 0.1, cacheWrite: own.input * 1.25, ...defined(own) };
  const row = table.find(([key]) => isModel(bare, key))?.[1];
  if (row === undefined) return undefined;
  const price = row.long !== undefined && promptTokens > row.long.over ? row.long : row;
  const factor = provider === 'bedrock' ? surcharge(id.geography, bare) : 1;
  return {
    input: price.input * factor,
    output: price.output * factor,
    cacheRead: price.cacheRead * factor,
    cacheWrite: price.cacheWrite * factor,
  };
}

/** `claude-opus-4` is the model of 4.0 with any date, but not `claude-opus-4-5`; other vendors' rows stand for a family. */
function isModel(id: string, key: string): boolean {
  return key.includes('.') ? id.startsWith(key) : id === key || /^-\d{8}$/.test(id.replace(key, ''));
}

function promptTokens(usage: Usage): number {
  return usage.input + usage.cacheRead + usage.cacheWrite;
}

function defined(own: Settings['prices'][string]): Pick<Price, 'input' | 'output'> & Partial<Price> {
  const { input, output, cacheRead, cacheWrite } = own;
  return {
    input,
    output,
    ...(cacheRead === undefined ? {} : { cacheRead }),
    ...(cacheWrite === undefined ? {} : { cacheWrite }),
  };
}
