/** The questions of "Set Up a Model", as far as they are needed: provider, sign-in, region, model. */
import { askText, back, type Choice, type Frame, pickOne, type Step } from '../quickSteps';

/** How the user signs in to a provider. `stored` leaves things as they are, `environment` goes without a stored key. */
export type SignIn =
  | { readonly kind: 'stored' }
  | { readonly kind: 'environment' }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'profile'; readonly profile: string };

/** What is known so far; absent fields are open questions. */
export interface Draft {
  readonly provider?: 'anthropic' | 'bedrock';
  readonly signIn?: SignIn;
  /** A Bedrock region. */
  readonly region?: string;
  /** A model id of the provider, or its recommended models, one a role. */
  readonly model?: string | 'recommended';
}

/** What the machine already has, so that nothing is asked twice. */
export interface Known {
  /** Names of secrets that are stored. */
  readonly stored: ReadonlySet<string>;
  env(name: string): string | undefined;
  readonly profiles: readonly string[];
  /** From the settings, else from the environment. */
  readonly region: string | undefined;
  /** The models that are recommended to who signs in like this, one a role; fewer where the region has fewer. */
  recommended(draft: Draft): Promise<readonly { readonly id: string; readonly label: string }[]>;
}

/** The next open question; undefined when all are answered. */
export function nextStep(known: Known): (draft: Draft) => Step<Draft> | undefined {
  return (draft) => {
    if (draft.provider === undefined) return { ask: askProvider };
    if (draft.signIn === undefined) {
      const ask = draft.provider === 'anthropic' ? askAnthropic : askBedrock;
      return { ask: (state, frame) => ask(known, state, frame) };
    }
    if (draft.provider === 'bedrock' && draft.region === undefined) {
      return { ask: (state, frame) => askRegion(known, state, frame) };
    }
    if (draft.model === undefined) return { ask: (state, frame) => askModel(known, state, frame) };
    return undefined;
  };
}

type Answer = Promise<Draft | typeof back | undefined>;

async function askProvider(draft: Draft, frame: Frame): Answer {
  const provider = await pickOne(frame, 'Whose models do you use?', [
    { label: 'Anthropic', description: 'Claude, with an API key', value: 'anthropic' as const },
    {
      label: 'Amazon Bedrock',
      description: 'Claude, Nova, DeepSeek, Qwen, in your AWS account',
      value: 'bedrock' as const,
    },
  ]);
  return typeof provider === 'string' ? { ...draft, provider } : provider;
}

async function askAnthropic(known: Known, draft: Draft, frame: Frame): Answer {
  const have: readonly Choice<SignIn>[] = [
    ...(known.stored.has('anthropic/apiKey')
      ? [{ label: 'Keep the stored key', value: { kind: 'stored' as const } }]
      : []),
    ...(known.env('ANTHROPIC_API_KEY') && !known.stored.has('anthropic/apiKey')
      ? [
          {
            label: 'Use the key of the environment',
            description: 'ANTHROPIC_API_KEY',
            value: { kind: 'environment' as const },
          },
        ]
      : []),
  ];
  if (have.length === 0) return askKey(draft, frame, anthropicKey);
  const enter: Choice<'enter'> = { label: 'Enter a key', value: 'enter' };
  const chosen = await pickOne<SignIn | 'enter'>(frame, 'How do you sign in?', [...have, enter]);
  if (chosen === undefined || chosen === back) return chosen;
  return chosen === 'enter' ? askKey(draft, { ...frame, canGoBack: true }, anthropicKey) : { ...draft, signIn: chosen };
}

interface KeyWords {
  readonly prompt: string;
  readonly placeholder: string;
  problem(text: string): string | undefined;
}

const anthropicKey: KeyWords = {
  prompt: "An API key from console.anthropic.com. It is kept in the editor's secret storage, nowhere else.",
  placeholder: 'sk-ant-…',
  problem: (text) => (text === '' ? 'Enter a key, or leave with Escape.' : oneWord(text)),
};

