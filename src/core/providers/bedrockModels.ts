/** What a Bedrock model id, inference profile or ARN says: family, region, default models. */
import { claudeCaches, claudeFacts, claudeOf } from './claude';
import type { ModelFacts, ModelRole } from './provider';

/** Models that are spoken to alike. */
export type BedrockFamily = 'claude' | 'nova' | 'nova2' | 'deepseek' | 'qwen' | 'other';

/** Geographies of inference profiles, longest first since `us-gov.` begins like `us.`. */
const geographies = ['us-gov', 'global', 'apac', 'us', 'eu', 'jp', 'au', 'ca', 'sa', 'me', 'af', 'il', 'mx'] as const;
const profilePrefix = new RegExp(`^(${geographies.join('|')})\\.(?=[a-z0-9-]+\\.)`);

/** What an id says. */
export interface BedrockId {
  /** Without geography, version suffix (`-v1:0`) and ARN: `anthropic.claude-opus-5-5`. */
  readonly base: string;
  /** `us`, `us-gov`, `global`, …; undefined for a model called in its own region. */
  readonly geography?: string;
  /** The region in an ARN. */
  readonly region?: string;
  readonly family: BedrockFamily;
}

/** Takes any form; an application inference profile's ARN names no model, so its family is `other`. */
export function bedrockId(model: string): BedrockId {
  const arn = /^arn:[\w-]+:bedrock:([a-z0-9-]+):\d*:[\w-]+\/(.+)$/.exec(model);
  const name = arn?.[2] ?? model;
  const geography = profilePrefix.exec(name)?.[1];
  const base = name
    .replace(profilePrefix, '')
    .replace(/(?<=[a-z0-9])-?v\d+(:\d+)*(:\w+)?$/, '')
    .replace(/:\d+$/, '');
  return {
    base,
    ...(geography === undefined ? {} : { geography }),
    ...(arn?.[1] === undefined ? {} : { region: arn[1] }),
    family: familyOf(base),
  };
}

function familyOf(base: string): BedrockFamily {
  if (base.startsWith('anthropic.')) return 'claude';
  if (base.startsWith('amazon.nova-2')) return 'nova2';
  if (base.startsWith('amazon.nova')) return 'nova';
  if (base.startsWith('deepseek.')) return 'deepseek';
  return base.startsWith('qwen.') ? 'qwen' : 'other';
}

/** Where cache points may stand. A model that knows none refuses the request, so unknown ones get none. */
export function bedrockCaching(model: string): 'everywhere' | 'not-tools' | 'none' {
  const { family, base } = bedrockId(model);
  if (family === 'nova' || family === 'nova2') return 'not-tools';
  const claude = family === 'claude' ? claudeOf(base) : undefined;
  return claude && claudeCaches(claude) ? 'everywhere' : 'none';
}

const others: readonly (readonly [RegExp, string, number, number])[] = [
  [/^amazon\.nova-2-lite/, 'Amazon Nova 2 Lite', 1_000_000, 64_000],
  [/^amazon\.nova-2/, 'Amazon Nova 2', 1_000_000, 64_000],
  [/^amazon\.nova-premier/, 'Amazon Nova Premier', 1_000_000, 10_000],
  [/^amazon\.nova-pro/, 'Amazon Nova Pro', 300_000, 10_000],
  [/^amazon\.nova-lite/, 'Amazon Nova Lite', 300_000, 10_000],
  [/^amazon\.nova-micro/, 'Amazon Nova Micro', 128_000, 10_000],
  [/^deepseek\.r1/, 'DeepSeek R1', 128_000, 32_000],
  [/^deepseek\./, 'DeepSeek V3', 128_000, 32_000],
  [/^qwen\.qwen3-coder/, 'Qwen3 Coder', 256_000, 64_000],
  [/^qwen\./, 'Qwen3', 128_000, 32_000],
];

/** Sizes in tokens; an unknown model gets careful ones and its id as label. */
export function bedrockFacts(model: string): ModelFacts {
  const { base } = bedrockId(model);
  const claude = claudeOf(base);
  const known = claude ? undefined : others.find(([pattern]) => pattern.test(base));
  const facts = claude
    ? claudeFacts(claude)
    : { label: known?.[1] ?? base, contextWindow: known?.[2] ?? 128_000, maxOutput: known?.[3] ?? 8_192 };
  return { ...facts, label: `${facts.label} on Bedrock` };
}

/**
 * The geography whose profiles a region calls. A profile of the region's own geography keeps data there; regions
 * without one use `global`.
 */
export function geographyOf(region: string | undefined): string {
  if (region === undefined) return 'global';
  if (region.startsWith('us-gov-')) return 'us-gov';
  if (/^us-/.test(region)) return 'us';
  if (/^eu-/.test(region)) return 'eu';
  if (region === 'ap-northeast-1' || region === 'ap-northeast-3') return 'jp';
  return region === 'ap-southeast-2' || region === 'ap-southeast-4' ? 'au' : 'global';
}

const defaults: Readonly<Record<ModelRole, string>> = {
  planning: 'anthropic.claude-opus-5-5',
  building: 'anthropic.claude-sonnet-5-5',
  quick: 'anthropic.claude-haiku-5-5',
};

/** GovCloud gets small models later than the rest. */
const governmentQuick = 'anthropic.claude-haiku-4-5-20251001-v1:0';

/** The id of an inference profile that a region can call; `global` where the region is not known. */
export function bedrockDefault(role: ModelRole, region: string | undefined): string {
  const geography = geographyOf(region);
  return `${geography}.${geography === 'us-gov' && role === 'quick' ? governmentQuick : defaults[role]}`;
}
