/** Questions about the network in the panel, asked by the real policy and pressed by hand: what is shown, kept and in force. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { NetworkDoor } from '../../src/core/host';
import { createPermissions } from '../../src/core/permissions/permissions';
import { part as shell } from '../../src/core/permissions/shell.part';
import type { PermissionAnswer, PermissionRequest } from '../../src/core/permissions/types';
import type { RunStep } from '../../src/core/runs/snapshot';
import { defaultSettings } from '../../src/core/settings';
import { doorkeeper } from '../../src/core/workspace/doorkeeper';
import { createDoors, doorName } from '../../src/node/sandbox/doors';
import { launchBrowser } from '../support/browser';
import { createMemoryHost } from '../support/memoryHost';
import { type Gallery, openGallery, type PanelPage, playScene } from './gallery/page';
import { runScenes } from './gallery/runScenes';
import { runIn, runMessages, steps } from './gallery/runs';

let browser: Browser;
let gallery: Gallery;

beforeAll(async () => {
  [browser, gallery] = await Promise.all([launchBrowser(), openGallery()]);
});
afterEach(() => gallery.closePages());
afterAll(async () => {
  await browser.close();
  await gallery.close();
});

const npm = 'registry.npmjs.org';
const files = {
  '/w/package.json': '{}',
  '/w/api/requirements.txt': 'flask\n',
  '/w/.npmrc': '@todo:registry=https://packages.todo.example/\n',
  '/home/user/.kiro/agents/test.json': JSON.stringify({
    name: 'test',
    permissions: { rules: [{ capability: 'sandbox_network', match: npm, effect: 'ask' }] },
  }),
};

/** A run at work in the panel, whose commands knock at doors that the real policy keeps. */
async function running() {
  const scene = runScenes.find(({ name }) => name === 'run');
  if (scene === undefined) throw new Error('There is no scene of a run.');
  const panel = await gallery.open(browser, { width: 1100, ...(scene.state ? { state: scene.state } : {}) });
  await playScene(panel, scene);
  const host = createMemoryHost({ files, parts: { shell } });
  const permissions = createPermissions({ host, roots: ['/w'], settings: defaultSettings });
  const session = permissions.session();
  const doors = createDoors([]);
  const shown: RunStep[] = [...steps];
  /** As the panel hears of it: a step whenever a door opens, and what is in force. */
  const show = (permission?: PermissionRequest) => {
    const sandbox = { kind: 'bubblewrap', sentence: sentence(), doors: doors.list() };
    const state = permission === undefined ? 'running' : 'waiting';
    return panel.send(...runMessages(runIn(state, { steps: shown, ...(permission && { permission }) }, { sandbox })));
  };
  const sentence = () =>
    doors.list().length === 0
      ? 'The network is closed.'
      : `The network is closed except for ${doors.list().map(doorName).join(', ')}.`;
  const opened = async (door: NetworkDoor, by: string | undefined) => {
    doors.open(door, by);
    shown.push({
      id: `door-${shown.length}`,
      at: Date.UTC(2026, 10, 26),
      kind: 'notice',
      level: 'info',
      text: sentence(),
    });
    await show();
  };
  const keeper = doorkeeper({
    authorityOf: (agent) =>
      permissions.authority(session, {
        subject: () => ({ agent, mode: 'supervised', headless: false }),
        ask: async (request) => {
          await show(request);
          return said(panel, request.id);
        },
      }),
    agents: () => ['main', 'test', 'runner'],
    files: host.files,
    roots: ['/w'],
    signal: new AbortController().signal,
    open: opened,
  });
  await show();
  return {
    panel,
    host,
    /** A command of an agent knocks; gives whether it got through. */
    knock: async (to: string, by: string) => {
      const door: NetworkDoor = { kind: 'host', host: to };
      const through = await keeper(door, by);
      if (through) await opened(door, by);
      else await show();
      return through;
    },
  };
}

