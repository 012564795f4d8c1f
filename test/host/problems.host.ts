import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'mocha';
import * as vscode from 'vscode';
import { act } from '../../src/extension/panel/actions';
import type { HostMessage } from '../../src/webview/protocol';
import {
  access,
  at,
  describeInWindow,
  design,
  handle,
  put,
  requirements,
  specPath,
  tasks,
  until,
} from '../support/hostWindow';

async function shown(name: string): Promise<vscode.TextEditor> {
  const path = put(at(name), { 'requirements.md': requirements, 'design.md': design }[name] ?? tasks);
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(path));
}

function ours(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'tracewright');
}

/** The position of a text, a few characters into it. */
function spot(document: vscode.TextDocument, text: string, into = 1): vscode.Position {
  return document.positionAt(document.getText().indexOf(text) + into);
}

describeInWindow('editor features', () => {
  it('list errors of unsaved text as one types, and take them back', async () => {
    put(at('requirements.md'), requirements);
    const editor = await shown('tasks.md');
    const { document } = editor;
    const wrong = spot(document, '1.1, 1.2', 2);
    await editor.edit((edit) => edit.replace(new vscode.Range(wrong, wrong.translate(0, 1)), '9'));
    const [found] = await until('the finding', () => {
      const errors = ours(document).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
      return errors.length > 0 && errors;
    });
    assert.ok(found);
    assert.equal(document.getText(found.range), '1.9');
    assert.match(found.message, /1\.9/);
    await vscode.commands.executeCommand('undo');
    await until('the finding to go', () =>
      ours(document).every(({ severity }) => severity !== vscode.DiagnosticSeverity.Error),
    );
  });

  it('weigh findings as the settings say, and lead to the page of their rule', async () => {
    const text = requirements.replace('SHALL store the list', 'SHALL store the list and SHALL answer 201');
    const path = put(at('requirements.md'), text);
    const document = await vscode.workspace.openTextDocument(path);
    await vscode.window.showTextDocument(document);
    const codeOf = ({ code }: vscode.Diagnostic) => (typeof code === 'object' ? code : undefined);
    const several = () => ours(document).find((each) => codeOf(each)?.value === 'requirements/several-shalls');
    const warning = await until('the finding', several);
    assert.equal(warning.severity, vscode.DiagnosticSeverity.Warning);
    const target = codeOf(warning)?.target;
    assert.ok(target);
    const page = await vscode.workspace.openTextDocument(target);
    assert.match(page.getText(), /^# several-shalls\n/);
    const settings = () => vscode.workspace.getConfiguration('tracewright');
    try {
      await settings().update('check.severities', { 'several-shalls': 'error' }, vscode.ConfigurationTarget.Global);
      await until('an error', () => several()?.severity === vscode.DiagnosticSeverity.Error);
      await settings().update('check.severities', { 'several-shalls': 'off' }, vscode.ConfigurationTarget.Global);
      await until('nothing', () => several() === undefined);
    } finally {
      await settings().update('check.severities', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('mend a finding by its quick fix, and take one back by a comment with a reason', async () => {
    const text = requirements
      .replace('### Requirement 1: Create', '### Requirement 1 - Create')
      .replace('SHALL store the list', 'SHALL store the list and SHALL answer 201');
    const document = await vscode.workspace.openTextDocument(put(at('requirements.md'), text));
    const editor = await vscode.window.showTextDocument(document);
    const of = (code: string) => () =>
      ours(document).find((each) => typeof each.code === 'object' && each.code.value === `requirements/${code}`);
    const heading = await until('the finding', of('malformed-requirement-heading'));
    const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      heading.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ title }) => title === 'Write "### Requirement 1: Create a list"');
    assert.ok(fix?.edit, JSON.stringify(actions.map(({ title }) => title)));
    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(document.getText(), text.replace('### Requirement 1 - Create', '### Requirement 1: Create'));
    await until('the finding to go', () => of('malformed-requirement-heading')() === undefined);

    const several = await until('the other finding', of('several-shalls'));
    const above = new vscode.Position(several.range.start.line, 0);
    const ignored = '<!-- tracewright-ignore several-shalls: quoted from the contract -->\n';
    await editor.edit((edit) => edit.insert(above, ignored));
    await until('it to be taken back', () => of('several-shalls')() === undefined);
    await editor.edit((edit) =>
      edit.replace(new vscode.Range(above, above.translate(1)), '<!-- tracewright-ignore several-shalls -->\n'),
    );
    await until('a comment without a reason to be told', of('suppression'));
    assert.ok(of('several-shalls')(), 'without a reason nothing is taken back');
  });

  it('are mended and explained from the panel', async () => {
    const text = `\uFEFF${requirements.replace('### Requirement 1: Create', '### Requirement 1 - Create')}`;
    const path = put(at('requirements.md'), text);
    const spec = await handle(specPath());
    const found = spec
      .snapshot()
      .documents[0]?.diagnostics.find(({ code }) => code === 'requirements/malformed-requirement-heading');
    assert.ok(found);
    const { code, place } = found;
    const fix = { type: 'fix', document: 'requirements.md', code, line: place.line, column: place.column } as const;
    const said: HostMessage[] = [];
    const context = { handle: spec, post: (message: HostMessage) => void said.push(message) };
    await act(fix, context);
    assert.equal(said.length, 0, JSON.stringify(said));
    assert.equal(readFileSync(path, 'utf8'), text.replace('### Requirement 1 - Create', '### Requirement 1: Create'));
    await act(fix, context);
    const [refused] = said;
    assert.ok(refused?.type === 'refused' && /has changed since/.test(refused.message), JSON.stringify(said));

    await act({ type: 'explain', code }, context);
    const page = await until('the page of the rule', () => vscode.window.activeTextEditor?.document);
    assert.match(page.getText(), /^# malformed-requirement-heading\n/);
  });

  it('go from a reference to its criterion', async () => {
    put(at('requirements.md'), requirements);
    const { document } = await shown('tasks.md');
    const found = await vscode.commands.executeCommand<readonly vscode.LocationLink[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      spot(document, '1.1, 1.2'),
    );
    const [link] = found;
    assert.ok(link);
    const target = await vscode.workspace.openTextDocument(link.targetUri);
    assert.match(target.getText(link.targetRange), /WHEN a user posts a title/);
  });

  it('show the criterion in a hover', async () => {
    put(at('requirements.md'), requirements);
    const { document } = await shown('design.md');
    const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      spot(document, 'Requirements 1.1', 'Requirements 1'.length),
    );
    const text = hovers.flatMap(({ contents }) =>
      contents.map((each) => (typeof each === 'string' ? each : each.value)),
    );
    assert.ok(text.join().includes('SHALL store the list'), text.join());
  });

  it('find what refers to a criterion', async () => {
    put(at('tasks.md'), tasks);
    put(at('design.md'), design);
    const { document } = await shown('requirements.md');
    const found = await vscode.commands.executeCommand<readonly vscode.Location[]>(
      'vscode.executeReferenceProvider',
      document.uri,
      spot(document, 'IF the title'),
    );
    assert.equal(found.length, 2);
  });

  it('say above a document where it stands, with the approval of its text', async () => {
    const { document } = await shown('requirements.md');
    const lenses = await until('the lenses', async () => {
      const found = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      return found.length > 1 && found;
    });
    assert.deepEqual(
      lenses.slice(0, 2).map(({ command }) => command?.title),
      ['Draft', 'Approve'],
    );
    const { app } = await access();
    const argument: unknown = lenses[1]?.command?.arguments?.[0];
    assert.ok(typeof argument === 'object' && argument !== null && 'hash' in argument);
    assert.equal(argument.hash, app.part().parse('requirements.md', requirements).hash);
  });

  it('check all specs, open or not', async () => {
    put(at('requirements.md'), requirements);
    const path = put(at('tasks.md'), tasks.replace('_Requirements: 1.2_', '_Requirements: 7.7_'));
    await until('the spec', async () =>
      (await (await access()).app.engine()).specs.list().then((all) => all.length === 1),
    );
    const found = await vscode.commands.executeCommand<{ specs: number; errors: number }>('tracewright.checkSpecs');
    assert.equal(found.specs, 1);
    assert.equal(found.errors, 1);
    const listed = vscode.languages.getDiagnostics(vscode.Uri.file(path));
    assert.ok(listed.some(({ message }) => message.includes('7.7')));
  });
});
