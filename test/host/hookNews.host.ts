/** What a user hears of hooks: permissions that are asked for, failures and blocks alone, the menu of the status bar, schedules. */
import * as assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { it } from 'mocha';
import * as vscode from 'vscode';
import { answering, later, type Shown } from '../support/hostAnswers';
import {
  agreed,
  describeHooks,
  ended,
  heard,
  hookNamed,
  knows,
  quiet,
  root,
  save,
  withHooks,
} from '../support/hostHooks';
import { access, put, until } from '../support/hostWindow';

const news = (shown: readonly Shown[]): readonly Shown[] =>
  shown.filter(({ kind }) => kind === 'warning' || kind === 'error' || kind === 'info');

/** Hooks by hand, one line of YAML each. */
const byHand = (...hooks: readonly (readonly [name: string, action: string])[]): string =>
  `hooks:\n${hooks.map(([name, action]) => `  - name: ${name}\n    trigger: manual\n    ${action}\n`).join('')}`;

/** Fires a hook by hand, as the row's button does; the end is not waited for, and comes with `done`. */
async function start(name: string): Promise<{ readonly done: Thenable<unknown> }> {
  const hook = await hookNamed(name);
  return { done: vscode.commands.executeCommand('tracewright.runHook', { root: root(), hook }) };
}

describeHooks('news of hooks', () => {
  it('are notifications of failures and blocks alone', async () => {
    const onSave = 'trigger: on_save\n    pattern: "lists/news*.txt"';
    const name = `lists/news-${Date.now()}.txt`;
    put(name, 'a\n');
    await withHooks(
      `hooks:
  - name: fine
    ${onSave}
    run: "true"
  - name: broken
    ${onSave}
    run: "echo no >&2; exit 3"
  - name: guard
    trigger: on_prompt
    run: "echo never >&2; exit 2"
`,
      3,
    );
    await agreed();
    await answering([], async (shown) => {
      await save(name, 'x');
      for (const hook of ['fine', 'broken']) await until(hook, async () => (await ended(hook)).length > 0);
      const { app } = await access();
      const service = await app.hooks.window.service();
      const cause = { by: 'user', chain: [] } as const;
      const event = { root: root(), cause, files: [], prompt: 'Do it' };
      assert.match((await service.submitted(event, new AbortController().signal)) ?? '', /never/);
      await quiet();
      const told = news(shown).map(({ kind, words, labels }) => [kind, words.split('\n')[0], labels.join()]);
      assert.deepEqual(told, [
        ['warning', 'The hook "broken" failed: no', 'Show'],
        ['error', 'The hook "guard" stopped it: never', 'Show'],
      ]);
    });
  });

  it('ask before a hook’s command does what rules leave open, and a no is a failure that says so', async () => {
    // A line that the user agreed to runs unasked, unless it names production.
    const line = 'git push origin production';
    await withHooks(byHand(['pushes', `run: "${line}"`]), 1);
    await agreed();
    await answering([[new RegExp(`^The hook "pushes" asks: .*${line}`), 'Deny']], async (shown) => {
      await (await start('pushes')).done;
      const [question] = shown;
      assert.equal(question?.kind, 'warning');
      const [firing] = await ended('pushes');
      assert.equal(firing?.result.kind, 'warning');
      assert.equal(firing?.steps[0]?.outcome, 'cannot-start');
    });
  });

  it('are behind the status bar too: what runs is stopped there, and what a hook asks is answered', async () => {
    const { app } = await access();
    const line = 'git push origin production';
    await withHooks(byHand(['slow', 'run: "sleep 60"'], ['asked late', `run: "${line}"`]), 2);
    await agreed();
    const slow = await start('slow');
    await until('"slow" to run', () =>
      app.hooks.window.firings().some(({ hookName, result }) => hookName === 'slow' && result.kind === 'running'),
    );
    await answering([[/^Hooks\b/, 'Stop "slow"']], async (shown) => {
      await vscode.commands.executeCommand('tracewright.hookMenu');
      assert.deepEqual(shown[0]?.labels, ['Stop "slow"', 'Show all hooks']);
      await slow.done;
    });
    assert.deepEqual(
      (await ended('slow')).map(({ result }) => result.kind),
      ['stopped'],
    );
    // The notification is left alone, as by somebody who is busy: the menu has the question all the same.
    const asks = new RegExp(`^The hook "asked late" asks: .*${line}`);
    await answering(
      [
        [asks, later],
        [/^Hooks\b/, 'The hook "asked late" asks'],
        [asks, 'Allow Once'],
        [/^The hook "asked late" asks/, 'production'],
      ],
      async (shown) => {
        const pushing = await start('asked late');
        await until('the question', () => app.hooks.questions.waiting().length > 0);
        await vscode.commands.executeCommand('tracewright.hookMenu');
        assert.deepEqual(app.hooks.questions.waiting(), [], JSON.stringify(shown));
        await pushing.done;
      },
    );
    const [firing] = await ended('asked late');
    // Nothing is there to push; that git says so shows that it was run.
    assert.match(JSON.stringify(firing?.steps[0]), /exitCode":(?!126|127)\d+/);
  });

  it('come at the times of a schedule', async function () {
    // The next minute may be a minute away.
    this.timeout(240_000);
    await withHooks('hooks:\n  - name: clock\n    trigger: schedule\n    cron: "* * * * *"\n    notify: tick\n', 1);
    await answering([], async (shown) => {
      await until('the clock', async () => (await ended('clock')).length > 0, 180_000);
      assert.ok(
        news(shown).some(({ words }) => words.startsWith('clock: tick')),
        JSON.stringify(shown),
      );
    });
    const [firing] = await ended('clock');
    assert.deepEqual([firing?.event.trigger, firing?.event.cron], ['Schedule', '* * * * *']);
  });

  it('come of the user’s own hooks too, in a workspace that has none', async () => {
    const own = join(homedir(), '.kiro');
    const name = `lists/own-${Date.now()}.txt`;
    put(name, 'a\n');
    put('.kiro/hooks/mine.json', v1('echo mine >> heard.log'), homedir());
    try {
      await knows(1);
      await agreed();
      await save(name, 'x');
      await until('the hook', () => heard().length > 0);
      await quiet();
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
    await knows(0);
  });
});

const v1 = (command: string): string =>
  JSON.stringify({
    version: 'v1',
    hooks: [{ name: 'mine', trigger: 'PostFileSave', matcher: 'lists/own-.*', action: { type: 'command', command } }],
  });
