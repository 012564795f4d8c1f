/** The effective context of a prompt: each part, why it is in or out, and what it costs. */

/** What a part is. */
export type ContextPartKind =
  | 'instructions'
  | 'tools'
  | 'steering'
  | 'spec'
  | 'facts'
  | 'map'
  | 'conversation'
  | 'request';

/** Parts that have one name each; steering files have their labels. */
export const contextNames = { map: 'Repository map' } as const;

/** One part of a prompt, or what could have been one. */
export interface ContextPart {
  readonly kind: ContextPartKind;
  /** "Base instructions", ".kiro/steering/tech.md", "design.md: Data Models" */
  readonly label: string;
  readonly included: boolean;
  /** The end of "In because …" or "Out because …". */
  readonly why: string;
  /** About how many it takes, or would take. */
  readonly tokens: number;
  /** US dollars of reading it once, as input that no cache holds; absent where the model has no price. */
  readonly dollars?: number;
  /** The vendor's cache holds it from the second request on: nothing before it changes any more. */
  readonly cached: boolean;
  /** It can be switched off for a session, by its label; `off`: it is. */
  readonly switch?: 'on' | 'off';
  /** Absolute path of the file that it comes from. */
  readonly path?: string;
  /** Absolute paths of files besides it that the text is of: what steering refers to, what a mention is about. */
  readonly brings?: readonly string[];
  readonly text: string;
}

/** Who would read it. */
export interface ContextReader {
  /** `anthropic/claude-sonnet-5-5`; absent where no model is set up. */
  readonly model?: string;
  /** Where requests go: "Anthropic", "Amazon Bedrock in eu-west-1", an address of a gateway. */
  readonly where: string;
  /** Tokens. */
  readonly window?: number;
  /** Why there is no model. */
  readonly failure?: string;
}

/** Everything together. */
export interface EffectiveContext {
  readonly reader: ContextReader;
  readonly parts: readonly ContextPart[];
  /** Of the parts that are in. */
  readonly tokens: number;
  readonly dollars?: number;
  /** Of the last request that was sent: its tokens, and the share that came from the vendor's cache (0 to 1). */
  readonly last?: { readonly tokens: number; readonly cached: number };
  /** Files, absolute, of which something is in it or was sent in this session. */
  readonly files: readonly string[];
}

/** Sums up. */
export function effectiveContext(
  reader: ContextReader,
  parts: readonly ContextPart[],
  files: readonly string[],
  last?: EffectiveContext['last'],
): EffectiveContext {
  const included = parts.filter((part) => part.included);
  const priced = included.every(({ dollars }) => dollars !== undefined);
  const sources = included.flatMap(({ path, brings = [] }) => [...(path === undefined ? [] : [path]), ...brings]);
  return {
    reader,
    parts,
    tokens: included.reduce((sum, { tokens }) => sum + tokens, 0),
    ...(priced ? { dollars: included.reduce((sum, { dollars = 0 }) => sum + dollars, 0) } : {}),
    ...(last === undefined ? {} : { last }),
    files: [...new Set([...sources, ...files])].sort(),
  };
}

/** A line a part, for a terminal. */
export function contextLines(context: EffectiveContext, shown: (path: string) => string): readonly string[] {
  const { reader, parts, files } = context;
  const rows = parts.map((part) => {
    const cost = part.dollars === undefined ? '' : `  $${part.dollars.toFixed(4)}`;
    const cached = part.included && part.cached ? '  cached' : '';
    const switched = part.switch === 'off' ? '  switched off' : '';
    return `${part.included ? 'in ' : 'out'} ${String(part.tokens).padStart(7)}  ${part.kind}: ${oneLine(part.label)}${cost}${cached}${switched}\n              ${oneLine(part.why)}`;
  });
  return [
    headline(context),
    ...(reader.failure === undefined ? [] : [reader.failure]),
    '',
    ...rows,
    '',
    `Files of which something is in it (${files.length}):`,
    ...files.map((path) => `  ${oneLine(shown(path))}`),
  ];
}

/** The whole as a Markdown document: a table of the parts, then each text that is in. */
export function contextMarkdown(context: EffectiveContext, shown: (path: string) => string): string {
  const { parts, files } = context;
  const rows = parts.map(
    (part) =>
      `| ${part.included ? 'in' : 'out'} | ${part.kind} | ${cell(part)} | ${part.tokens} | ${part.dollars === undefined ? '' : `$${part.dollars.toFixed(4)}`} | ${part.included && part.cached ? 'yes' : ''} | ${escaped(part.why)} |`,
  );
  const texts = parts
    .filter(({ included }) => included)
    .map(({ label, text }) => `## ${oneLine(label)}\n\n${fenced(text)}`);
  return [
    '# What the model sees',
    headline(context),
    ...(context.reader.failure === undefined ? [] : [context.reader.failure]),
    ['| | part | name | tokens | cost | cached | why |', '|---|---|---|--:|--:|---|---|', ...rows].join('\n'),
    `## Files of which something leaves this machine\n\n${files.map((path) => `- ${escaped(shown(path))}`).join('\n') || 'None.'}`,
    ...texts,
    '',
  ].join('\n\n');
}

/** Who would read it, how much it is and what it costs, in one line. */
export function headline({ reader, tokens, dollars, last }: EffectiveContext): string {
  const share =
    reader.window === undefined ? '' : ` of ${reader.window} (${((100 * tokens) / reader.window).toFixed(1)} %)`;
  const cost = dollars === undefined ? '' : `, $${dollars.toFixed(4)} when no cache holds any of it`;
  const sent =
    last === undefined
      ? ''
      : ` The last request had ${last.tokens} tokens, ${Math.round(100 * last.cached)} % of them out of the cache.`;
  return `${reader.model ?? 'No model'}, ${reader.where}: about ${tokens} tokens${share}${cost}.${sent}`;
}

function cell({ label, path }: ContextPart): string {
  return path === undefined ? escaped(label) : `[${escaped(label)}](<${encodeURI(`file://${path}`)}>)`;
}

function escaped(text: string): string {
  return oneLine(text).replace(/[\\|[\]<>*_`]/gu, '\\$&');
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
}

/** A fence longer than any run of backticks inside. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text.trimEnd()}\n${fence}`;
}
