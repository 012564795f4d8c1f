/** The heavy part of the Bedrock provider: the AWS SDK, and the way there and back between Converse and ours. */
import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  type ContentBlock,
  type Message as ConverseMessage,
  ConverseStreamCommand,
  type ConverseStreamCommandInput,
  type ConverseStreamOutput,
  type Tool,
  type ToolResultContentBlock,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Block, ImageBlock, StopReason, ToolResult } from '../messages';
import type { BedrockOptions, BedrockPart } from './bedrock';
import { type BedrockFamily, bedrockCaching, bedrockId } from './bedrockModels';
import { claudeOf, claudeThinking } from './claude';
import type { Effort, ModelRequest } from './provider';
import { networkCode, type RawEvent, retryAfterMs, type StreamListener, type WireError } from './wire';

declare module '../host' {
  interface Parts {
    bedrock: BedrockPart;
  }
}

// The SDK would tell every user on Node 20, on stderr, what only concerns who updates its version here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

export const part: BedrockPart = { stream, profileRegion };

async function stream(
  options: BedrockOptions,
  request: ModelRequest,
  signal: AbortSignal,
  listener: StreamListener,
): Promise<void> {
  let client: BedrockRuntimeClient | undefined;
  try {
    client = new BedrockRuntimeClient(configOf(options));
    const answer = await client.send(new ConverseStreamCommand(inputOf(request)), { abortSignal: signal });
    listener.alive();
    const { requestId } = answer.$metadata;
    listener.event({ type: 'start', ...(requestId === undefined ? {} : { requestId }) });
    for await (const event of answer.stream ?? []) for (const raw of translated(event)) listener.event(raw);
  } catch (error) {
    if (!signal.aborted) listener.event({ type: 'error', error: wireError(error) });
  } finally {
    // Closes the socket of a stream that was left early.
    client?.destroy();
  }
}

