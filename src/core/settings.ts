/** Every setting once: its key, default, schema, scope and help. The manifest and the reader are made from this list. */
import * as z from 'zod';

/**
 * Who may set a value. `machine`: only the user, since a workspace that could set it could send prompts elsewhere or
 * spend money; what a workspace says is ignored and named. `window`: user and workspace. `resource`: each folder too.
 */
export type SettingScope = 'machine' | 'window' | 'resource';

/** Where values were found. */
export type SettingOrigin = 'user' | 'workspace' | 'folder';

interface Definition<Key extends string, Schema extends z.ZodType> {
  /** Without the `tracewright.` in front. */
  readonly key: Key;
  readonly default: z.infer<Schema>;
  readonly schema: Schema;
  readonly scope: SettingScope;
  /** Where a workspace may only ask for more: the stricter of the user's value and the workspace's. Else the later wins. */
  readonly stricter?: (a: z.infer<Schema>, b: z.infer<Schema>) => z.infer<Schema>;
  /** Markdown, shown in the settings editor. */
  readonly help: string;
}

function setting<const Key extends string, Schema extends z.ZodType>(
  definition: Definition<Key, Schema>,
): Definition<Key, Schema> {
  return definition;
}

const modelSetting = z.string().regex(/^$|^[a-z][a-z0-9-]*\/\S+$/, 'must look like anthropic/claude-sonnet-5-5');
const effortSetting = z.enum(['low', 'medium', 'high', 'max']);
const urlSetting = z.string().regex(/^$|^https?:\/\/\S+$/, 'must be an http or https address');
const dollars = z.number().min(0);
const limitsSetting = z.strictObject({
  money: z.exactOptional(dollars),
  tokens: z.exactOptional(z.number().int().min(1)),
  turns: z.exactOptional(z.number().int().min(1)),
  minutes: z.exactOptional(z.number().min(1)),
});
const priceSetting = z.record(
  z.string(),
  z.object({ input: dollars, output: dollars, cacheRead: dollars.optional(), cacheWrite: dollars.optional() }),
);

const neededSetting = z.partialRecord(
  z.enum(['requirements.md', 'bugfix.md', 'design.md', 'tasks.md', '*']),
  z.number().int().min(1).max(20),
);

type Needed = z.infer<typeof neededSetting>;

/** For each document the larger number; `*` stands for a document that a side does not name. */
function moreApprovals(a: Needed, b: Needed): Needed {
  const names = neededSetting.keyType.options.filter((name) => a[name] !== undefined || b[name] !== undefined);
  const of = (side: Needed, name: keyof Needed): number => side[name] ?? side['*'] ?? 1;
  return Object.fromEntries(names.map((name) => [name, Math.max(of(a, name), of(b, name))]));
}

