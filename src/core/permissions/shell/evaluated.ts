/**
 * Words that the shell reads once more when they are numbers or names of variables: in `a[…]` it runs the substitutions of
 * their text, whatever quotes stood around them. `[[ -v 'a[$(id)]' ]]` runs `id`, and so does `$((n))` where `n` holds that.
 */
import { type Command, forEachChild, type SyntaxNode, type Word, type WordPart } from 'unbash';
import type { ShellLine } from './line';

type Evaluated = ShellLine['evaluated'][number];

/** Builtins that take names of variables, or numbers. */
const naming =
  /^(?:test|\[|printf|read|unset|declare|typeset|local|readonly|export|let|wait|getopts|mapfile|readarray)$/u;
const filling = /^(?:read|mapfile|readarray|getopts)$/u;
/** What prints a number, or the name of nothing that anybody made up. */
const counting = /^(?:wc|nproc|date|seq|expr|id|stat|tput|uptime|getconf|bc)$/u;
const numeric = /^-(?:eq|ne|lt|le|gt|ge)$/u;

const subscript = /[\p{L}_]\w*\[[^\]]*(?:\$\(|`|\$\{)/su;

/** Everything in the line that is read so. */
export function evaluatedIn(root: SyntaxNode): readonly Evaluated[] {
  const open = openNames(root);
  const found: Evaluated[] = [];
  const hide = (word: Word | undefined) => {
    if (word !== undefined && isHidden(word)) found.push({ text: word.text, hidden: true });
  };
  const index = (word: Word | undefined) => {
    if (word !== undefined && /\$\(|`/u.test(word.value) && !substitutes(word))
      found.push({ text: word.text, hidden: true });
    else use(word);
  };
  const use = (word: Word | undefined) => {
    hide(word);
    if (word !== undefined && isOpen(word, open)) found.push({ text: word.text, hidden: false });
  };
  const walk = (node: SyntaxNode): void => {
    switch (node.type) {
      case 'Command':
        usesOf(node).forEach(use);
        if (naming.test(node.name?.value ?? '')) argsOf(node).forEach(hide);
        break;
      case 'Assignment':
        index(node.index);
        if (node.value.type === 'Word') hide(node.value);
        else node.value.elements.forEach(hide);
        break;
      case 'ParameterExpansion':
        if (!/^[@*]$/u.test(node.index?.text ?? '')) index(node.index);
        if (node.operation?.type === 'Slice') [node.operation.offset, node.operation.length].forEach(use);
        break;
      case 'TestUnary':
        if (/^-[vR]$/u.test(node.operator)) use(node.operand);
        break;
      case 'TestBinary':
        if (numeric.test(node.operator)) [node.left, node.right].forEach(use);
        break;
      case 'ArithmeticWord':
        if (
          namesIn(node.value).some((name) => open.has(name)) ||
          (node.parts ?? []).some((each) => isOpenPart(each, open))
        )
          found.push({ text: node.value, hidden: false });
        break;
      case 'ArithmeticCommandExpansion':
        if (!counts(node.script)) found.push({ text: node.text, hidden: false });
        break;
      default:
    }
    forEachChild(node, walk);
  };
  walk(root);
  return found;
}

/** Quotes keep it from being seen as a substitution, and the second reading does not. */
function isHidden(word: Word): boolean {
  return subscript.test(word.value) && !substitutes(word);
}

function substitutes(word: Word): boolean {
  return (word.parts ?? []).some(({ type }) => type === 'CommandExpansion');
}

/** Arguments that are read as numbers or names, whatever they hold. */
function usesOf(command: Command): readonly Word[] {
  const args = argsOf(command);
  const name = command.name?.value ?? '';
  if (name === 'let') return args;
  if (name === 'test' || name === '[') return args.filter((_, at) => /^-[vR]$/u.test(args[at - 1]?.value ?? ''));
  return [];
}

function argsOf({ args }: Command): readonly Word[] {
  return args.flatMap((each) => (each.type === 'Word' ? [each] : each.value.type === 'Word' ? [each.value] : []));
}

/** Variables that the line fills with what nobody knows. */
function openNames(root: SyntaxNode): ReadonlySet<string> {
  const open = new Set<string>();
  const walk = (node: SyntaxNode): void => {
    if (node.type === 'Assignment' && (node.value.type === 'ArrayValue' || isOpen(node.value, open))) {
      if (node.value.type === 'Word' || node.value.elements.some((each) => isOpen(each, open))) open.add(node.name);
    } else if (node.type === 'For' || node.type === 'Select') {
      if ((node.wordlist ?? []).some((each) => isOpen(each, open) || hasGlob(each))) open.add(node.name.value);
    } else if (node.type === 'Command' && fills(node)) {
      open.add('REPLY').add('MAPFILE');
      for (const { value } of argsOf(node)) open.add(value.replace(/\[.*$/su, ''));
    }
    forEachChild(node, walk);
  };
  walk(root);
  return open;
}

function fills({ name, args }: Command): boolean {
  if (filling.test(name?.value ?? '')) return true;
  return name?.value === 'printf' && args[0]?.type === 'Word' && args[0].value === '-v';
}

function hasGlob(word: Word): boolean {
  return (word.parts ?? []).some(({ type }) => type === 'Glob' || type === 'ExtendedGlob');
}

function isOpen(word: Word, open: ReadonlySet<string>): boolean {
  return (word.parts ?? []).some((each) => isOpenPart(each, open)) || open.has(word.value);
}

function isOpenPart(part: WordPart, open: ReadonlySet<string>): boolean {
  switch (part.type) {
    case 'CommandExpansion':
      return !counts(part.script);
    case 'SimpleExpansion':
      return open.has(part.text.slice(1));
    case 'ParameterExpansion':
      return part.prefix !== '#' && open.has(part.parameter);
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.some((each) => isOpenPart(each, open));
    default:
      return false;
  }
}

/** Whether the last command of a substitution prints nothing but numbers. */
function counts(script: SyntaxNode | undefined): boolean {
  let last: Command | undefined;
  const walk = (node: SyntaxNode): void => {
    if (node.type === 'Command') last = node;
    if (node.type !== 'Word') forEachChild(node, walk);
  };
  if (script !== undefined) walk(script);
  if (last === undefined) return false;
  const name = last.name?.value ?? '';
  return (
    counting.test(name) || (/^[ef]?grep$|^rg$/u.test(name) && argsOf(last).some(({ value }) => /^-\w*c/u.test(value)))
  );
}

function namesIn(text: string): readonly string[] {
  return text.match(/[\p{L}_]\w*/gu) ?? [];
}
