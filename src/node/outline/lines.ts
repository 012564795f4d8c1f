/** Languages without a grammar here: what their lines declare, one pattern a kind. Less than a tree, more than nothing. */
import type { OutlineSymbol } from '../../core/host';

interface LineLanguage {
  readonly endings: readonly string[];
  /** Group 1 is the name. */
  readonly kinds: readonly (readonly [kind: string, pattern: RegExp])[];
  /** Group 1 is what is imported. */
  readonly imports: RegExp;
}

const words = String.raw`(?:(?:public|private|protected|internal|open|final|abstract|sealed|data|inline|override|suspend|static|implicit|lazy|case|fileprivate|mutating|indirect|enum|annotation|value|companion)\s+)*`;
const jvm = (kind: string, keyword: string): readonly [string, RegExp] => [
  kind,
  new RegExp(String.raw`^\s*${words}${keyword}\s+(?:<[^>]{0,80}>\s*)?(?:\w+\.)?([\p{L}_]\w*)`, 'u'),
];

/** By ending of the name. */
export const lineLanguages: readonly LineLanguage[] = [
  {
    endings: ['kt', 'kts'],
    kinds: [jvm('class', 'class'), jvm('interface', 'interface'), jvm('object', 'object'), jvm('function', 'fun')],
    imports: /^\s*import\s+([\w.]+)/u,
  },
  {
    endings: ['scala', 'sc'],
    kinds: [jvm('class', 'class'), jvm('trait', 'trait'), jvm('object', 'object'), jvm('function', 'def')],
    imports: /^\s*import\s+([\w.]+)/u,
  },
  {
    endings: ['swift'],
    kinds: [
      jvm('class', '(?:class|actor)'),
      jvm('struct', 'struct'),
      jvm('enum', 'enum'),
      jvm('protocol', 'protocol'),
      jvm('extension', 'extension'),
      jvm('function', 'func'),
    ],
    imports: /^\s*import\s+(?:\w+\s+)?([\w.]+)/u,
  },
  {
    endings: ['lua'],
    kinds: [
      ['function', /^\s*(?:local\s+)?function\s+([\w.:]+)/u],
      ['function', /^\s*(?:local\s+)?([\w.]+)\s*=\s*function\b/u],
    ],
    imports: /\brequire\s*\(?\s*['"]([\w./-]+)['"]/u,
  },
  {
    endings: ['ex', 'exs'],
    kinds: [
      ['module', /^\s*defmodule\s+([\w.]+)/u],
      ['protocol', /^\s*defprotocol\s+([\w.]+)/u],
      ['function', /^\s*defp?\s+([\w?!]+)/u],
      ['macro', /^\s*defmacrop?\s+([\w?!]+)/u],
    ],
    imports: /^\s*(?:alias|import|use|require)\s+([\w.]+)/u,
  },
];

/** What the lines declare, flat, each symbol on its own line; undefined for a name of another language. */
export function symbolsOfLines(path: string, text: string): readonly OutlineSymbol[] | undefined {
  const language = lineLanguageOf(path);
  return language === undefined
    ? undefined
    : text.split('\n').flatMap((line, at) => {
        if (line.length > 500) return [];
        for (const [kind, pattern] of language.kinds) {
          const name = pattern.exec(line)?.[1];
          if (name !== undefined) return [{ name, kind, line: at + 1, endLine: at + 1, children: [] }];
        }
        return [];
      });
}

/** What the lines import, as written. */
export function importsOfLines(path: string, text: string): readonly string[] {
  const pattern = lineLanguageOf(path)?.imports;
  if (pattern === undefined) return [];
  return text.split('\n').flatMap((line) => (line.length > 500 ? [] : (pattern.exec(line)?.[1] ?? [])));
}

function lineLanguageOf(path: string): LineLanguage | undefined {
  const ending = /\.([^./]+)$/u.exec(path)?.[1]?.toLowerCase() ?? '';
  return lineLanguages.find(({ endings }) => endings.includes(ending));
}
