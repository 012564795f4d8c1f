/** What drafts and planning cost: kept in the ledger, so that it counts for the day; of a draft it is told to whoever asked. */
import type { FlowDeps } from '../flows/engine/deps';
import type { Host } from '../host';
import type { Usage } from '../messages';
import type { Ledger, LedgerEntry } from '../runs/ledger';

/** What one draft was paid for; without dollars where the model has no known price. */
export interface DraftCost {
  readonly tokens: number;
  readonly dollars?: number;
}

/** Enters what a session that drafted has used, however it ended. */
export type PayDraft = (session: string, model: string, usage: Usage) => DraftCost;

/** What it is made of. */
export interface DraftCostParts {
  readonly host: Pick<Host, 'clock'>;
  readonly ledger: Pick<Ledger, 'add'>;
  readonly dollars: (model: string, usage: Usage) => number | undefined;
}

/** Makes it. */
export function payDrafts(parts: DraftCostParts): PayDraft {
  return (session, model, usage) => enter(parts, { spec: '', session, agent: 'draft', model, usage });
}

/** Enters each answer of the planning of a spec. */
export function payPlanning(parts: DraftCostParts): NonNullable<FlowDeps['paid']> {
  return (entry) => void enter(parts, { agent: 'planning', ...entry });
}

function enter(
  { host, ledger, dollars }: DraftCostParts,
  entry: Pick<LedgerEntry, 'spec' | 'session' | 'agent' | 'model' | 'usage'>,
): DraftCost {
  const { input, cacheRead, cacheWrite, output } = entry.usage;
  const tokens = input + cacheRead + cacheWrite + output;
  const price = dollars(entry.model, entry.usage);
  const cost = price === undefined ? {} : { dollars: price };
  if (tokens > 0) ledger.add({ at: host.clock.now(), task: '', ...entry, ...cost });
  return { tokens, ...cost };
}