async function profileRegion(profile: string | undefined): Promise<string | undefined> {
  const client = new BedrockRuntimeClient(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}

function configOf({ region, endpoint, signIn }: BedrockOptions): BedrockRuntimeClientConfig {
  return {
    maxAttempts: 1,
    // HTTP/1.1: over the SDK's default HTTP/2, an aborted stream ends as if it were complete.
    requestHandler: new NodeHttpHandler({ connectionTimeout: 15_000 }),
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...authOf(signIn),
  };
}

/** Each says its scheme: else a bearer token in the environment would win over a profile that the user chose. */
function authOf(signIn: BedrockOptions['signIn']): BedrockRuntimeClientConfig {
  switch (signIn.kind) {
    case 'bearer':
      return { token: { token: signIn.token }, authSchemePreference: ['httpBearerAuth'] };
    case 'keys': {
      const session = signIn.session === undefined ? {} : { sessionToken: signIn.session };
      const credentials = { accessKeyId: signIn.id, secretAccessKey: signIn.secret, ...session };
      return { credentials, authSchemePreference: ['sigv4'] };
    }
    case 'profile':
      return { profile: signIn.profile, authSchemePreference: ['sigv4'] };
    case 'chain':
      return {};
  }
}

const cachePoint = { cachePoint: { type: 'default' } } as const;

function inputOf(request: ModelRequest): ConverseStreamCommandInput {
  const { family } = bedrockId(request.model);
  const caching = request.cache ? bedrockCaching(request.model) : 'none';
  const points = caching === 'none' ? [] : [cachePoint];
  const system = request.system.filter((text) => text.trim() !== '').map((text) => ({ text }));
  const tools = request.tools.map(toolOf);
  const thinking = thinkingOf(family, request);
  return {
    modelId: request.model,
    messages: messagesOf(request, family, points),
    ...(system.length === 0 ? {} : { system: [...system, ...points] }),
    ...(tools.length === 0
      ? {}
      : { toolConfig: { tools: [...tools, ...(caching === 'everywhere' ? [cachePoint] : [])] } }),
    ...thinking,
  };
}

type Thinking = Pick<ConverseStreamCommandInput, 'inferenceConfig' | 'additionalModelRequestFields'>;

const novaEfforts: Readonly<Record<Effort, string>> = { low: 'low', medium: 'medium', high: 'high', max: 'high' };

/** Reasoning is asked for in each family's own words; DeepSeek R1 always reasons, Qwen3 on Bedrock does not. */
function thinkingOf(family: BedrockFamily, request: ModelRequest): Thinking {
  const inferenceConfig = { maxTokens: request.maxTokens };
  if (family === 'claude') {
    const fields = claudeThinking(claudeOf(request.model), request);
    return { inferenceConfig, ...(fields.thinking ? { additionalModelRequestFields: { ...fields } } : {}) };
  }
  if (family !== 'nova2' || request.effort === undefined) return { inferenceConfig };
  const maxReasoningEffort = novaEfforts[request.effort];
  const additionalModelRequestFields = { reasoningConfig: { type: 'enabled', maxReasoningEffort } };
  // Nova 2 refuses a limit of output together with its highest effort.
  return maxReasoningEffort === 'high'
    ? { additionalModelRequestFields }
    : { inferenceConfig, additionalModelRequestFields };
}

function toolOf(tool: ModelRequest['tools'][number]): Tool {
  const json = { ...tool.inputSchema, type: 'object' } as NonNullable<
    NonNullable<Tool['toolSpec']>['inputSchema']
  >['json'];
  return { toolSpec: { name: tool.name, description: tool.description, inputSchema: { json } } } as Tool;
}

/** The last two of the user's messages get cache points: what the request before wrote is read, the rest is written. */
function messagesOf(
  request: ModelRequest,
  family: BedrockFamily,
  points: readonly (typeof cachePoint)[],
): ConverseMessage[] {
  const messages = request.messages.flatMap((message): { role: 'user' | 'assistant'; content: ContentBlock[] }[] => {
    const content = message.content.flatMap((block) => contentOf(block, family));
    return content.length === 0 ? [] : [{ role: message.role, content }];
  });
  const users = messages.flatMap((message, at) => (message.role === 'user' ? [at] : [])).slice(-2);
  return messages.map((message, at) =>
    users.includes(at) ? { ...message, content: [...message.content, ...points] } : message,
  );
}

/** A block in Converse's form; none for what it would refuse: blank text, reasoning that nobody signed. */
function contentOf(block: Block, family: BedrockFamily): ContentBlock[] {
  switch (block.type) {
    case 'text':
      return block.text.trim() === '' ? [] : [{ text: block.text }];
    case 'reasoning':
      if (block.redacted !== undefined) {
        return [{ reasoningContent: { redactedContent: Buffer.from(block.redacted, 'base64') } }];
      }
      if (block.signature === undefined) return [];
      return [{ reasoningContent: { reasoningText: { text: block.text, signature: block.signature } } }];
    case 'tool_call': {
      const input = (typeof block.input === 'object' && block.input !== null ? block.input : {}) as Record<
        string,
        never
      >;
      return [{ toolUse: { toolUseId: block.id, name: block.name, input } }];
    }
    case 'image':
      return [{ image: imageOf(block) }];
    case 'tool_result':
      return [{ toolResult: resultOf(block, family) }];
  }
}

function resultOf(result: ToolResult, family: BedrockFamily): NonNullable<ContentBlock['toolResult']> {
  const content = result.content.flatMap((each): ToolResultContentBlock[] => {
    if (each.type === 'image') return [{ image: imageOf(each) }];
    return each.text === '' ? [] : [{ text: each.text }];
  });
  // Only these families know the field; the others read the sentence.
  const status = result.isError && ['claude', 'nova', 'nova2'].includes(family) ? { status: 'error' as const } : {};
  return { toolUseId: result.callId, content: content.length === 0 ? [{ text: '(no output)' }] : content, ...status };
}

function imageOf(image: ImageBlock): NonNullable<ContentBlock['image']> {
  const name = image.mediaType.replace('image/', '').replace('jpg', 'jpeg');
  return { format: name as 'png' | 'jpeg' | 'gif' | 'webp', source: { bytes: Buffer.from(image.base64, 'base64') } };
}

const stopReasons: Readonly<Record<string, StopReason>> = {
  end_turn: 'end',
  stop_sequence: 'end',
  tool_use: 'tool_use',
  max_tokens: 'max_tokens',
  content_filtered: 'refusal',
  guardrail_intervened: 'refusal',
  model_context_window_exceeded: 'context_full',
  malformed_model_output: 'failed',
  malformed_tool_use: 'failed',
};

function translated(event: ConverseStreamOutput): readonly RawEvent[] {
  if (event.contentBlockStart) {
    const { contentBlockIndex: index = 0, start } = event.contentBlockStart;
    const tool = start?.toolUse;
    return tool ? [{ type: 'tool', index, id: tool.toolUseId ?? '', name: tool.name ?? '' }] : [];
  }
  if (event.contentBlockDelta) return deltaOf(event.contentBlockDelta);
  if (event.contentBlockStop) return [{ type: 'block_end', index: event.contentBlockStop.contentBlockIndex ?? 0 }];
  if (event.messageStop) return [{ type: 'finish', reason: stopReasons[event.messageStop.stopReason ?? ''] ?? 'end' }];
  const usage = event.metadata?.usage;
  if (usage === undefined) return [];
  return [
    {
      type: 'usage',
      usage: {
        input: usage.inputTokens ?? 0,
        output: usage.outputTokens ?? 0,
        cacheRead: usage.cacheReadInputTokens ?? 0,
        cacheWrite: usage.cacheWriteInputTokens ?? 0,
      },
    },
  ];
}

function deltaOf({
  contentBlockIndex: index = 0,
  delta,
}: NonNullable<ConverseStreamOutput['contentBlockDelta']>): readonly RawEvent[] {
  if (delta?.text !== undefined) return [{ type: 'text', index, text: delta.text }];
  if (delta?.toolUse) return [{ type: 'input', index, json: delta.toolUse.input ?? '' }];
  const reasoning = delta?.reasoningContent;
  if (reasoning?.text !== undefined) return [{ type: 'reasoning', index, text: reasoning.text }];
  if (reasoning?.signature !== undefined) return [{ type: 'reasoning', index, signature: reasoning.signature }];
  if (reasoning?.redactedContent === undefined) return [];
  return [{ type: 'reasoning', index, redacted: Buffer.from(reasoning.redactedContent).toString('base64') }];
}

/** Exceptions inside a stream have no status of their own: these are the ones they have as an answer. */
const statuses: Readonly<Record<string, number>> = {
  ThrottlingException: 429,
  ModelNotReadyException: 429,
  ValidationException: 400,
  InternalServerException: 500,
  ServiceUnavailableException: 503,
  ModelStreamErrorException: 424,
  ModelTimeoutException: 408,
};

interface ServiceError {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

function wireError(error: unknown): WireError {
  const { name = '', message = '', $metadata, $response } = Object(error) as ServiceError;
  // Of a stream's exceptions some arrive under the name of the event: throttlingException.
  const code = name.slice(0, 1).toUpperCase() + name.slice(1);
  if (/CredentialsProviderError|TokenProviderError|ProviderError/.test(code) || /region is missing/i.test(message)) {
    return { kind: 'credentials', code, message };
  }
  const network = networkCode(error);
  const status = statuses[code] ?? $metadata?.httpStatusCode;
  if (network === undefined && /Exception$/.test(code)) {
    const wait = retryAfterMs((header) => $response?.headers?.[header], Date.now());
    return {
      kind: 'answer',
      code,
      message,
      ...(status === undefined ? {} : { status }),
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    };
  }
  if (network !== undefined || /aborted|socket hang up|premature|timeout/i.test(`${code} ${message}`)) {
    return { kind: 'network', message, ...(network === undefined ? {} : { code: network }) };
  }
  if (error instanceof SyntaxError || /checksum|message length|header|JSON|deserializ/i.test(message))
    return { kind: 'malformed', message };
  return {
    kind: status === undefined ? 'other' : 'answer',
    code,
    message,
    ...(status === undefined ? {} : { status }),
  };
}
