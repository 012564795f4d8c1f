import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { approvalFileName, parseApproval } from '../../src/core/flows/approvalRecord';
import type { Outcome, SpecHandle } from '../../src/core/flows/service';
import type { DocumentSnapshot } from '../../src/core/flows/snapshot';
import { flattenTasks } from '../../src/core/specs';
import type { TracedChange } from '../../src/core/specs/impact';
import {
  access,
  at,
  clean,
  design,
  folder,
  handle,
  put,
  requirements,
  setSetting,
  specPath,
  tasks,
  until,
} from '../support/hostWindow';

function git(...args: readonly string[]): void {
  execFileSync('git', ['-c', 'commit.gpgsign=false', ...args], { cwd: folder(), stdio: 'pipe' });
}

/** A commit of all there is, by this person; the window itself works as Ada. */
function commit(message: string, name: string): void {
  git('add', '-A');
  const email = `${name.toLowerCase()}@example.com`;
  git('-c', `user.name=${name}`, '-c', `user.email=${email}`, 'commit', '-qm', message);
}

async function documentOf(name: string): Promise<DocumentSnapshot> {
  const found = (await handle(specPath())).snapshot().documents.find((document) => document.name === name);
  assert.ok(found);
  return found;
}

async function approve(name: 'requirements.md' | 'design.md' | 'tasks.md'): Promise<Outcome> {
  const { hash } = await documentOf(name);
  assert.ok(hash);
  return (await handle(specPath())).approve(name, hash);
}

async function changes(spec: SpecHandle, from: string, to: string): Promise<readonly TracedChange[]> {
  const diff = await spec.diff('requirements.md', from, to);
  assert.ok('changes' in diff, JSON.stringify(diff));
  return diff.changes;
}

const short = (list: readonly TracedChange[]) => list.map(({ kind, id, previousId }) => [kind, id, previousId]);

/** 1.2 is reworded, 1.3 is new, and what was 1.1 comes last. */
const later = requirements
  .replace('1. WHEN a user posts', '1. THE Service SHALL log each request.\n2. WHEN a user posts')
  .replace(
    '2. IF the title is empty, THEN THE Service SHALL answer 400',
    '3. IF the title is empty, THEN THE Service SHALL answer 422',
  );

