/** Hooks as a user makes and changes them in the editor: each is shown first, and nothing is written before it is said so. */
import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { it } from 'mocha';
import * as vscode from 'vscode';
import { startFakeAnthropic } from '../support/fakeAnthropic';
import { type Answer, answering, type Shown } from '../support/hostAnswers';
import { agreed, describeHooks, heard, hookNamed, knows, quiet, root, save, withHooks } from '../support/hostHooks';
import { access, bytesOf, folder, put, setSetting, until } from '../support/hostWindow';

const write: Answer = [/^/, 'Write it'];
const run = <T>(command: string, argument?: unknown): Thenable<T> =>
  vscode.commands.executeCommand<T>(`tracewright.${command}`, argument);
const here = (): vscode.Uri => vscode.Uri.file(folder());
const labels = (shown: readonly Shown[], asked: RegExp): readonly string[] =>
  shown.find(({ words }) => asked.test(words))?.labels ?? [];
const text = (): string => bytesOf('.kiro/hooks.yaml').toString();

/** Nobody has to agree to what they have just written. */
async function nothingNew(): Promise<void> {
  const { app } = await access();
  assert.deepEqual(
    app.hooks.window.folders().flatMap(({ unknown }) => [...unknown]),
    [],
  );
}

describeHooks('hooks that a user makes', () => {
  it('with the form: files as they are typed, a condition, what follows a failure', async () => {
    put('src/forms/a.ts', 'a\n');
    put('src/forms/b.md', 'b\n');
    const path = await answering(
      [
        [/When does it fire/, 'On save'],
        [/Globs, with commas/, 'src/forms/**/*.{ts,md}, !**/a.ts'],
        [/Only if/, 'A language'],
        [/Languages/, 'markdown'],
        [/What happens then/, 'Run a command'],
        [/./, 'echo saved {file} >> heard.log'],
        [/If it fails/, 'Ask an agent'],
        [/What the agent is asked/, 'Mend it: {output}'],
        [/A name for lists/, 'keep forms'],
        [/Where is it written/, '.kiro/hooks.yaml'],
        write,
      ],
      async (shown) => {
        const made = await run<string>('newHook', here());
        assert.deepEqual(labels(shown, /^src\/forms/), [
          'Use src/forms/**/*.{ts,md}, !**/a.ts: 1 file matches',
          'src/forms/b.md: ',
        ]);
        return made;
      },
    );
    assert.equal(path, '.kiro/hooks.yaml');
    assert.equal(
      text(),
      `hooks:
  - name: "keep forms"
    trigger: on_save
    pattern: ["src/forms/**/*.{ts,md}", "!**/a.ts"]
    if: { language: "markdown" }
    run: "echo saved {file} >> heard.log"
    on_failure: { agent: "Mend it: {output}", retries: 2 }
`,
    );
    await nothingNew();
    await save('src/forms/b.md', 'x');
    await until('the hook to fire', () => heard().length > 0);
    assert.deepEqual(heard(), ['saved src/forms/b.md']);
  });

  it('in a file that Kiro reads, and left before the end it writes nothing', async () => {
    const answers = (last: Answer): readonly Answer[] => [
      [/When does it fire/, 'On save'],
      [/Globs, with commas/, 'src/**'],
      [/Only if/, 'Always'],
      [/What happens then/, 'Ask an agent'],
      [/./, 'Describe it'],
      [/A name for lists/, 'tell'],
      [/Where is it written/, '.kiro/hooks/….kiro.hook'],
      last,
    ];
    assert.equal(await answering(answers([/^/, 'Leave it']), () => run('newHook', here())), undefined);
    assert.equal(existsSync(join(folder(), '.kiro/hooks')), false);
    assert.equal(await answering(answers(write), () => run('newHook', here())), '.kiro/hooks/tell.kiro.hook');
    assert.deepEqual(JSON.parse(bytesOf('.kiro/hooks/tell.kiro.hook').toString()).when, {
      type: 'fileEdited',
      patterns: ['src/**'],
    });
  });

  it('as v1 too, whose globs are one regular expression, and it fires here', async () => {
    const name = `lists/v1-${Date.now()}.txt`;
    put(name, 'a\n');
    const path = await answering(
      [
        [/When does it fire/, 'On save'],
        [/Globs, with commas/, 'lists/v1-*.{txt,md}'],
        [/Only if/, 'Always'],
        [/What happens then/, 'Run a command'],
        [/./, 'echo v1 {file} >> heard.log'],
        [/If it fails/, 'Tell me'],
        [/A name for lists/, 'newer'],
        [/Where is it written/, '.kiro/hooks/….json'],
        write,
      ],
      () => run<string>('newHook', here()),
    );
    assert.equal(path, '.kiro/hooks/newer.json');
    const [made] = JSON.parse(bytesOf('.kiro/hooks/newer.json').toString()).hooks;
    assert.equal(made.matcher, '^lists/v1-[^/]*\\.(?:txt|md)$');
    await save(name, 'x');
    await until('the hook to fire', () => heard().length > 0);
    assert.deepEqual(heard(), [`v1 ${name}`]);
  });

  it('for all workspaces: it is the user’s own, and fires here too', async () => {
    const own = join(homedir(), '.kiro');
    const name = `lists/own-${Date.now()}.txt`;
    put(name, 'a\n');
    try {
      const path = await answering(
        [
          [/When does it fire/, 'On save'],
          [/Globs, with commas/, 'lists/own-*.txt'],
          [/Only if/, 'Always'],
          [/What happens then/, 'Run a command'],
          [/./, 'echo mine {file} >> heard.log'],
          [/If it fails/, 'Tell me'],
          [/A name for lists/, 'mine'],
          [/Where is it written/, '~/.kiro/hooks/….yaml'],
          write,
        ],
        () => run<string>('newHook', here()),
      );
      assert.equal(path, '~/.kiro/hooks/mine.yaml');
      assert.equal((await hookNamed('mine')).source.scope, 'user');
      await nothingNew();
      await save(name, 'x');
      await until('the hook to fire', () => heard().length > 0);
      assert.deepEqual(heard(), [`mine ${name}`]);
      await quiet();
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
    await knows(0);
  });

  it('from a template that is changed first', async () => {
    const path = await answering(
      [
        [/New hook from template/, { button: 'Secret scan on commit' }],
        [/When does it fire/, 'Before push'],
        [/Globs, with commas/, '**/*.env'],
        [/Only if/, 'Always'],
        [/What happens then/, 'Look for secrets'],
        [/If it fails/, 'Stop it'],
        [/A name for lists/, ''],
        [/Where is it written/, '.kiro/hooks.yaml'],
        write,
      ],
      async (shown) => {
        const made = await run<string>('newHookFromTemplate', here());
        // Whoever has just written what only git tells hears that git does not.
        await until('the news', () =>
          shown.some(({ words }) => words.includes('So the hook "No secrets in commits" never fires')),
        );
        return made;
      },
    );
    assert.equal(path, '.kiro/hooks.yaml');
    assert.match(
      text(),
      /trigger: on_push\n {4}pattern: "\*\*\/\*\.env"\n {4}scan: "secrets"\n {4}on_failure: block\n/,
    );
  });

  it('from “Initialise”, and a commit with a secret in it is stopped', async function () {
    this.timeout(120_000);
    const git = (...args: readonly string[]) =>
      spawnSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
        cwd: folder(),
        encoding: 'utf8',
      });
    git('init', '-q');
    try {
      await answering(
        [[/^(?:Wrote|Everything)/, 'Add Hooks…'], [/New hook from template/, 'Secret scan on commit'], write],
        async () => {
          await run('initialise', here());
          // Beside the example that "Initialise" writes, which is switched off.
          await until('the hook to be written', () => existsSync(join(folder(), '.kiro/hooks.yaml')));
          await knows(2);
        },
      );
      assert.match(text(), /trigger: on_commit\n {4}scan: "secrets"\n {4}on_failure: block\n/);
      assert.equal(await answering([[/^Let git call/, 'Install']], () => run('installGitHooks', here())), 'Install');
      const key = `AKIA${'QWERTYUIOPASDFGH'}`;
      put('keys.txt', `aws_access_key_id = ${key}\n`);
      git('add', 'keys.txt');
      const { status, stderr } = git('commit', '-m', 'keys');
      assert.match(stderr, /The hook "No secrets in commits" stopped it: keys\.txt:1 /);
      assert.notEqual(status, 0);
      assert.equal(git('rev-list', '--all').stdout, '');
    } finally {
      for (const name of ['.git', 'keys.txt']) rmSync(join(folder(), name), { recursive: true, force: true });
    }
  });

  it('from a sentence: a model drafts it, it is tried out without running, and then written', async function () {
    this.timeout(180_000);
    put('src/forms/a.ts', 'a\n');
    const draft =
      'name: Lint what I save\ntrigger: on_save\npattern: "src/forms/*.ts"\nrun: "echo linted {file} >> heard.log"';
    const server = await startFakeAnthropic([{ blocks: [{ text: `Here it is.\n\n\`\`\`yaml\n${draft}\n\`\`\`` }] }]);
    await withModel(server.url, async () => {
      const path = await answering(
        [[/^Lint what I save/, 'Try it out'], [/nothing is run/, undefined], write],
        (shown) =>
          run<string>('newHookFromSentence', { text: 'Lint each TypeScript file that I save' }).then((made) => {
            const tried = labels(shown, /nothing is run/);
            assert.ok(tried.includes('Then run: echo linted {file} >> heard.log'), tried.join('\n'));
            assert.ok(tried.includes('src/forms/a.ts'), tried.join('\n'));
            return made;
          }),
      );
      assert.equal(path, '.kiro/hooks.yaml');
    });
    assert.match(JSON.stringify(server.requests[0]?.body), /Lint each TypeScript file that I save/);
    assert.match(text(), /name: Lint what I save\n/);
    assert.deepEqual(heard(), []);
    await nothingNew();
    await server.close();
  });
});

