/** The rows of the context view, from what the model would see. No vscode, so that tests read them. */
import type { ContextPart, ContextPartKind, EffectiveContext } from '../../core/context/effective';
import type { ContextQuery } from '../effectiveContext';
import type { ContextSubject } from './subject';

/** A row: what it is about, where it goes, a kind of part, a part, or a file that leaves the machine. */
export type ContextNode =
  | { readonly kind: 'subject'; readonly label: string; readonly context: EffectiveContext }
  | { readonly kind: 'leaving'; readonly context: EffectiveContext }
  | {
      readonly kind: 'group';
      readonly of: ContextPartKind;
      readonly parts: readonly ContextPart[];
      readonly query: ContextQuery;
    }
  | PartRow
  | { readonly kind: 'file'; readonly path: string };

/** A part, and what it was a part of when it was drawn: what the user looks at may be another spec since. */
export interface PartRow {
  readonly kind: 'part';
  readonly part: ContextPart;
  readonly query: ContextQuery;
}

const titles: Readonly<Partial<Record<ContextPartKind, string>>> = {
  tools: 'Tools',
  steering: 'Steering',
  spec: 'Spec',
};
/** As they stand in a prompt. */
const order: readonly ContextPartKind[] = [
  'instructions',
  'tools',
  'steering',
  'facts',
  'map',
  'spec',
  'conversation',
  'request',
];

/** The rows at the top: what of a kind comes in numbers is under one row. */
export function contextRows({ label, query }: ContextSubject, context: EffectiveContext): readonly ContextNode[] {
  const rows = order.flatMap((of): ContextNode[] => {
    const parts = context.parts.filter(({ kind }) => kind === of);
    if (titles[of] === undefined) return parts.map((part) => ({ kind: 'part', part, query }));
    return parts.length === 0 ? [] : [{ kind: 'group', of, parts, query }];
  });
  return [{ kind: 'subject', label, context }, { kind: 'leaving', context }, ...rows];
}

/** The rows below a row. */
export function rowsBelow(node: ContextNode): readonly ContextNode[] {
  if (node.kind === 'group') return node.parts.map((part) => ({ kind: 'part', part, query: node.query }));
  return node.kind === 'leaving' ? node.context.files.map((path) => ({ kind: 'file', path })) : [];
}

/** What a row says. `spoken`: to who does not see its icon. */
export interface RowWords {
  readonly label: string;
  readonly description: string;
  readonly spoken: string;
}

/** Label and description of a row; what matters most stands first, since side bars are narrow. */
export function rowWords(node: ContextNode): RowWords {
  const { label, description } = shownWords(node);
  const state = node.kind === 'part' && node.part.included && node.part.switch !== 'off' ? 'in · ' : '';
  return { label, description, spoken: `${label}, ${state}${description}` };
}

function shownWords(node: ContextNode): Pick<RowWords, 'label' | 'description'> {
  switch (node.kind) {
    case 'subject':
      return { label: node.label, description: sizeWords(node.context) };
    case 'leaving': {
      const { reader, files } = node.context;
      const model = reader.model === undefined ? [] : [reader.model];
      return {
        label: reader.model === undefined ? 'Nothing leaves this machine' : `Sent to ${reader.where}`,
        description: [counted(files.length, 'file'), ...model].join(' · '),
      };
    }
    case 'group': {
      const included = node.parts.filter((part) => part.included);
      const tokens = included.reduce((sum, part) => sum + part.tokens, 0);
      return {
        label: titles[node.of] ?? node.of,
        description: `${included.length} of ${node.parts.length} in · ${tokenWords(tokens)}`,
      };
    }
    case 'part':
      return {
        label: node.part.label.replace(/^\.kiro\/steering\//u, ''),
        description: partWords(node.part),
      };
    case 'file':
      return { label: node.path.slice(node.path.lastIndexOf('/') + 1), description: '' };
  }
}

function partWords({ included, tokens, dollars, cached, switch: switched }: ContextPart): string {
  return [
    ...(switched === 'off' ? ['off'] : included ? [] : ['out']),
    tokenWords(tokens),
    ...(included && cached ? ['cached'] : []),
    ...(included && dollars !== undefined ? [money(dollars)] : []),
  ].join(' · ');
}

function sizeWords({ tokens, reader, dollars, last }: EffectiveContext): string {
  const share = reader.window === undefined ? '' : ` (${((100 * tokens) / reader.window).toFixed(1)} %)`;
  return [
    `${tokenWords(tokens)}${share}`,
    ...(dollars === undefined ? [] : [money(dollars)]),
    ...(last === undefined ? [] : [`${Math.round(100 * last.cached)} % of the last request cached`]),
  ].join(' · ');
}

/** "1,240 tokens" */
function tokenWords(tokens: number): string {
  return counted(tokens, 'token');
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}

function money(dollars: number): string {
  return dollars < 0.0001 ? '< $0.0001' : `$${dollars.toFixed(4)}`;
}

/** The sentence of a part: why it is in or out, and whether it can be switched. */
export function partSentence({ included, why, switch: switched, path }: ContextPart): string {
  const may =
    switched === undefined
      ? ''
      : switched === 'off'
        ? '\nSwitched off for the sessions of this spec.'
        : '\nIts box switches it off for the sessions of this spec; what was sent stays.';
  return `${included ? 'In' : 'Out'}, because ${why}.${path === undefined ? '' : `\n${path}`}${may}`;
}

/** What tells a row from the others. A part of another spec is another row: a late click on one can't mean the other. */
export function idOf(node: ContextNode): string {
  switch (node.kind) {
    case 'group':
      return `group ${node.of}`;
    case 'part':
      return `part ${node.query.spec ?? node.query.session ?? ''} ${node.part.kind} ${node.part.label}`;
    case 'file':
      return `file ${node.path}`;
    default:
      return node.kind;
  }
}
