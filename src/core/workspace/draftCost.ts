/** What drafts cost: kept in the ledger, so that it counts for the day, and told to whoever asked for the draft. */
import type { Host } from '../host';
import type { Usage } from '../messages';
import type { Ledger } from '../runs/ledger';

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
export function payDrafts({ host, ledger, dollars }: DraftCostParts): PayDraft {
  return (session, model, usage) => {
    const tokens = usage.input + usage.cacheRead + usage.cacheWrite + usage.output;
    const price = dollars(model, usage);
    const cost = price === undefined ? {} : { dollars: price };
    if (tokens > 0)
      ledger.add({ at: host.clock.now(), spec: '', task: '', session, agent: 'draft', model, usage, ...cost });
    return { tokens, ...cost };
  };
}
