/** Rules about the shape of a source: its size, its docstrings, and a few things that nobody may write. */
import ts from 'typescript';
import { isCore, rowOf } from './folders';
import { at, type Source, type Violation, walk } from './sources';

/** Lines a file and a function may have. */
export const limits = { file: 600, function: 100, extensionEntry: 100 };

/** Files and functions that grew too long. */
export function sizeViolations(source: Source): readonly Violation[] {
  const found: Violation[] = [];
  const lines = lineCount(source);
  const limit = source.path === 'src/extension/extension.ts' ? limits.extensionEntry : limits.file;
  if (lines > limit) found.push(at(source, source.tree, `has ${lines} lines, more than ${limit}`));
  walk(source.tree, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return;
    const length = lineOf(source, node.getEnd()) - lineOf(source, node.getStart(source.tree)) + 1;
    if (length > limits.function) {
      found.push(at(source, node, `a function has ${length} lines, more than ${limits.function}`));
    }
  });
  return found;
}

/** A trailing line break ends the last line, it does not begin another. */
function lineCount({ tree }: Source): number {
  return tree.getLineStarts().length - (tree.text.endsWith('\n') ? 1 : 0);
}

function lineOf({ tree }: Source, position: number): number {
  return tree.getLineAndCharacterOfPosition(position).line;
}

/** Exported functions and types without a docstring. */
export function docstringViolations(source: Source): readonly Violation[] {
  return source.tree.statements
    .filter(isExported)
    .flatMap((statement, index, exported) =>
      needsDocstring(statement) && !hasDocstring(statement) && !isOverload(statement, exported[index - 1])
        ? [at(source, statement, `${nameOf(statement)} is exported without a docstring`)]
        : [],
    );
}

function isExported(statement: ts.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false;
  return ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function needsDocstring(statement: ts.Statement): boolean {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.some(
      ({ initializer }) =>
        initializer !== undefined && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)),
    );
  }
  return (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  );
}

/** A further signature of the function before it, whose docstring speaks for all of them. */
function isOverload(statement: ts.Statement, before: ts.Statement | undefined): boolean {
  if (before === undefined || !ts.isFunctionDeclaration(statement) || !ts.isFunctionDeclaration(before)) return false;
  return before.body === undefined && before.name?.text === statement.name?.text;
}

function hasDocstring(statement: ts.Statement): boolean {
  return ts.getJSDocCommentsAndTags(statement).length > 0;
}

function nameOf(statement: ts.Statement): string {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations[0]?.name.getText() ?? 'a constant';
  return 'name' in statement && statement.name !== undefined ? String((statement.name as ts.Identifier).text) : 'it';
}

/** Things nobody may write: forged grants, a console in core, the first workspace folder, silenced type errors. */
export function forbiddenViolations(source: Source): readonly Violation[] {
  const row = rowOf(source.path);
  const found: Violation[] = [];
  walk(source.tree, (node) => {
    if (row?.name !== 'permissions' && isGrantAssertion(node)) {
      found.push(at(source, node, 'only core/permissions makes a Grant'));
    }
    if (row !== undefined && isCore(row) && isConsole(node))
      found.push(at(source, node, 'core has no console: use the log port'));
    if (isFirstFolder(node))
      found.push(at(source, node, 'every path belongs to a folder of several: not workspaceFolders[0]'));
  });
  const silenced = /@ts-(ignore|nocheck|expect-error)/.exec(source.tree.text);
  if (silenced !== null) found.push(at(source, source.tree, `${silenced[0]} hides a type error`));
  return found;
}

function isGrantAssertion(node: ts.Node): boolean {
  if (!ts.isAsExpression(node) && !ts.isTypeAssertionExpression(node)) return false;
  return /\bGrant\b/.test(node.type.getText());
}

function isConsole(node: ts.Node): boolean {
  if (!ts.isIdentifier(node) || node.text !== 'console') return false;
  const parent = node.parent;
  const isName = ts.isPropertySignature(parent) || ts.isPropertyAssignment(parent);
  return !isName || ('initializer' in parent && parent.initializer === node);
}

function isFirstFolder(node: ts.Node): boolean {
  if (!ts.isElementAccessExpression(node) || node.argumentExpression.getText() !== '0') return false;
  return /\bworkspaceFolders\??\.?$/.test(node.expression.getText().replace(/[!)]+$/, ''));
}
