/** Amazon Bedrock through ConverseStream: what is known without the AWS SDK. */
import { bedrockDefault, bedrockFacts, bedrockId, geographyOf } from './bedrockModels';
import { explained, explainStatus, explainTransport, quoted, shownAddress } from './failures';
import type { Connection, ConnectSource, Explained, ModelRequest, Provider } from './provider';
import type { ProviderPart, StreamListener, WireError } from './wire';

/** How to sign in. `chain` leaves it to the AWS SDK: default profile, container, instance. */
export type BedrockSignIn =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'keys'; readonly id: string; readonly secret: string; readonly session?: string }
  | { readonly kind: 'profile'; readonly profile: string }
  | { readonly kind: 'chain' };

/** What the part needs to reach Bedrock. Holds secrets. */
export interface BedrockOptions {
  /** Undefined: the profile's own region. */
  readonly region?: string;
  readonly endpoint?: string;
  readonly signIn: BedrockSignIn;
}

/** The heavy part; besides streaming it knows the AWS configuration files. */
export interface BedrockPart extends ProviderPart<BedrockOptions> {
  /** The region that a profile in the AWS configuration names; undefined where none does. Never throws. */
  profileRegion(profile: string | undefined): Promise<string | undefined>;
}

export const bedrock: Provider = {
  id: 'bedrock',
  label: 'Amazon Bedrock',
  secrets: ['bedrock/bearerToken'],
  setUp:
    'Run "Tracewright: Set Up a Model" and choose an AWS profile or a Bedrock API key, or set AWS_PROFILE or AWS_BEARER_TOKEN_BEDROCK.',
  configured: async (source) => (await signInOf(source)).kind !== 'chain' || hasRole(source.env),
  connect: async (source) => bedrockConnection(await optionsOf(source), source),
  facts: bedrockFacts,
};

/** Containers and web identities sign in without being asked. */
function hasRole(env: ConnectSource['env']): boolean {
  const names = [
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ];
  return names.some((name) => Boolean(env(name)));
}

/** What the user said in Tracewright comes before the environment, there in the order of AWS: token, keys, profile. */
async function signInOf({ settings, secrets, env }: ConnectSource): Promise<BedrockSignIn> {
  const profile = settings['bedrock.profile'].trim();
  if (profile) return { kind: 'profile', profile };
  const token = (await secrets.get('bedrock/bearerToken'))?.trim() || env('AWS_BEARER_TOKEN_BEDROCK')?.trim();
  if (token) return { kind: 'bearer', token };
  const id = env('AWS_ACCESS_KEY_ID');
  const secret = env('AWS_SECRET_ACCESS_KEY');
  const session = env('AWS_SESSION_TOKEN');
  if (id && secret) return { kind: 'keys', id, secret, ...(session ? { session } : {}) };
  const named = env('AWS_PROFILE')?.trim();
  return named ? { kind: 'profile', profile: named } : { kind: 'chain' };
}

async function optionsOf(source: ConnectSource): Promise<BedrockOptions> {
  const { settings, env } = source;
  const region = settings['bedrock.region'] || env('AWS_REGION') || env('AWS_DEFAULT_REGION');
  const endpoint = settings['bedrock.endpoint'] || env('AWS_ENDPOINT_URL_BEDROCK_RUNTIME');
  return { signIn: await signInOf(source), ...(region ? { region } : {}), ...(endpoint ? { endpoint } : {}) };
}

function bedrockConnection(options: BedrockOptions, source: ConnectSource): Connection {
  const profile = options.signIn.kind === 'profile' ? options.signIn.profile : undefined;
  return {
    stream: (request, signal, listener) => viaPart(options, source.loadPart, request, signal, listener),
    defaultModel: async (role) =>
      bedrockDefault(role, options.region ?? (await (await source.loadPart('bedrock')).profileRegion(profile))),
    where: async (model) =>
      whereOf(options, model, async () => (await source.loadPart('bedrock')).profileRegion(profile)),
    explain: (error, model) => explain(error, model, options),
  };
}

