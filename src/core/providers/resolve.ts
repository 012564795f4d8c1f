/** Which model a role gets: what the setting names, else the default of what is set up, else sample answers. */
import type { Clock, Host } from '../host';
import type { ModelFailure } from '../messages';
import { anthropicConnection } from './anthropic';
import { createClient } from './client';
import { failure } from './failures';
import { providerOf, providers } from './index';
import type { Connection, ConnectSource, ModelFacts, ModelRole, Patience, Provider, ResolvedModel } from './provider';
import { redactor } from './redact';

/** Where a model is resolved from. */
export interface ResolveSource extends ConnectSource {
  readonly clock: Clock;
  /** Address of a server of sample answers, or what starts one; used only where no model is set up. */
  readonly sampleUrl?: string | (() => Promise<string | undefined>);
}

/** No model: what the user has to do, in one sentence. */
export interface NeedsModel {
  readonly needs: string;
  readonly failure: ModelFailure;
}

/** The same, over a whole host. */
export function resolveSource(
  host: Pick<Host, 'secrets' | 'env' | 'clock' | 'loadPart'>,
  settings: ConnectSource['settings'],
): ResolveSource {
  return {
    settings,
    secrets: host.secrets,
    env: (name) => host.env(name),
    loadPart: (name) => host.loadPart(name),
    clock: host.clock,
  };
}

/** Never rejects for what a user can mend; a storage that fails rejects. */
export async function resolveModel(role: ModelRole, source: ResolveSource): Promise<ResolvedModel | NeedsModel> {
  const named = source.settings[`models.${role}`].trim();
  if (named !== '') return resolveNamed(named, role, source);
  for (const provider of providers) {
    if (!(await provider.configured(source))) continue;
    const connection = await provider.connect(source);
    if (connection) return resolved(provider, connection, await connection.defaultModel(role), role, source);
  }
  return (await sampleModel(source)) ?? needs(`No model is set up yet. ${providers[0]?.setUp ?? ''}`);
}

/** The model of a setting `provider/model`, as "Set Up a Model" tries it before it is kept. */
export async function resolveNamed(
  named: string,
  role: ModelRole,
  source: ResolveSource,
): Promise<ResolvedModel | NeedsModel> {
  const slash = named.indexOf('/');
  const provider = providerOf(named.slice(0, slash));
  const model = named.slice(slash + 1).trim();
  if (slash < 1 || provider === undefined || model === '') {
    const ids = providers.map((each) => each.id).join(' or ');
    return needs(
      `"${named}" names no model. Write provider/model with ${ids} as provider, for example anthropic/claude-sonnet-5-5.`,
    );
  }
  const connection = await provider.connect(source);
  return connection
    ? resolved(provider, connection, model, role, source)
    : needs(`${provider.label} has no key for ${model} yet. ${provider.setUp}`);
}

/** False where the user has to set up a model first. */
export function isResolved(model: ResolvedModel | NeedsModel): model is ResolvedModel {
  return 'client' in model;
}

/** What a try came to. */
export type ModelTest =
  | { readonly ok: true; readonly ms: number; readonly model: string }
  | { readonly ok: false; readonly failure: ModelFailure };

/** One small real request, and how long its answer took in milliseconds. An aborted test counts as failed. */
export async function testModel(model: ResolvedModel, clock: Clock, signal: AbortSignal): Promise<ModelTest> {
  const from = clock.now();
  const request = {
    model: model.model,
    system: [],
    tools: [],
    messages: [
      { role: 'user' as const, content: [{ type: 'text' as const, text: 'Answer with the single word: ready' }] },
    ],
    maxTokens: 1_024,
    effort: 'low' as const,
    cache: false,
  };
  for await (const event of model.client.stream(request, signal)) {
    if (event.type !== 'stop') continue;
    return event.failure
      ? { ok: false, failure: event.failure }
      : { ok: true, ms: clock.now() - from, model: model.model };
  }
  return { ok: false, failure: failure('other', 'The test was stopped. Run "Tracewright: Set Up a Model" again.') };
}

function resolved(
  provider: Provider,
  connection: Connection,
  model: string,
  role: ModelRole,
  source: ResolveSource,
): ResolvedModel {
  return assembled(provider.id, connection, model, provider.facts(model), source, role);
}

function assembled(
  provider: string,
  connection: Connection,
  model: string,
  facts: ModelFacts,
  source: ResolveSource,
  role: ModelRole | undefined,
): ResolvedModel {
  const client = createClient(connection, patienceOf(source), redactor(source.loadPart));
  const where = () => connection.where(model);
  const base = { provider, model, ...facts, sample: role === undefined, client, where };
  return role === undefined ? base : { ...base, effort: source.settings[`effort.${role}`] };
}

async function sampleModel(source: ResolveSource): Promise<ResolvedModel | undefined> {
  const { sampleUrl } = source;
  const baseUrl = typeof sampleUrl === 'function' ? await sampleUrl() : sampleUrl;
  if (baseUrl === undefined) return undefined;
  const connection = anthropicConnection({ apiKey: 'sample-answers', baseUrl }, source.loadPart);
  const facts = { label: 'Sample answers', contextWindow: 1_000_000, maxOutput: 128_000 };
  return assembled('anthropic', connection, 'sample-answers', facts, source, undefined);
}

function patienceOf({ settings, clock }: ResolveSource): Patience {
  return { clock, attempts: settings['request.attempts'], idleMs: settings['request.idleTimeoutSeconds'] * 1000 };
}

function needs(sentence: string): NeedsModel {
  return { needs: sentence, failure: failure('needs_model', sentence) };
}