/** Order here is order in the settings editor. */
export const settingsList = [
  setting({
    key: 'models.planning',
    default: '',
    schema: modelSetting,
    scope: 'machine',
    help: 'Model that writes requirements, design and tasks, as `provider/model`: `anthropic/claude-opus-5-5`, `bedrock/us.anthropic.claude-opus-5-5`, or `bedrock/` and the ARN of an inference profile. Empty: the default of the provider that is set up.',
  }),
  setting({
    key: 'models.building',
    default: '',
    schema: modelSetting,
    scope: 'machine',
    help: 'Model that writes code, as `provider/model`. Empty: the default of the provider that is set up.',
  }),
  setting({
    key: 'models.quick',
    default: '',
    schema: modelSetting,
    scope: 'machine',
    help: 'Model for small things such as names and summaries, as `provider/model`. Empty: the default of the provider that is set up.',
  }),
  setting({
    key: 'effort.planning',
    default: 'high',
    schema: effortSetting,
    scope: 'machine',
    help: 'How much the planning model thinks before it answers. More costs more.',
  }),
  setting({
    key: 'effort.building',
    default: 'medium',
    schema: effortSetting,
    scope: 'machine',
    help: 'How much the building model thinks before it answers.',
  }),
  setting({
    key: 'effort.quick',
    default: 'low',
    schema: effortSetting,
    scope: 'machine',
    help: 'How much the quick model thinks before it answers.',
  }),
  setting({
    key: 'anthropic.baseUrl',
    default: '',
    schema: urlSetting,
    scope: 'machine',
    help: 'Address of a gateway that speaks the Anthropic Messages API. Empty: `ANTHROPIC_BASE_URL`, else Anthropic itself.',
  }),
  setting({
    key: 'bedrock.region',
    default: '',
    schema: z.string().regex(/^$|^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as us-east-1'),
    scope: 'machine',
    help: 'AWS region of Amazon Bedrock, for example `us-east-1` or `us-gov-west-1`. Empty: `AWS_REGION`, else the region of the profile.',
  }),
  setting({
    key: 'bedrock.profile',
    default: '',
    schema: z.string(),
    scope: 'machine',
    help: 'Profile in `~/.aws/config` to sign in with (static keys, SSO or a credential process). Empty: a stored key, else the environment, else the default profile.',
  }),
  setting({
    key: 'bedrock.endpoint',
    default: '',
    schema: urlSetting,
    scope: 'machine',
    help: 'Address of the Bedrock runtime, for a VPC endpoint or a gateway. Empty: the one of the region.',
  }),
  setting({
    key: 'context.hide',
    default: [],
    schema: z.array(z.string().min(1)).readonly(),
    scope: 'machine',
    help: 'Patterns as in `.gitignore` of files that no tool, map, reference or prompt gets, in every workspace, besides what `.kiroignore` files hide. No file in a repository takes them back.',
  }),
  setting({
    key: 'context.mapTokens',
    default: 3000,
    schema: z.number().int().min(0).max(30_000),
    scope: 'window',
    help: 'Tokens that the repository map takes in a prompt: the files that matter most for what is asked, with what they declare. 0: no map.',
  }),
  setting({
    key: 'approvals.needed',
    default: {},
    schema: neededSetting,
    scope: 'resource',
    stricter: moreApprovals,
    help: 'How many people must approve a document before the next one is written or its tasks run, by document: `{ "*": 2, "tasks.md": 1 }`. A document that is not named needs one. A workspace can ask for more than your own settings do, never for less.',
  }),
  setting({
    key: 'approvals.from',
    default: 'anyone',
    schema: z.enum(['anyone', 'codeowners']),
    scope: 'resource',
    stricter: (a, b) => (a === 'codeowners' ? a : b),
    help: 'Whose approvals count: `anyone`, or `codeowners`, the owners of the document in CODEOWNERS as it was committed before the approval. A workspace can narrow what your own settings say, never widen it.',
  }),
  setting({
    key: 'approvals.authorMayApprove',
    default: true,
    schema: z.boolean(),
    scope: 'resource',
    stricter: (a, b) => a && b,
    help: 'Whether the author of a document may approve it: whoever made the last commit that changed more in it than ticks, or who works here while it is in none. Whoever changed it before is not counted as its author. A workspace can forbid it, never allow it.',
  }),
  setting({
    key: 'approvals.people',
    default: {},
    schema: z.record(
      z.string().regex(/^@\S+$/, 'must name people as @user or @org/team'),
      z.array(z.string()).readonly(),
    ),
    scope: 'machine',
    help: 'E-mail addresses of the people in CODEOWNERS, by handle: `{ "@ada": ["ada@example.com", "ada@home.example"], "@shop/api": ["@ada", "bo@example.com"] }`. Addresses of one handle are one person.',
  }),
  setting({
    key: 'request.attempts',
    default: 5,
    schema: z.number().int().min(1).max(10),
    scope: 'machine',
    help: 'How often a request is made, the first time included, when a model is busy or the network fails.',
  }),
  setting({
    key: 'request.idleTimeoutSeconds',
    default: 180,
    schema: z.number().min(0.05).max(3600),
    scope: 'machine',
    help: 'Seconds without a sign of life after which an answer counts as stalled and is asked for again.',
  }),
  setting({
    key: 'prices',
    default: {},
    schema: priceSetting,
    scope: 'machine',
    help: 'Prices in US dollars per million tokens that replace the built-in ones, by model: `{"claude-sonnet-5-5": {"input": 2, "output": 10, "cacheRead": 0.1, "cacheWrite": 2.5}}`.',
  }),
  setting({
    key: 'budget.task',
    default: { money: 5, turns: 150, minutes: 90 },
    schema: limitsSetting,
    scope: 'machine',
    help: 'The most that one task may use, in all its tries together, before it pauses: `money` in US dollars, `tokens`, `turns` of the model, `minutes` of work. What is left out has no limit. A pause keeps everything, and the limit can be raised there.',
  }),
  setting({
    key: 'budget.spec',
    default: { money: 40 },
    schema: limitsSetting,
    scope: 'machine',
    help: 'The most that all tasks of one spec may use together, as for `budget.task`.',
  }),
  setting({
    key: 'budget.day',
    default: { money: 60 },
    schema: limitsSetting,
    scope: 'machine',
    help: 'The most that all tasks on this machine may use in one day, as for `budget.task`.',
  }),
  setting({
    key: 'check.severities',
    default: {},
    schema: z.record(z.string(), z.enum(['error', 'warning', 'info', 'hint', 'off'])),
    scope: 'resource',
    help: 'What a rule for specs weighs, by its name or, for one document, its code: `{"several-shalls": "off", "tasks/missing-notes": "hint"}`. The page of each rule is a click away from its findings; `tracewright check --explain <rule>` prints it.',
  }),
  setting({
    key: 'check.kiroStrict',
    default: false,
    schema: z.boolean(),
    scope: 'resource',
    help: 'Give findings that Kiro has too the severities that they have there: most of what its templates ask for is an error then.',
  }),
  setting({
    key: 'run.corrections',
    default: 3,
    schema: z.number().int().min(0).max(10),
    scope: 'machine',
    help: 'How often a task whose checks fail goes back to the agent before it counts as failed.',
  }),
  setting({
    key: 'run.checkMinutes',
    default: 15,
    schema: z.number().min(1).max(240),
    scope: 'machine',
    help: 'Minutes that one of the commands that prove a task may take.',
  }),
  setting({
    key: 'run.commit',
    default: false,
    schema: z.boolean(),
    scope: 'machine',
    help: 'Make one git commit for each finished task, of exactly the files that it changed, with a trailer that names spec, task and requirements. Hooks of Tracewright are asked before each, those of git do not run, and what you have staged stays staged.',
  }),
  setting({
    key: 'checkpoints.keep',
    default: 100,
    schema: z.number().int().min(10).max(10_000),
    scope: 'machine',
    help: 'How many checkpoints of a workspace folder are kept. The oldest go first.',
  }),
  setting({
    key: 'checkpoints.maxFileMegabytes',
    default: 10,
    schema: z.number().min(0.1).max(2000),
    scope: 'machine',
    help: 'Larger files are not in checkpoints. Each is named, and a restore leaves it as it is.',
  }),
  setting({
    key: 'checkpoints.maxMegabytes',
    default: 2000,
    schema: z.number().min(50).max(1_000_000),
    scope: 'machine',
    help: 'How much disk the checkpoints of one workspace folder may take, in the state folder. The oldest go first; the last two always stay.',
  }),
  setting({
    key: 'steering.from',
    default: ['amazonq', 'claude', 'cline', 'copilot', 'cursor', 'gemini', 'windsurf'],
    schema: z.array(z.enum(['amazonq', 'claude', 'cline', 'copilot', 'cursor', 'gemini', 'windsurf'])),
    scope: 'window',
    help: 'Other tools whose rules in a repository count as steering: `claude` (CLAUDE.md), `amazonq` (.amazonq/rules), `cursor` (.cursor/rules), `copilot` (.github/copilot-instructions.md and .github/instructions), `cline` (.clinerules), `windsurf` (.windsurfrules), `gemini` (GEMINI.md), each under the conditions that its own tool knows. `.kiro/steering` and AGENTS.md always count.',
  }),
  setting({
    key: 'steering.check',
    default: false,
    schema: z.boolean(),
    scope: 'machine',
    help: 'After a task is verified, ask the quick model once which rules of the steering the change seems to break, with the lines. What it finds stands in the run and in the evidence; it holds nothing up and takes no tick back. It may use a tenth of what is left of the budgets.',
  }),
  setting({
    key: 'production.names',
    default: ['prod', 'production', 'prd', 'live'],
    schema: z.array(z.string()),
    scope: 'machine',
    help: 'Words that mean production. A command that names one as its profile, context, host, branch, account or address asks every time, with the name to be typed. `*` stands for anything within the word.',
  }),
  setting({
    key: 'permissions.environment',
    default: [],
    schema: z.array(z.string()),
    scope: 'machine',
    help: 'Names of environment variables that commands of agents get although they may hold keys or passwords, for example `DATABASE_URL`. Everything that looks like a key is kept from them otherwise.',
  }),
] as const;

type Listed = (typeof settingsList)[number];

/** A setting's key, without the `tracewright.` in front. */
export type SettingKey = Listed['key'];

/** A value for every setting, by its key. */
export type Settings = {
  readonly [Key in SettingKey]: z.infer<Extract<Listed, { readonly key: Key }>['schema']>;
};

/** What one place of settings said. */
export interface ReadSettings {
  readonly values: Partial<Settings>;
  /** Full keys (`tracewright.…`) of machine-scoped settings that came from a workspace or folder. Not used. */
  readonly ignored: readonly string[];
  /** One sentence for each value that is not of its setting's form. Not used. */
  readonly invalid: readonly string[];
}

export const defaultSettings: Settings = Object.fromEntries(
  settingsList.map((each) => [each.key, each.default]),
) as unknown as Settings;

/** `raw` by full key (`tracewright.a.b`), short key (`a.b`) or nested objects; whatever else it holds is left alone. */
export function readSettings(raw: unknown, origin: SettingOrigin): ReadSettings {
  const values: Record<string, unknown> = {};
  const ignored: string[] = [];
  const invalid: string[] = [];
  for (const each of settingsList) {
    const value = find(raw, each.key);
    if (value === undefined || value === null) continue;
    const name = `tracewright.${each.key}`;
    if (origin !== 'user' && each.scope === 'machine') {
      ignored.push(name);
      continue;
    }
    const parsed = each.schema.safeParse(value);
    if (parsed.success) values[each.key] = parsed.data;
    else
      invalid.push(`The setting ${name} is not used: ${parsed.error.issues.map((issue) => issue.message).join(', ')}.`);
  }
  return { values: values as Partial<Settings>, ignored, invalid };
}

/** Later places win over earlier ones; what none of them says has its default. */
export function mergeSettings(...read: readonly ReadSettings[]): ReadSettings & { readonly settings: Settings } {
  const values: Partial<Settings> = Object.assign({}, ...read.map((each) => each.values), ...strictest(read));
  return {
    settings: { ...defaultSettings, ...values },
    values,
    ignored: [...new Set(read.flatMap((each) => each.ignored))],
    invalid: [...new Set(read.flatMap((each) => each.invalid))],
  };
}

/** Settings where no place takes back what another asks for, the default included. */
function strictest(read: readonly ReadSettings[]): readonly Partial<Settings>[] {
  return settingsList.flatMap((each) => {
    if (!('stricter' in each)) return [];
    const combine = each.stricter as (a: unknown, b: unknown) => unknown;
    const said = read.flatMap(({ values }) => values[each.key] ?? []);
    return said.length === 0 ? [] : [{ [each.key]: said.reduce<unknown>(combine, each.default) }];
  });
}

/** Full keys of settings in which a workspace can only ask for more: nothing to trust it for. */
export const strictKeys: readonly string[] = settingsList.flatMap((each) =>
  'stricter' in each ? [`tracewright.${each.key}`] : [],
);

/** The manifest's `contributes.configuration`. */
export function settingsManifest(): { readonly title: string; readonly properties: Readonly<Record<string, unknown>> } {
  const entries = settingsList.map((each, order) => {
    const { $schema: _, ...type } = z.toJSONSchema(each.schema, { io: 'input' });
    return [
      `tracewright.${each.key}`,
      { ...type, default: each.default, scope: each.scope, order, markdownDescription: each.help },
    ];
  });
  return { title: 'Tracewright', properties: Object.fromEntries(entries) };
}

function find(raw: unknown, key: string): unknown {
  if (!isRecord(raw)) return undefined;
  const direct = raw[`tracewright.${key}`] ?? raw[key];
  if (direct !== undefined) return direct;
  const path = ['tracewright', ...key.split('.')];
  return walk(raw, path) ?? walk(raw, path.slice(1));
}

function walk(raw: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, step) => (isRecord(at) ? at[step] : undefined), raw);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
