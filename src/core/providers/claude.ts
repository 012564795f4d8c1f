/** What a Claude model's id says of it, wherever it is served: Anthropic's own ids and Bedrock's. */
import type { Effort, ModelFacts, ModelRequest } from './provider';

/** Which Claude an id means. */
export interface ClaudeModel {
  /** `opus`, `sonnet`, `haiku`, … */
  readonly tier: string;
  /** 4.5 for `claude-opus-4-5-20251101`. */
  readonly version: number;
  /** "Claude Opus 4.5" */
  readonly label: string;
}

// A date follows the version as eight digits, so a minor version has at most two.
const modern = /claude-(opus|sonnet|haiku|fable|mythos)-(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)/;
const dated = /claude-(\d)(?:[-.](\d))?-(opus|sonnet|haiku)/;

/** Undefined for an id that is no Claude's, or one of a form not known. */
export function claudeOf(id: string): ClaudeModel | undefined {
  const now = modern.exec(id);
  const before = now === null ? dated.exec(id) : null;
  const [tier, major, minor] = now !== null ? [now[1], now[2], now[3]] : [before?.[3], before?.[1], before?.[2]];
  if (tier === undefined || major === undefined) return undefined;
  const number = minor === undefined ? major : `${major}.${minor}`;
  const name = `${tier.slice(0, 1).toUpperCase()}${tier.slice(1)}`;
  return { tier, version: Number(number), label: `Claude ${name} ${number}` };
}

/** Sizes by generation. */
export function claudeFacts(claude: ClaudeModel): ModelFacts {
  if (claude.version >= 4.6) return { label: claude.label, contextWindow: 1_000_000, maxOutput: 128_000 };
  if (claude.version >= 4.5) return { label: claude.label, contextWindow: 200_000, maxOutput: 64_000 };
  if (claude.version >= 4) return { label: claude.label, contextWindow: 200_000, maxOutput: 32_000 };
  return { label: claude.label, contextWindow: 200_000, maxOutput: claude.version >= 3.7 ? 64_000 : 8_192 };
}

/** Older models could not cache. */
export function claudeCaches(claude: ClaudeModel): boolean {
  return claude.version >= 3.7 || (claude.tier === 'haiku' && claude.version >= 3.5);
}

/** The part of a request that says how to think, in Anthropic's words; empty where the model can't or should not. */
export interface ClaudeThinking {
  readonly thinking?:
    | { readonly type: 'adaptive'; readonly display?: 'summarized' }
    | { readonly type: 'enabled'; readonly budget_tokens: number };
  readonly output_config?: { readonly effort: Effort };
}

const budgets: Readonly<Record<Effort, number>> = { low: 0, medium: 4_096, high: 16_384, max: 32_768 };
const smallestBudget = 1_024;

/**
 * From 4.6 on thinking is adaptive and guided by effort; a budget is refused by the newest. Before, it takes a budget
 * below `maxTokens`. From 4.7 on the reasoning, and the words between tool calls, come back empty unless asked for.
 */
export function claudeThinking(claude: ClaudeModel | undefined, request: ModelRequest): ClaudeThinking {
  const { effort } = request;
  if (claude === undefined || effort === undefined || claude.version < 3.7) return {};
  if (claude.version >= 4.6) {
    const known: Effort = effort === 'max' && claude.version < 4.7 && claude.tier !== 'opus' ? 'high' : effort;
    const thinking = claude.version >= 4.7 ? { display: 'summarized' as const } : {};
    return { thinking: { type: 'adaptive', ...thinking }, output_config: { effort: known } };
  }
  const budget = Math.min(budgets[effort], request.maxTokens - smallestBudget);
  if (budget < smallestBudget || answersToolWithoutReasoning(request)) return {};
  return { thinking: { type: 'enabled', budget_tokens: budget } };
}

/** With a budget, a turn that called tools must begin with its reasoning; where that is gone, thinking stays off. */
function answersToolWithoutReasoning(request: ModelRequest): boolean {
  const last = request.messages.at(-1);
  if (last?.content.some((block) => block.type === 'tool_result') !== true) return false;
  const asked = request.messages.at(-2);
  return asked?.content.some((block) => block.type === 'reasoning') !== true;
}
