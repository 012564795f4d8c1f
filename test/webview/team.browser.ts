/** A team in the panel: clones of one repository, a panel in each; what is pressed there travels by push and pull. */
import { execFileSync } from 'node:child_process';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultSettings } from '../../src/core/settings';
import { createWorkspace } from '../../src/core/workspace';
import { viewOf } from '../../src/extension/panel/documentView';
import { createNodeHost } from '../../src/node/host';
import { launchBrowser } from '../support/browser';
import { opened, requirementsText } from '../support/flowHarness';
import { fill, temporaryFolder } from '../support/temporary';
import { type Gallery, openGallery } from './gallery/page';

const spec = '.kiro/specs/export';
const name = 'requirements.md';
const settings = {
  ...defaultSettings,
  'approvals.needed': { '*': 2 },
  'approvals.from': 'codeowners',
  'approvals.authorMayApprove': false,
} as const;

let browser: Browser;
let gallery: Gallery;

beforeAll(async () => {
  [browser, gallery] = await Promise.all([launchBrowser(), openGallery()]);
});

afterAll(async () => {
  await browser.close();
  await gallery.close();
});

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'commit.gpgsign=false', ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
}

const emailOf = (person: string) => `${person.toLowerCase()}@example.com`;

/** A repository whose specs belong to three people. */
function origin(): string {
  const bare = temporaryFolder();
  git(bare, 'init', '-q', '--bare', '-b', 'main');
  const owners = ['Ana', 'Bo', 'Cyd'].map(emailOf).join(' ');
  const first = temporaryFolder({ CODEOWNERS: `/.kiro/specs/ ${owners}\n` });
  git(first, 'init', '-q', '-b', 'main');
  git(first, 'add', '-A');
  git(first, '-c', 'user.name=Admin', '-c', 'user.email=admin@example.com', 'commit', '-qm', 'Owners');
  git(first, 'push', '-q', bare, 'main');
  return bare;
}

/** Somebody with a clone and a state folder of their own. */
function member(bare: string, person: string) {
  const [folder, stateFolder] = [temporaryFolder(), temporaryFolder()];
  git(folder, 'clone', '-q', bare, '.');
  git(folder, 'config', 'user.name', person);
  git(folder, 'config', 'user.email', emailOf(person));
  git(folder, 'config', 'pull.rebase', 'false');
  return {
    folder,
    /** Commits all there is and shares it. */
    push: (message: string) => {
      git(folder, 'add', '-A');
      git(folder, 'commit', '-qm', message);
      git(folder, 'push', '-q');
    },
    pull: () => git(folder, 'pull', '-q', '--no-edit'),
    /** The panel of a window that opens now and accepts what the others commit. */
    panel: async () => {
      const host = createNodeHost({ stateFolder, env: () => undefined });
      const workspace = createWorkspace({ host, roots: [folder], trusted: true, settings, watch: false });
      for (const each of ['Bo', 'Cyd']) await workspace.specs.acceptAuthor(folder, emailOf(each));
      const handle = await opened(workspace, `${folder}/${spec}`);
      const panel = await gallery.open(browser, {});
      const show = async (): Promise<void> => {
        await workspace.specs.refresh();
        const document = handle.spec().documents.find((each) => each.name === name);
        if (document === undefined) throw new Error('The requirements are gone.');
        await panel.send(
          { type: 'spec', snapshot: handle.snapshot(), where: spec, trusted: true },
          { type: 'document', name, view: viewOf(document) },
        );
      };
      await show();
      return {
        approvals: () => panel.page.getByRole('list', { name: 'Approvals' }).getByRole('listitem').allInnerTexts(),
        note: () => panel.page.getByRole('note').filter({ hasText: 'need 2 approvals' }),
        plan: () => panel.page.locator('.foot .plan'),
        button: () => panel.page.getByRole('button', { name: 'Approve requirements' }),
        steps: () => panel.page.getByRole('navigation').first(),
        /** Presses the button, and does what the extension does with what it sends. */
        press: async (): Promise<void> => {
          await panel.page.getByRole('button', { name: 'Approve requirements' }).click();
          const pressed = (await panel.sent()).find(({ type }) => type === 'approve');
          if (pressed?.type !== 'approve') throw new Error('The button asked for no approval.');
          expect(await handle.approve(pressed.document, pressed.hash)).toEqual({ kind: 'done' });
          await show();
        },
        show,
        state: () => handle.snapshot().documents.find((each) => each.name === name)?.state,
        close: async () => {
          await panel.page.close();
          workspace.dispose();
        },
      };
    },
  };
}

const owners = 'of an owner: ana@example.com, bo@example.com, cyd@example.com';

test('two owners approve by the button, the author and a stranger are told why not, and each sees who is awaited', async () => {
  const bare = origin();
  const [ana, bo, cyd, eve] = [member(bare, 'Ana'), member(bare, 'Bo'), member(bare, 'Cyd'), member(bare, 'Eve')];
  fill(ana.folder, { [`${spec}/${name}`]: requirementsText });
  ana.push('Requirements');
  for (const each of [bo, cyd, eve]) each.pull();

  for (const [each, why] of [
    [ana, 'Ana wrote it, and somebody else has to approve it.'],
    [eve, 'Eve is no owner: CODEOWNERS does not name eve@example.com for this folder.'],
  ] as const) {
    const panel = await each.panel();
    expect(await panel.approvals()).toEqual([`2 are needed, ${owners}`]);
    expect(await panel.plan().innerText()).toBe(`Your approval would not count. ${why}`);
    expect(await panel.button().count()).toBe(0);
    await panel.close();
  }

  const first = await bo.panel();
  expect(await first.plan().innerText()).toBe('Yours is approval 1 of 2.');
  await first.press();
  expect(await first.approvals()).toEqual([
    expect.stringMatching(
      /^Bo approved, .*\. In no commit yet: the others have it once it is committed and pushed\.$/u,
    ),
    `One more is needed, ${owners}`,
  ]);
  expect(await first.plan().innerText()).toContain('that is one person.');
  expect(await first.button().count()).toBe(0);
  bo.push('Bo approves');
  await first.show();
  expect(await first.approvals()).toEqual([
    expect.stringMatching(/^Bo approved, [^.]*\.$/u),
    `One more is needed, ${owners}`,
  ]);
  await first.close();

  cyd.pull();
  const second = await cyd.panel();
  expect(await second.approvals()).toEqual([
    expect.stringMatching(/^Bo approved, [^.]*\.$/u),
    `One more is needed, ${owners}`,
  ]);
  expect(await second.plan().innerText()).toBe('Yours is approval 2 of 2.');
  await second.press();
  expect(second.state()).toBe('approved');
  expect(await second.note().count()).toBe(0);
  expect(await second.steps().innerText()).toContain('by Bo and Cyd');
  await second.close();
  cyd.push('Cyd approves');

  ana.pull();
  const author = await ana.panel();
  expect(author.state()).toBe('approved');
  expect(await author.note().count()).toBe(0);
  await author.close();
});