/** An inference profile may answer in another region of its geography than the one that is asked. */
async function whereOf(
  { region, endpoint }: BedrockOptions,
  model: string,
  ofProfile: () => Promise<string | undefined>,
): Promise<string> {
  const { region: own, geography } = bedrockId(model);
  const place = own ?? region ?? (await ofProfile().catch(() => undefined)) ?? 'the region of the profile';
  const beyond =
    geography === undefined ? '' : `, answered in any region${geography === 'global' ? '' : ` of ${geography}`}`;
  return `${who} in ${place}${beyond}${endpoint === undefined ? '' : ` through ${shownAddress(endpoint)}`}`;
}

async function viaPart(
  options: BedrockOptions,
  loadPart: ConnectSource['loadPart'],
  request: ModelRequest,
  signal: AbortSignal,
  listener: StreamListener,
): Promise<void> {
  const part: BedrockPart = await loadPart('bedrock');
  // An ARN works in its own region only.
  const region = bedrockId(request.model).region;
  await part.stream(region === undefined ? options : { ...options, region }, request, signal, listener);
}

const who = 'Amazon Bedrock';

function explain(error: WireError, model: string, options: BedrockOptions): Explained {
  if (error.kind === 'credentials') return explainSignIn(error, options);
  if (error.kind === 'network' && error.code === 'ENOTFOUND' && !options.endpoint) {
    return explained(
      'region',
      `No Bedrock address was found for the region ${options.region ?? 'of the profile'}. Check the network and tracewright.bedrock.region.`,
      true,
    );
  }
  return explainTransport(error, who) ?? explainAnswer(error, model, options);
}

function explainSignIn(error: WireError, { signIn }: BedrockOptions): Explained {
  const profile = signIn.kind === 'profile' ? signIn.profile : undefined;
  const option = profile === undefined ? '' : ` --profile ${profile}`;
  const owner = profile === undefined ? 'The AWS sign-in' : `The AWS sign-in of profile ${profile}`;
  if (/region is missing|could not.*region/i.test(error.message)) {
    return explained(
      'region',
      'No AWS region is set. Set tracewright.bedrock.region, for example to us-east-1, or AWS_REGION.',
    );
  }
  if (/expired|sso|reauthenticate|refresh/i.test(error.message)) {
    return explained('sign_in', `${owner} has expired. Run: aws sso login${option}`);
  }
  if (/profile|configuration\/credentials file/i.test(error.message) && profile !== undefined) {
    return explained('sign_in', `The AWS profile ${profile} has no usable credentials. Run: aws configure${option}`);
  }
  return explained(
    'sign_in',
    'No AWS credentials were found. Run "Tracewright: Set Up a Model", or: aws configure sso',
  );
}

function explainAnswer(error: WireError, model: string, options: BedrockOptions): Explained {
  const { code = '', message, status } = error;
  if (/ExpiredToken|token.*expired|expired.*token/i.test(`${code} ${message}`))
    return explainSignIn({ ...error, message: 'expired' }, options);
  if (isKeyRefused(code, message)) {
    return explained(
      'key',
      options.signIn.kind === 'bearer'
        ? 'Amazon Bedrock does not accept the API key. Run "Tracewright: Set Up a Model" and enter a new one.'
        : 'AWS does not accept these credentials. Run: aws sts get-caller-identity, then sign in again.',
    );
  }
  if (code === 'AccessDeniedException' || status === 403) return explainAccess(error, model, options);
  if (code === 'ThrottlingException' || status === 429) return explainBusy(error, model);
  if (code === 'ServiceQuotaExceededException')
    return explained(
      'rate_limit',
      `The AWS account's quota for ${model} is used up. Raise it under Service Quotas, or choose another model with Set Up a Model.`,
    );
  if (status === 404 || code === 'ResourceNotFoundException') return explainUnknown(model, options);
  if (code === 'ValidationException' || status === 400) return explainValidation(error, model, options);
  if (code === 'ModelTimeoutException' || code === 'ModelErrorException' || code === 'ModelStreamErrorException') {
    return explained('overloaded', `The model failed while answering (${code}). Try again in a few minutes.`, true);
  }
  return explainStatus(error, who, secretsOf(options));
}

