import { load } from 'js-yaml';

/** A file taken apart into front matter and text. */
export interface FrontMatter {
  /** What stands there, by key; empty where there is none or it can't be read. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The text below it. */
  readonly body: string;
  /** It is there and is no YAML mapping. */
  readonly unreadable: boolean;
}

const fence = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)\r?\n?^---[ \t]*(?:\r?\n|$)/mu;

/** Front matter counts only as the very first bytes of a file, a BOM aside. Never throws. */
export function readFrontMatter(text: string): FrontMatter {
  const match = fence.exec(text);
  if (match === null || match.index !== 0) return { values: {}, body: text, unreadable: false };
  const body = text.slice(match[0].length);
  const parsed = parse(match[1] ?? '');
  if (parsed === undefined) return { values: {}, body, unreadable: true };
  return { values: parsed, body, unreadable: false };
}

function parse(yaml: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = load(yaml);
    if (value === undefined || value === null) return {};
    return typeof value === 'object' && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
