import * as assert from 'node:assert/strict';
import { it } from 'mocha';
import * as vscode from 'vscode';
import {
  access,
  at,
  describeInWindow,
  design,
  folder,
  handle,
  put,
  requirements,
  specPath,
  tasks,
  until,
} from '../support/hostWindow';

async function shown(name = 'requirements.md', text = requirements): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(put(at(name), text));
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

  for (const [what, name, needle, target] of [
    ['a criterion', 'requirements.md', 'IF the title is empty', '1.2'],
    ['a paragraph', 'requirements.md', 'A service for lists.', undefined],
    ['a property', 'design.md', '### Property 1', '1'],
    ['a task', 'tasks.md', '1.2 Write the tests', '1.2'],
  ] as const) {
    it(`can be on ${what}, and show there what was said`, async () => {
      put(at('requirements.md'), requirements);
      const document = await shown(name, { 'design.md': design, 'tasks.md': tasks }[name as string] ?? requirements);
      await comment(document, needle, 'Why *this*?');
      const [kept] = (await handle(specPath())).snapshot().comments;
      assert.equal(kept?.document, name);
      assert.equal(kept?.target, target);
      const [thread] = await until('the thread', async () => {
        const all = await threads(document);
        return all.length === 1 && all;
      });
      assert.equal(document.lineAt(thread?.range?.start.line ?? -1).text.includes(needle), true);
      const body = thread?.comments[0]?.body;
      assert.equal(typeof body === 'object' ? body.value : body, 'Why \\*this\\*?');
    });
  }

  it('on an empty line belong to the text below it', async () => {
    const document = await shown();
    await comment(document, '\nA service for lists.', 'For whom?');
    const [kept] = (await handle(specPath())).snapshot().comments;
    assert.equal(kept?.quote, 'A service for lists.');
    await until('the thread', async () => (await threads(document))[0]?.range?.start.line === (kept?.line ?? 0) - 1);
  });
});

describeInWindow('the review of a spec, with sample answers', () => {
  it('sends all comments as one revision; each is answered by the change or by a reason', async () => {
    const { app } = await access();
    const { specs } = await app.engine();
    const spec = await specs.create({ root: folder().replaceAll('\\', '/'), sentence: app.part().exampleSentence });
    assert.ok(!('kind' in spec), JSON.stringify(spec));
    await spec.settled();
    await spec.answer([]);
    assert.equal((await spec.settled()).kind, 'done');
    const path = `${spec.path}/requirements.md`;
    const document = await vscode.workspace.openTextDocument(path);
    await vscode.window.showTextDocument(document);
    await comment(document, 'empty or longer than', 'Titles of 200 characters are enough.');
    await comment(document, '## Glossary', 'Is this the word that sales uses?');
    await until('both threads', async () => (await threads(document)).length === 2);
    const versions = () => spec.snapshot().documents.find(({ name }) => name === 'requirements.md')?.versions ?? [];
    const before = versions().length;

    const outcome = await vscode.commands.executeCommand('tracewright.sendComments', document.uri);
    assert.equal((outcome as { kind?: string } | undefined)?.kind, 'done', JSON.stringify(outcome));
    assert.equal(versions().length, before + 1, 'one revision for all of them');
    await until('the text to change', () => document.getText().includes('empty or longer than 200 characters'));
    const [limit, word] = spec.snapshot().comments;
    assert.equal(limit?.answer?.outcome, 'changed', JSON.stringify(limit));
    assert.equal(word?.answer?.outcome, 'reason', JSON.stringify(word));
    const labels = await until('both threads to be over', async () => {
      const all = await threads(document);
      return all.every(({ state }) => state === vscode.CommentThreadState.Resolved) && all.map(({ label }) => label);
    });
    assert.deepEqual([...labels].sort(), ['Changed', 'Not changed']);
    assert.ok((await threads(document)).every(({ comments }) => comments.length === 2));

    // What an analysis finds: one finding goes into the next revision, a dismissed one is not raised again.
    assert.equal((await spec.analyze('requirements.md')).kind, 'done');
    const found = spec.snapshot().findings.filter(({ state }) => state === 'open');
    const [accepted, dismissed] = found;
    assert.ok(accepted !== undefined && dismissed !== undefined, JSON.stringify(found));
    await spec.decideFinding(accepted.id, 'accepted');
    await spec.decideFinding(dismissed.id, 'dismissed', 'Settled with support.');
    assert.equal((await spec.refine('requirements.md', 'Take in what was accepted')).kind, 'done');
    await until('the accepted wording', () => document.getText().includes(accepted.wording));
    assert.equal((await spec.analyze('requirements.md')).kind, 'done');
    const again = spec.snapshot().findings.filter(({ state }) => state === 'open');
    for (const { criterion, kind } of again)
      assert.notDeepEqual(
        [criterion, kind],
        [dismissed.criterion, dismissed.kind],
        'the dismissed one is raised again',
      );
  }).timeout(180_000);

  it('offer in the box what can be mentioned, and no other extension’s box does', async () => {
    await shown();
    const offered = async (authority: string, text: string) => {
      const uri = vscode.Uri.from({ scheme: 'comment', authority, path: `/x/commentinput-${text.length}.md` });
      const box = await vscode.workspace.openTextDocument(uri);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(uri, new vscode.Range(0, 0, box.lineCount, 0), text);
      await vscode.workspace.applyEdit(edit);
      const end = box.positionAt(box.getText().length);
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        end,
        '#',
      );
      return items.map(({ insertText }) => (typeof insertText === 'string' ? insertText : insertText?.value));
    };
    const { id } = (await access()).comments.controller;
    const texts = await offered(id, 'As in #requ');
    assert.ok(
      texts.some((text) => text?.startsWith('#') && text.includes('requirements')),
      texts.join('\n'),
    );
    // The editor itself offers the words of open documents.
    const elsewhere = await offered('another.controller', 'As in #requi');
    assert.ok(!elsewhere.some((text) => text?.startsWith('#')), elsewhere.join('\n'));
  });
});