function isKeyRefused(code: string, message: string): boolean {
  return (
    /^(UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken)/.test(
      code,
    ) || /security token.*invalid|API key is (valid|invalid)|authentication failed/i.test(message)
  );
}

function explainAccess(error: WireError, model: string, options: BedrockOptions): Explained {
  const region = options.region ?? 'the region';
  return /not authorized to perform|explicit deny/i.test(error.message)
    ? explained(
        'access',
        `The AWS identity may not use ${model}. Allow bedrock:InvokeModelWithResponseStream for it in IAM.`,
      )
    : explained(
        'access',
        `The AWS account has no access to ${model} in ${region}. Request it in the Bedrock console under Model access, or choose another model with Set Up a Model.`,
      );
}

function explainBusy(error: WireError, model: string): Explained {
  const after = error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs };
  return error.code === 'ModelNotReadyException'
    ? explained('overloaded', `${model} is not ready yet. Try again in a minute.`, true, after)
    : explained(
        'rate_limit',
        `Amazon Bedrock is limiting requests to ${model}. Wait a minute and try again, or choose another model with Set Up a Model.`,
        true,
        after,
      );
}

function explainUnknown(model: string, options: BedrockOptions): Explained {
  const region = options.region ?? 'this region';
  return explained(
    'unknown_model',
    `Amazon Bedrock has no model "${model}" in ${region}. Choose another with Set Up a Model, or list them: aws bedrock list-inference-profiles`,
  );
}

const tooLong =
  /too long|exceed.{0,60}(context|maximum|limit).{0,40}token|context (window|length)|maximum.{0,30}tokens/i;
const boundReasoning =
  /(signature|thinking|reasoning).{0,120}(invalid|bound to|cannot be modified|expected)|invalid.{0,10}signature/i;

function explainValidation(error: WireError, model: string, options: BedrockOptions): Explained {
  const { message } = error;
  const { base, geography } = bedrockId(model);
  if (tooLong.test(message))
    return explained(
      'context_full',
      `The conversation is too long for ${model}. Start a new one, or choose a model with a larger context.`,
    );
  if (/on-demand throughput|inference profile that contains/i.test(message)) {
    return explained(
      'region',
      `${model} is called through an inference profile. Set the model to ${geographyOf(options.region)}.${base} with Set Up a Model.`,
    );
  }
  if (/not (available|supported) in (this|your|the) region|region.{0,40}not support/i.test(message)) {
    return explained(
      'region',
      `${model} is not offered in ${options.region ?? 'this region'}. Set tracewright.bedrock.region to one that has it, or use the model as global.${base}.`,
    );
  }
  if (/model identifier is invalid|invalid model|end of its life/i.test(message)) {
    const hint =
      geography === undefined || geography === 'global'
        ? 'Check its name'
        : `Check its name, or use it as global.${base}`;
    return explained(
      'unknown_model',
      `Amazon Bedrock knows no model "${model}" in ${options.region ?? 'this region'}. ${hint}, or choose another with Set Up a Model.`,
    );
  }
  if (boundReasoning.test(message)) {
    return explained(
      'invalid_request',
      'Amazon Bedrock does not take back the reasoning of earlier turns, so it is left out.',
      false,
      { withoutReasoning: true },
    );
  }
  return explained(
    'invalid_request',
    `Amazon Bedrock refused the request${quoted(message, secretsOf(options))}. Show Last Prompt has what was sent.`,
  );
}

function secretsOf({ signIn }: BedrockOptions): readonly string[] {
  if (signIn.kind === 'bearer') return [signIn.token];
  return signIn.kind === 'keys' ? [signIn.id, signIn.secret, ...(signIn.session ? [signIn.session] : [])] : [];
}
