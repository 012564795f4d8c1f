/** The heavy part that takes command lines apart: unbash's tree made into plain data. */
import { type Command, forEachChild, parse, type Redirection, type SyntaxNode, type Word, type WordPart } from 'unbash';
import { evaluatedIn } from './shell/evaluated';
import type { ShellAssignment, ShellCommand, ShellLine, ShellRedirect, ShellWord } from './shell/line';

/** The heavy part that knows the shell's grammar. */
export interface ShellPart {
  /** Never throws. */
  parse(line: string): ShellLine;
}

declare module '../host' {
  interface Parts {
    shell: ShellPart;
  }
}

export const part: ShellPart = { parse: parseLine };

/** Longer lines are nobody's honest work, and a parser's time grows with them. */
const longest = 50_000;

interface Taken {
  readonly commands: ShellCommand[];
  readonly errors: string[];
  readonly functions: string[];
  readonly evaluated: ShellLine['evaluated'][number][];
}

interface Place {
  /** What positions count in; escaped backticks bring a text of their own. */
  readonly source: string;
  readonly fedBy: readonly number[];
}

function parseLine(line: string): ShellLine {
  if (line.length > longest) return { commands: [], errors: ['the line is too long'], functions: [], evaluated: [] };
  const taken: Taken = { commands: [], errors: [], functions: [], evaluated: [] };
  try {
    const tree = parse(line);
    visit(tree, { source: line, fedBy: [] }, taken);
    taken.evaluated.push(...evaluatedIn(tree));
  } catch (error) {
    taken.errors.push(error instanceof Error ? error.message : 'the line can’t be read');
  }
  return taken;
}

function visit(node: SyntaxNode, place: Place, taken: Taken): void {
  const inner = node.type === 'Script' ? { ...place, source: node.source ?? place.source } : place;
  if (node.type === 'Script' && 'errors' in node) {
    for (const error of node.errors ?? []) taken.errors.push(error.message);
  }
  if (node.type === 'Pipeline') {
    visitPipeline(node, inner, taken);
    return;
  }
  collect(node, inner, taken);
  // What stands in a substitution is fed by nothing of the pipeline that it stands in.
  const below = isExpansion(node) || node.type === 'Command' ? { ...inner, fedBy: [] } : inner;
  forEachChild(node, (child) => {
    visit(child, below, taken);
  });
}

function visitPipeline(node: Extract<SyntaxNode, { type: 'Pipeline' }>, place: Place, taken: Taken): void {
  const before: number[] = [...place.fedBy];
  for (const command of node.commands) {
    const from = taken.commands.length;
    visit(command, { ...place, fedBy: [...before] }, taken);
    for (let at = from; at < taken.commands.length; at++) before.push(at);
  }
}

function isExpansion({ type }: SyntaxNode): boolean {
  return type === 'CommandExpansion' || type === 'ProcessSubstitution' || type === 'ArithmeticCommandExpansion';
}

function collect(node: SyntaxNode, place: Place, taken: Taken): void {
  const text = place.source.slice(node.pos, node.end);
  const wordless = (assignments: readonly ShellAssignment[], redirects: readonly ShellRedirect[] = []) =>
    taken.commands.push({ text, words: [], assignments, redirects, fedBy: place.fedBy });
  switch (node.type) {
    case 'Command':
      taken.commands.push({ text, ...commandOf(node), fedBy: place.fedBy });
      break;
    case 'Redirected':
      wordless([], node.redirects.map(redirectOf));
      break;
    case 'For':
    case 'Select':
      wordless([{ name: node.name.value, value: unknown(node.name.text) }]);
      break;
    case 'ParameterExpansion':
      if (node.operation?.operator.endsWith('=') === true)
        wordless([{ name: node.parameter, value: unknown(node.text) }]);
      // `${!name}` and `${name@P}` run what a variable holds.
      if (node.prefix === '!' || node.operation?.type === 'Transform' || node.operation?.type === 'Unknown')
        taken.errors.push(`${node.text} is known only when it runs`);
      break;
    case 'ArithmeticBinary':
      if (/^[^=!<>]*=$/u.test(node.operator) && node.left.type === 'ArithmeticWord')
        wordless([{ name: node.left.value, value: unknown(text) }]);
      break;
    case 'Function':
      taken.functions.push(node.name.value);
      break;
    case 'Coproc':
      taken.functions.push(node.name?.value ?? 'COPROC');
      break;
    default:
  }
}

function commandOf(node: Command): Omit<ShellCommand, 'text' | 'fedBy'> {
  const words = node.name === undefined ? [] : [wordOf(node.name)];
  const assignments: ShellAssignment[] = [];
  for (const each of node.prefix) {
    if (each.type === 'Assignment') assignments.push({ name: each.name, value: valueIn(each.value, each.text) });
  }
  for (const each of node.args) words.push(each.type === 'Word' ? wordOf(each) : assignmentWord(each));
  return { words, assignments, redirects: node.redirects.map(redirectOf) };
}

type Assigned = Extract<Command['args'][number], { type: 'Assignment' }>;

/** `export NAME=value`: a word like any other, in one piece. */
function assignmentWord(node: Assigned): ShellWord {
  const value = valueIn(node.value, node.text);
  return { ...value, text: node.text, value: `${node.name}${node.append === true ? '+' : ''}=${value.value}` };
}

function valueIn(value: Assigned['value'], text: string): ShellWord {
  return value.type === 'Word' ? wordOf(value) : unknown(text);
}

function unknown(text: string): ShellWord {
  return { text, value: text, known: false, glob: false, tilde: false };
}

function redirectOf(node: Redirection): ShellRedirect {
  if (node.type === 'HereDoc') {
    const known = (node.body.parts ?? []).every(isKnown);
    const { text } = node.body;
    return { operator: node.operator, body: { text, value: text, known, glob: false, tilde: false } };
  }
  const target = node.target === undefined ? undefined : wordOf(node.target);
  if (node.type === 'HereString') return { operator: node.operator, ...(target === undefined ? {} : { body: target }) };
  return { operator: node.operator, ...(target === undefined ? {} : { target }) };
}

function wordOf(node: Word): ShellWord {
  const parts = node.parts ?? [];
  return {
    text: node.text,
    value: node.value,
    known: parts.every(isKnown),
    glob: parts.some(({ type }) => type === 'Glob' || type === 'ExtendedGlob'),
    tilde: node.text.startsWith('~'),
  };
}

function isKnown(node: WordPart): boolean {
  switch (node.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
    case 'Glob':
    case 'ExtendedGlob':
      return true;
    case 'DoubleQuoted':
    case 'LocaleString':
      return node.parts.every(isKnown);
    case 'SimpleExpansion':
      // Numbers that the shell makes up: status, process, count.
      return /^\$[?$!#]$/u.test(node.text);
    default:
      return false;
  }
}
