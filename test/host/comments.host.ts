import * as assert from 'node:assert/strict';
import { it } from 'mocha';
import * as vscode from 'vscode';
import { access, at, describeInWindow, handle, put, requirements, specPath, until } from '../support/hostWindow';

async function shown(): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(put(at('requirements.md'), requirements));
  await vscode.window.showTextDocument(document);
  return document;
}

async function threads(document: vscode.TextDocument): Promise<readonly vscode.CommentThread[]> {
  return (await access()).comments.threadsOf(document.uri);
}

/** Types a comment on the line that holds a text, as the + in the editor's margin does. */
async function comment(document: vscode.TextDocument, needle: string, text: string): Promise<unknown> {
  const { line } = document.positionAt(document.getText().indexOf(needle));
  const { controller } = (await access()).comments;
  const thread = controller.createCommentThread(document.uri, new vscode.Range(line, 0, line, 0), []);
  return vscode.commands.executeCommand('tracewright.addComment', { thread, text });
}

describeInWindow('comments in the editor', () => {
  it('are kept with the spec, stay with their text, and can be withdrawn', async () => {
    const document = await shown();
    await comment(document, 'IF the title is empty', 'Also when it is only spaces?');
    const [kept] = (await handle(specPath())).snapshot().comments;
    assert.equal(kept?.target, '1.2');
    const [thread] = await until('the thread', async () => {
      const all = await threads(document);
      return all.length === 1 && all;
    });
    assert.ok(thread);
    assert.equal(thread.range?.start.line, (kept?.line ?? 0) - 1);
    assert.equal(thread.state, vscode.CommentThreadState.Unresolved);

    put(
      at('requirements.md'),
      requirements
        .replace('1. WHEN', '1. WHEN the service starts, THE Service SHALL log it.\n2. WHEN')
        .replace('2. IF', '3. IF'),
    );
    await until(
      'the thread to move',
      async () => (await threads(document))[0]?.range?.start.line === (kept?.line ?? 0),
    );
    assert.equal((await handle(specPath())).snapshot().comments[0]?.target, '1.3');

    await vscode.commands.executeCommand('tracewright.withdrawComment', thread);
    await until('the thread to be over', () => thread.state === vscode.CommentThreadState.Resolved);
    assert.equal((await handle(specPath())).snapshot().comments[0]?.answer?.outcome, 'withdrawn');
  });

  it('wait until the text they are about is saved', async () => {
    const document = await shown();
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
    await comment(document, 'IF the title is empty', 'Why?');
    assert.deepEqual((await handle(specPath())).snapshot().comments, []);
  });

  it('can be made on every line of a spec document and nowhere else', async () => {
    const { controller } = (await access()).comments;
    const ranges = async (document: vscode.TextDocument) =>
      controller.commentingRangeProvider?.provideCommentingRanges(document, new vscode.CancellationTokenSource().token);
    const document = await shown();
    assert.deepEqual(await ranges(document), [new vscode.Range(0, 0, document.lineCount - 1, 0)]);
    const other = await vscode.workspace.openTextDocument(put('notes.md', '# Notes\n'));
    assert.deepEqual(await ranges(other), []);
  });
});
