/** Anthropic's Messages API: what is known without its SDK. */
import { claudeFacts, claudeOf } from './claude';
import { explained, explainStatus, explainTransport, quoted, shownAddress } from './failures';
import type { Connection, ConnectSource, Explained, ModelRequest, ModelRole, Provider } from './provider';
import type { ProviderPart, StreamListener, WireError } from './wire';

/** What the part needs: a key, or a token of a gateway. */
export interface AnthropicOptions {
  readonly apiKey?: string;
  readonly authToken?: string;
  readonly baseUrl: string;
}

const home = 'https://api.anthropic.com';

const defaults: Readonly<Record<ModelRole, string>> = {
  planning: 'claude-opus-5-5',
  building: 'claude-sonnet-5-5',
  quick: 'claude-haiku-5-5',
};

export const anthropic: Provider = {
  id: 'anthropic',
  label: 'Anthropic',
  secrets: ['anthropic/apiKey'],
  setUp: 'Run "Tracewright: Set Up a Model" and enter an Anthropic key, or set ANTHROPIC_API_KEY.',
  configured: async (source) => (await optionsOf(source)) !== undefined,
  connect: async (source) => {
    const options = await optionsOf(source);
    return options && anthropicConnection(options, source.loadPart);
  },
  facts: (model) => {
    const claude = claudeOf(model);
    return claude ? claudeFacts(claude) : { label: model, contextWindow: 200_000, maxOutput: 32_000 };
  },
};

/** Also the way to whatever speaks the same format on another address, such as the sample answers. */
export function anthropicConnection(options: AnthropicOptions, loadPart: ConnectSource['loadPart']): Connection {
  const keys = [options.apiKey, options.authToken].filter((key) => key !== undefined);
  const who = options.baseUrl === home ? 'Anthropic' : `The model server ${hostOf(options.baseUrl)}`;
  return {
    stream: (request, signal, listener) => viaPart(options, loadPart, request, signal, listener),
    defaultModel: async (role) => defaults[role],
    where: async () => (options.baseUrl === home ? 'Anthropic' : `the gateway ${shownAddress(options.baseUrl)}`),
    explain: (error, model) => explain(error, model, who, keys),
  };
}

async function optionsOf({ settings, secrets, env }: ConnectSource): Promise<AnthropicOptions | undefined> {
  const baseUrl = settings['anthropic.baseUrl'] || env('ANTHROPIC_BASE_URL') || home;
  const apiKey = (await secrets.get('anthropic/apiKey'))?.trim() || env('ANTHROPIC_API_KEY')?.trim();
  if (apiKey) return { apiKey, baseUrl };
  const authToken = env('ANTHROPIC_AUTH_TOKEN')?.trim();
  return authToken ? { authToken, baseUrl } : undefined;
}

async function viaPart(
  options: AnthropicOptions,
  loadPart: ConnectSource['loadPart'],
  request: ModelRequest,
  signal: AbortSignal,
  listener: StreamListener,
): Promise<void> {
  const part: ProviderPart<AnthropicOptions> = await loadPart('anthropic');
  await part.stream(options, request, signal, listener);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'at the address in tracewright.anthropic.baseUrl';
}

const tooLong = /prompt is too long|context (window|length)|too many (input )?tokens|exceed.{0,40}context/i;
const boundReasoning =
  /(signature|thinking|redacted_thinking).{0,120}(invalid|bound to|cannot be modified|expected)|invalid.{0,10}signature/i;
const noCredit = /credit balance|billing|spend(ing)? limit|payment/i;

function explain(error: WireError, model: string, who: string, keys: readonly string[]): Explained {
  const transport = explainTransport(error, who);
  if (transport) return transport;
  const { status, message } = error;
  // The sample answers know only their examples; their sentence says so and names the next step.
  if (error.code === 'sample_only') return explained('needs_model', message);
  if (status === 401)
    return explained('key', `${who} does not accept the key. Run "Tracewright: Set Up a Model" and enter a new one.`);
  if (status === 402 || (status === 400 && noCredit.test(message))) {
    return explained(
      'access',
      `The ${who} account has no credit left. Add credit at console.anthropic.com, or choose another model with Set Up a Model.`,
    );
  }
  if (status === 403)
    return explained(
      'access',
      `${who} does not let this key use ${model}${quoted(message, keys)}. Ask the account's administrator for access, or choose another model with Set Up a Model.`,
    );
  if (status === 404)
    return explained(
      'unknown_model',
      `${who} has no model "${model}", or this key has no access to it. Choose another with Set Up a Model.`,
    );
  if (status === 413 || (status === 400 && tooLong.test(message))) {
    return explained(
      'context_full',
      `The conversation is too long for ${model}. Start a new one, or choose a model with a larger context.`,
    );
  }
  if (status === 400 && boundReasoning.test(message)) {
    return explained(
      'invalid_request',
      `${who} does not take back the reasoning of earlier turns, so it is left out.`,
      false,
      { withoutReasoning: true },
    );
  }
  return explainStatus(error, who, keys);
}
