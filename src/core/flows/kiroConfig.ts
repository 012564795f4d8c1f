import type { Flow } from './flow';

/** `.config.kiro` of a new spec, as Kiro writes it. */
export function kiroConfig(flow: Flow, specId: string): string {
  return JSON.stringify({ specId, ...flow.config });
}