describe('a repository in the window', () => {
  beforeEach(async () => {
    await clean();
    git('init', '-q', '-b', 'main');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.com');
  });

  afterEach(async () => {
    for (const name of ['.git', 'CODEOWNERS']) rmSync(join(folder(), name), { recursive: true, force: true });
    for (const key of ['needed', 'from', 'authorMayApprove']) await setSetting(`approvals.${key}`, undefined);
    await clean();
  });

  it('is compared criterion by criterion, with what each change touches, and approved against that', async () => {
    for (const [name, text] of [
      ['requirements.md', requirements],
      ['design.md', design],
      ['tasks.md', tasks.replace('- [ ] 1.1', '- [x] 1.1')],
    ] as const)
      put(at(name), text);
    const spec = await handle(specPath());
    for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const)
      assert.equal((await approve(name)).kind, 'done', name);
    commit('The spec', 'Ada');
    put(at('requirements.md'), later);
    await until('the edit to be seen', async () => (await documentOf('requirements.md')).state === 'changed');

    assert.equal((await spec.commits('requirements.md')).length, 1);
    const expected = [
      ['added', '1.1', undefined],
      ['renumbered', '1.2', '1.1'],
      ['reworded', '1.3', '1.2'],
    ];
    for (const from of ['HEAD', 'main', 'approved', '1'])
      assert.deepEqual(short(await changes(spec, from, 'draft')), expected, from);
    assert.deepEqual(await changes(spec, 'draft', 'draft'), []);
    const [, moved, reworded] = await changes(spec, 'HEAD', 'draft');
    assert.deepEqual(
      moved?.touches.properties.map(({ id }) => id),
      ['1'],
    );
    assert.deepEqual(
      reworded?.touches.tasks.map(({ id, state }) => [id, state]),
      [
        ['1.1', 'done'],
        ['1.2', 'open'],
      ],
    );
    const refused = await spec.diff('requirements.md', 'no-such-branch', 'draft');
    assert.equal('kind' in refused ? refused.kind : undefined, 'refused');

    // Approving is against exactly that: what was changed is approved now, and what rests on it is behind by it.
    assert.equal((await approve('requirements.md')).kind, 'done');
    assert.deepEqual(await changes(spec, 'approved', 'draft'), []);
    const behind = (await documentOf('design.md')).behind.flatMap((each) => each.changes.map(({ id }) => id));
    assert.ok(behind.includes('1.3'), JSON.stringify(behind));
    const titles = spec
      .spec()
      .documents.flatMap((each) => (each.name === 'tasks.md' ? [...flattenTasks(each.tasks)] : []));
    assert.ok(
      titles.some(({ id, state }) => id === '1.1' && state === 'done'),
      'nobody unticks what was finished',
    );
  });

  it('counts approvals of a team: how many, by whom, not by the author, and those that a commit brings', async () => {
    await setSetting('approvals.needed', { '*': 2 });
    await setSetting('approvals.from', 'codeowners');
    await setSetting('approvals.authorMayApprove', false);
    put('CODEOWNERS', '/.kiro/specs/ ada@example.com bo@example.com\n');
    put(at('requirements.md'), requirements);
    commit('Ada writes', 'Ada');
    await handle(specPath());
    const own = await approve('requirements.md');
    assert.match('message' in own ? own.message : '', /Ada wrote it/);

    put(at('requirements.md'), later);
    commit('Eve writes it anew', 'Eve');
    await until('the text of Eve', async () => (await documentOf('requirements.md')).hash !== undefined);
    await (await handle(specPath())).reread();
    assert.equal((await approve('requirements.md')).kind, 'done');
    const half = await documentOf('requirements.md');
    assert.equal(half.state, 'draft');
    assert.deepEqual(half.team?.by, ['Ada']);
    assert.match(half.team?.lacking ?? '', /One more is needed/);
    assert.equal((await documentOf('design.md')).state, 'locked');

    // What Bo approved elsewhere comes in a commit of his; until he is accepted, it is a claim.
    const approvals = join(specPath(), '.tracewright/approvals');
    const [first = ''] = readdirSync(approvals);
    const ours = parseApproval(JSON.parse(readFileSync(join(approvals, first), 'utf8')));
    assert.ok(ours);
    const theirs = { ...ours, by: { name: 'Bo', email: 'bo@example.com' }, mac: '0'.repeat(64) };
    put(at(`.tracewright/approvals/${approvalFileName(theirs)}`), JSON.stringify(theirs));
    commit('Bo approves', 'Bo');
    const { specs } = await (await access()).app.engine();
    assert.equal((await documentOf('requirements.md')).state, 'draft');
    assert.equal((await specs.acceptAuthor(folder().replaceAll('\\', '/'), 'bo@example.com')).kind, 'done');
    await until('both approvals to count', async () => {
      await specs.refresh();
      return (await documentOf('requirements.md')).state === 'approved';
    });
    assert.deepEqual([...((await documentOf('requirements.md')).team?.by ?? [])].sort(), ['Ada', 'Bo']);
    assert.equal((await documentOf('design.md')).state, 'absent');
  }).timeout(180_000);
});

describe('a long document', () => {
  beforeEach(clean);
  afterEach(clean);

  it('of 2,000 requirements is checked as one types in its middle', async () => {
    const one = (number: number) =>
      `### Requirement ${number}: Item ${number}\n\n**User Story:** As a user, I want item ${number}, so that it is kept.\n\n#### Acceptance Criteria\n\n1. WHEN item ${number} is posted, THE Service SHALL store it.\n\n`;
    const text = `# Requirements Document\n\n## Introduction\n\nLists.\n\n## Glossary\n\n- **Service**: stores\n\n## Requirements\n\n${Array.from({ length: 2000 }, (_, index) => one(index + 1)).join('')}`;
    const document = await vscode.workspace.openTextDocument(put(at('requirements.md'), text));
    const editor = await vscode.window.showTextDocument(document);
    const warnings = () =>
      vscode.languages
        .getDiagnostics(document.uri)
        .filter(({ source, severity }) => source === 'tracewright' && severity === vscode.DiagnosticSeverity.Warning);
    const place = document.positionAt(text.indexOf('SHALL', text.indexOf('WHEN item 1000 ')));
    await editor.edit((edit) => edit.replace(new vscode.Range(place, place.translate(0, 5)), 'must'));
    const [found] = await until('the finding', () => warnings().length === 1 && warnings());
    assert.ok(found);
    assert.equal(document.getText(found.range), 'must');
    await vscode.commands.executeCommand('undo');
    await until('the finding to go', () => warnings().length === 0);
  }).timeout(120_000);
});