describeHooks('hooks that are there', () => {
  const yaml = `# Ours
hooks:
  - name: first   # theirs
    trigger: on_save
    pattern: "src/*.ts"
    run: "true"
  - trigger: on_save
    pattern: "docs/**"
    run: "false"
`;

  it('are changed by “Edit Hook”, which asks with what is there and changes no other byte', async () => {
    await withHooks(yaml, 2);
    const hook = await hookNamed('first');
    await answering(
      [
        [/^Edit "first"\nWhen does it fire/, 'On save'],
        [/Globs, with commas/, 'src/**/*.ts'],
        [/Only if/, 'Always'],
        [/What happens then/, 'Run a command'],
        [/./, ''],
        [/If it fails/, 'Tell me'],
        [/A name for lists/, ''],
        write,
      ],
      () => run('editHook', { root: root(), hook }),
    );
    assert.equal(text(), yaml.replace('src/*.ts', 'src/**/*.ts'));
  });

  it('have a name that is made, and keep none when they are edited', async () => {
    await withHooks(yaml, 2);
    const name = 'On save (docs/**): false';
    const hook = await hookNamed(name);
    await answering(
      [
        [/When does it fire/, 'On delete'],
        [/Globs, with commas/, 'docs/**'],
        [/Only if/, 'Always'],
        [/What happens then/, 'Run a command'],
        [/./, ''],
        [/If it fails/, 'Tell me'],
        [/A name for lists/, ''],
        write,
      ],
      () => run('editHook', { root: root(), hook }),
    );
    assert.ok(!text().includes('name: "On'), text());
    const { app } = await access();
    await until('the new name', () =>
      app.hooks.window
        .folders()
        .some(({ set }) => set.hooks.some((each) => each.name === 'On delete (docs/**): false')),
    );
  });

  it('are reviewed together, with everything that they would run, and then fire', async () => {
    const { app } = await access();
    await withHooks(yaml, 2);
    const count = await answering([[/"first".*are new or changed/s, 'Allow']], async (shown) => {
      const given = await run<number>('allowHooks');
      const detail = shown[0]?.words ?? '';
      for (const words of ['Then run: true', 'Then run: false', 'In: ']) assert.ok(detail.includes(words), detail);
      return given;
    });
    assert.equal(count, 2);
    await nothingNew();
    await answering([[/No hook is new or changed/, undefined]], () => run('allowHooks'));
    assert.equal(app.hooks.questions.waiting().length, 0);
  });

  it('are tried out: which files would fire one, and what it would run', async () => {
    put('docs/forms.md', 'a\n');
    await withHooks(yaml, 2);
    await agreed();
    const hook = await hookNamed('On save (docs/**): false');
    await answering([[/nothing is run/, undefined]], async (shown) => {
      await run('tryHook', { root: root(), hook });
      const tried = labels(shown, /nothing is run/);
      for (const words of ['When: On save (docs/**)', 'Then run: false', 'docs/forms.md'])
        assert.ok(tried.includes(words), tried.join('\n'));
    });
    rmSync(join(folder(), 'docs'), { recursive: true });
  });

  it('are tried out with their conditions: only files for which these hold would fire one', async () => {
    put('docs/done.md', 'all is said\n');
    put('docs/open.md', 'TODO: say more\n');
    const asks = (word: string) =>
      `hooks:\n  - {name: left over, trigger: on_save, pattern: "docs/**", if: { regex: ${word} }, run: "false"}\n`;
    const tried = async (word: string) => {
      await withHooks(asks(word), 1);
      const hook = await hookNamed('left over');
      return answering([[/nothing is run/, undefined]], async (shown) => {
        await run('tryHook', { root: root(), hook });
        return labels(shown, /nothing is run/).slice(-2);
      });
    };
    assert.deepEqual(await tried('TODO'), ['1 file here would fire it', 'docs/open.md']);
    const [count, why] = await tried('FIXME');
    assert.equal(count, '0 files here would fire it');
    assert.match(why ?? '', /^Not now: /);
    rmSync(join(folder(), 'docs'), { recursive: true });
  });
});

/** Does `work` in an editor whose building and planning model is the one at `url`. */
async function withModel(url: string, work: () => Promise<void>): Promise<void> {
  const { app } = await access();
  const key = 'anthropic/apiKey';
  await app.context.secrets.store(key, 'sk-ant-host-test');
  try {
    await setSetting('anthropic.baseUrl', url);
    await setSetting('models.planning', 'anthropic/claude-sonnet-5-5');
    await until('the model', async () => {
      const model = await (await app.engine()).model('planning');
      return 'client' in model && !model.sample;
    });
    await work();
  } finally {
    await setSetting('models.planning', undefined);
    await setSetting('anthropic.baseUrl', undefined);
    await app.context.secrets.delete(key);
  }
}