/** What the panel says to a question, once something was pressed. */
async function said(panel: PanelPage, permission: string): Promise<PermissionAnswer> {
  for (;;) {
    for (const message of await panel.sent())
      if (message.type === 'run' && message.ask.do === 'decide' && message.ask.permission === permission)
        return message.ask.answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Presses what is called so, with the mouse. */
const click = (panel: PanelPage, name: string) =>
  panel.page.locator('#ask').getByRole('button', { name, exact: true }).click();

/** Goes on with Tab to what is called so, and presses Enter. */
async function press(panel: PanelPage, name: string): Promise<void> {
  const focused = () =>
    panel.page.evaluate(() => {
      const { activeElement: on } = document;
      return on?.getAttribute('aria-label') ?? on?.textContent?.trim() ?? '';
    });
  for (let tabs = 0; (await focused()) !== name; tabs++) {
    if (tabs > 20) throw new Error(`Tab does not come to "${name}".`);
    await panel.page.keyboard.press('Tab');
  }
  await panel.page.keyboard.press('Enter');
}

const answers: readonly (readonly [string, readonly string[], RegExp | undefined])[] = [
  ['Allow for this session', [], undefined],
  [
    'Always allow...',
    ['registry:npm registry:pypi', 'Always allow'],
    /workspace-roots\/[0-9a-f]{16}\/permissions\.yaml$/u,
  ],
  ['Deny', [], undefined],
];
const ways = ['mouse', 'keys'] as const;

test.each(answers.flatMap(([first, more, file]) => ways.map((way) => [first, way, more, file] as const)))(
  'the registries of the project: %s, by %s',
  async (first, way, more, file) => {
    const { panel, host, knock } = await running();
    const { page } = panel;
    const rail = page.locator('.sandbox-words');
    expect(await rail.textContent()).toContain('The network is closed.');
    const knocked = knock(npm, 'main');
    const card = page.locator('#ask');
    await card.waitFor();
    const words = (await card.textContent()) ?? '';
    expect(words).toContain('Open the package registries of this project?');
    expect(words).toContain('npm: JavaScript packages, for package.json (registry.npmjs.org, registry.yarnpkg.com)');
    expect(words).toContain('pypi: Python packages, for api/requirements.txt (pypi.org, files.pythonhosted.org)');
    expect(words).toContain('A command wants to reach one of them.');
    if (way === 'keys') await page.keyboard.press('F6');
    for (const name of [first, ...more]) {
      // The line of a menu has the focus by itself, and is no button.
      if (name.startsWith('registry:') && way === 'mouse') await page.getByRole('menuitem', { name }).click();
      else await (way === 'mouse' ? click(panel, name) : press(panel, name));
    }
    const through = first !== 'Deny';
    expect(await knocked).toBe(through);
    await card.waitFor({ state: 'detached' });
    // In force, beside the run and among its steps.
    for (const to of [npm, 'registry.yarnpkg.com', 'pypi.org'])
      await expect.poll(async () => (await rail.textContent())?.includes(to)).toBe(through);
    const step = page.locator('.tl').getByText(/closed except for .*registry\.npmjs\.org/u);
    await expect.poll(() => step.count()).toBe(through ? 1 : 0);
    // The answer counts for all of them, and is kept where it was to be.
    expect(await knock('pypi.org', 'main')).toBe(through);
    const kept = host.paths().filter((path) => path.endsWith('permissions.yaml'));
    expect(kept).toEqual(file === undefined ? [] : [expect.stringMatching(file)]);
  },
);

test('a helper that has a rule of its own is asked about by name, after its agent got through', async () => {
  const { panel, knock } = await running();
  const card = panel.page.locator('#ask');
  const first = knock(npm, 'main');
  await card.waitFor();
  expect(await card.textContent()).not.toContain('The test helper');
  await click(panel, 'Allow for this session');
  expect(await first).toBe(true);
  await card.waitFor({ state: 'detached' });
  const second = knock(npm, 'test');
  await card.waitFor();
  expect(await card.textContent()).toContain('The test helper');
  await click(panel, 'Deny');
  expect(await second).toBe(false);
});

test('a host that only a file of the repository names is no registry, and the question says who names it', async () => {
  const { panel, knock } = await running();
  const card = panel.page.locator('#ask');
  const knocked = knock('packages.todo.example', 'main');
  await card.waitFor();
  const words = (await card.textContent()) ?? '';
  expect(words).toContain('Let commands reach packages.todo.example?');
  expect(words).toContain('.npmrc of this repository names it');
  await click(panel, 'Allow for this session');
  expect(await knocked).toBe(true);
  await panel.page.locator('.sandbox-words').getByText('packages.todo.example').waitFor();
  await panel.page.locator('.tl').getByText('closed except for packages.todo.example').waitFor();
});
