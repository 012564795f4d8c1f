/** A real provider against a server on loopback that says what a script tells it, and what went over the wire. */
import { expect } from 'vitest';
import type { ResolvedModel } from '../../src/core/providers/provider';
import { isResolved, resolveModel } from '../../src/core/providers/resolve';
import { type FakeTurn, type Loopback, startFakeAnthropic } from './fakeAnthropic';
import { sourceOf } from './models';

/** A request as it came, cache marks left out. */
export interface WireRequest {
  readonly system: string;
  readonly tools: string;
  /** Every block of every message, in order. */
  readonly blocks: readonly string[];
}

export interface WireModel {
  readonly model: ResolvedModel;
  readonly url: string;
  requests(): readonly WireRequest[];
  /** Stops the server; rejects where a line of the script was missing or is left over. */
  close(): Promise<void>;
}

/** A turn that calls one tool; `when` holds the answer back. */
export function wireCall(name: string, input: unknown, when?: () => Promise<void>): FakeTurn {
  made += 1;
  return { blocks: [{ tool: { id: `call_${made}`, name, input } }], ...(when === undefined ? {} : { when }) };
}

let made = 0;

/** Starts it. */
export async function wireModel(script: readonly FakeTurn[]): Promise<WireModel> {
  const server = await startFakeAnthropic(script);
  const env = { ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: server.url };
  const settings = { 'models.planning': 'anthropic/m', 'models.building': 'anthropic/m' };
  const model = await resolveModel('building', sourceOf({ env, settings }));
  if (!isResolved(model)) throw new Error(model.needs);
  return {
    model,
    url: server.url,
    requests: () => wireRequests(server),
    close: () => server.close(),
  };
}

/** What a server was asked so far. */
export function wireRequests(server: Pick<Loopback, 'requests'>): readonly WireRequest[] {
  return server.requests.map(({ body }) => wireRequest(body));
}

function wireRequest({ system, tools, messages }: Readonly<Record<string, unknown>>): WireRequest {
  const all = Array.isArray(messages) ? messages : [];
  const blocks = all.flatMap(({ role, content }) =>
    (Array.isArray(content) ? content : [content]).map((block: unknown) => `${role} ${plain(block)}`),
  );
  return { system: plain(system), tools: plain(tools), blocks };
}

function plain(value: unknown): string {
  return JSON.stringify(value, (name, each: unknown) => (name === 'cache_control' ? undefined : each)) ?? '';
}

/** Whether a text is anywhere in a request. */
export function says({ system, blocks }: WireRequest, text: string): boolean {
  const quoted = JSON.stringify(text).slice(1, -1);
  return system.includes(quoted) || blocks.some((block) => block.includes(quoted));
}

/** Each request of one conversation begins with all of the one before it. */
export function expectWirePrefixes(requests: readonly WireRequest[]): void {
  for (const [at, { system, tools, blocks }] of requests.entries()) {
    const next = requests[at + 1];
    if (next === undefined) return;
    expect(next.blocks.slice(0, blocks.length)).toEqual(blocks);
    expect([next.system, next.tools]).toEqual([system, tools]);
  }
}