const bedrockKey: KeyWords = {
  prompt:
    "A Bedrock API key (bearer token) from the AWS console. It is kept in the editor's secret storage, nowhere else.",
  placeholder: 'ABSK… or bedrock-api-key-…',
  problem: (text) => (text === '' ? 'Enter a key, or leave with Escape.' : oneWord(text)),
};

function oneWord(text: string): string | undefined {
  return /\s/.test(text) ? 'A key has no spaces or line breaks in it.' : undefined;
}

async function askKey(draft: Draft, frame: Frame, words: KeyWords): Answer {
  const key = await askText(
    frame,
    { prompt: words.prompt, placeholder: words.placeholder, secret: true },
    words.problem,
  );
  return typeof key === 'string' ? { ...draft, signIn: { kind: 'key', key } } : key;
}

async function askBedrock(known: Known, draft: Draft, frame: Frame): Answer {
  const environment = ['AWS_BEARER_TOKEN_BEDROCK', 'AWS_ACCESS_KEY_ID', 'AWS_PROFILE'].find((name) => known.env(name));
  const chosen = await pickOne<SignIn | 'enter'>(
    frame,
    'How do you sign in? A profile stands for SSO, static keys or a credential process.',
    [
      ...(known.stored.has('bedrock/bearerToken')
        ? [{ label: 'Keep the stored key', value: { kind: 'stored' as const } }]
        : []),
      ...(environment
        ? [
            {
              label: 'Use the environment',
              description: known.stored.has('bedrock/bearerToken')
                ? `${environment}; the stored key is removed`
                : environment,
              value: { kind: 'environment' as const },
            },
          ]
        : []),
      ...known.profiles.map((profile) => ({
        label: profile,
        description: 'AWS profile',
        value: { kind: 'profile' as const, profile },
      })),
      { label: 'Enter a Bedrock API key', description: 'bearer token', value: 'enter' as const },
    ],
    (typed) => (/^[\w.@+-]+$/.test(typed) ? { kind: 'profile', profile: typed } : undefined),
  );
  if (chosen === undefined || chosen === back) return chosen;
  return chosen === 'enter' ? askKey(draft, { ...frame, canGoBack: true }, bedrockKey) : { ...draft, signIn: chosen };
}

const regions = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'ca-central-1',
  'eu-central-1',
  'eu-west-1',
  'eu-west-3',
  'eu-north-1',
  'ap-northeast-1',
  'ap-south-1',
  'ap-southeast-2',
  'sa-east-1',
  'us-gov-west-1',
];

async function askRegion(known: Known, draft: Draft, frame: Frame): Answer {
  const first = known.region === undefined ? [] : [known.region];
  const names = [...first, ...regions.filter((region) => region !== known.region)];
  const choices = names.map((name) => ({
    label: name,
    value: name,
    ...(name === known.region && { description: 'as it is now' }),
  }));
  const region = await pickOne(frame, 'The AWS region of your models. Others can be typed.', choices, (typed) =>
    /^[a-z]{2}(-[a-z]+)+-\d$/.test(typed) ? typed : undefined,
  );
  return typeof region === 'string' ? { ...draft, region } : region;
}

async function askModel(known: Known, draft: Draft, frame: Frame): Answer {
  const models = await known.recommended(draft);
  const recommended = {
    label: 'Recommended',
    description: 'one for documents, one for code, one for small things',
    value: 'recommended',
  };
  const choices: readonly Choice<string>[] = [
    ...(models.length === 0 ? [] : [recommended]),
    ...models.map(({ id, label }) => ({ label, description: id, value: id })),
  ];
  const hint = draft.provider === 'bedrock' ? 'Model id or inference profile ARN' : 'Model id';
  const model = await pickOne(frame, `Which model? ${hint} can be typed.`, choices, (typed) =>
    /^\S+$/.test(typed) ? typed : undefined,
  );
  return typeof model === 'string' ? { ...draft, model } : model;
}
