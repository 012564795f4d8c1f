/**
 * A user of the packaged extension: installs the VSIX into a private editor, opens a copy of a workspace in Chromium,
 * and looks at what a person would see. Nothing here sleeps; everything waits for what it needs, and says what it was.
 */
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import { expect, inject, onTestFailed, test } from 'vitest';
import { installExtension, type RunningEditor, startEditor } from '../../scripts/lib/codeOss.mjs';
import { ensureCodeOss } from '../../scripts/lib/install.mjs';
import { root, temporaryFolder, testOutput } from '../../scripts/lib/places.mjs';
import { launchBrowser } from '../support/browser';
import { cleanEnvironment } from '../support/extensionHost';
import { filesBelow, homeBelow } from '../support/home';

export type Theme = 'dark' | 'light' | 'high contrast';

const themeNames: Readonly<Record<Theme, string>> = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high contrast': 'Default High Contrast',
};

/** How an editor is started. Whatever is absent is as a new user has it, with the sample workspace trusted. */
export interface EditorOptions {
  /** Folder to copy and open, absolute; the sample workspace where absent. */
  readonly workspace?: string;
  /** Is opened as it is, instead of a copy. */
  readonly openInPlace?: boolean;
  /** Added to an environment that has no model's keys, regions or profiles. */
  readonly env?: Readonly<Record<string, string>>;
  readonly theme?: Theme;
  /** False: the workspace opens in Restricted Mode. */
  readonly trusted?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Settings of the machine that the extension runs on: the only ones that may say where requests go. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  /** Writes into the user's home folder before the editor starts. */
  readonly home?: (folder: string) => void;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** How long a wait may take before it fails; a slow machine under load is no failure. */
const patienceMs = 60_000;

/**
 * Waits until `check` gives a value that is neither undefined nor false, and gives it back. A check that throws counts
 * as "not yet", because pages change while they are looked at. Fails with `what` and the last error.
 */
export async function until<T>(
  what: string,
  check: () => Promise<T | undefined | false>,
  timeoutMs = patienceMs,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await check();
      if (value !== undefined && value !== false) return value;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s for ${what}. ${last ?? ''}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A problem that axe-core found, in one line each. */
export interface AxeFinding {
  readonly rule: string;
  readonly impact: string;
  readonly nodes: readonly string[];
}

/** A running editor with one window. */
export interface Editor {
  readonly page: Page;
  /** The folder that is open, absolute. */
  readonly workspace: string;
  /** The state folder of Tracewright in this editor. */
  readonly stateFolder: string;
  /** Settings, state and logs of the editor. */
  readonly dataFolder: string;
  /** Everything that the editor and its extensions have logged. */
  logs(): string;
  /** Runs a command by its title in the command palette, e.g. "Tracewright: New Spec". */
  runCommand(title: string): Promise<void>;
  /** The document inside a webview that shows `selector`. */
  webviewFrame(selector: string): Promise<Frame>;
  /** Opens a file of the workspace by its relative path. */
  openFile(path: string): Promise<void>;
  /** Text of a file in the workspace; undefined where there is none. */
  read(path: string): string | undefined;
  /** Writes test-output/screenshots/<name>.png. */
  screenshot(name: string): Promise<void>;
  /** What axe-core has against a frame, WCAG 2.1 A and AA; empty is good. */
  axe(frame: Frame): Promise<readonly AxeFinding[]>;
  /** Reloads the window, as "Developer: Reload Window" does. */
  reload(): Promise<void>;
  /** Kills the server with everything it started, as a crash does, and starts it again on the same folders. */
  crash(): Promise<void>;
}

interface Session {
  readonly name: string;
  readonly options: EditorOptions;
  readonly temporary: string;
  readonly home: string;
  /** What the test put there. */
  readonly homeFiles: readonly string[];
  readonly workspace: string;
  readonly folders: { readonly data: string; readonly extensions: string };
  readonly browser: Browser;
  readonly page: Page;
  readonly consoleLines: string[];
  server: RunningEditor;
}

/** A test that gets a running editor. Where it fails, a screenshot and the logs are in test-output/e2e/<name>/. */
export function editorTest(
  name: string,
  options: EditorOptions,
  body: (editor: Editor) => Promise<void>,
  timeoutMs = 300_000,
): void {
  test(name, { timeout: timeoutMs }, async () => {
    const session = await openSession(name, options);
    const { homeFiles } = session;
    onTestFailed(() => {
      process.stderr.write(`Logs and a screenshot: ${evidenceFolder(name)}\n`);
    });
    try {
      await body(editorOf(session));
    } catch (error) {
      await keepEvidence(session);
      // Of a run on another machine the report is all there is.
      if (error instanceof Error) error.stack += `\nThe window shows:\n${await shown(session.page)}`;
      throw error;
    } finally {
      await session.browser.close();
      await session.server.close();
    }
    expect(filesBelow(session.home), 'files in the home folder').toEqual(homeFiles);
  });
}

async function openSession(name: string, options: EditorOptions): Promise<Session> {
  const temporary = temporaryFolder('e2e');
  const home = homeBelow(temporary);
  writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Ada Lovelace\n\temail = ada@example.com\n');
  options.home?.(home);
  const homeFiles = filesBelow(home);
  const source = options.workspace ?? join(root, 'media/sample');
  const workspace = options.openInPlace === true ? source : join(temporary, basename(source));
  if (workspace !== source) cpSync(source, workspace, { recursive: true });
  const folders = { data: join(temporary, 'data'), extensions: join(temporary, 'extensions') };
  mkdirSync(join(folders.data, 'User'), { recursive: true });
  writeFileSync(join(folders.data, 'User/settings.json'), JSON.stringify(userSettings(options)));
  mkdirSync(join(folders.data, 'Machine'), { recursive: true });
  writeFileSync(join(folders.data, 'Machine/settings.json'), JSON.stringify(options.machineSettings ?? {}));
  await installExtension(await ensureCodeOss(), folders, inject('vsix'));
  const server = await startServer(options, temporary, folders);
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: options.viewport ?? { width: 1400, height: 900 } });
  page.setDefaultTimeout(patienceMs);
  const kept = { temporary, home, homeFiles, workspace, folders };
  const session: Session = { name, options, ...kept, browser, page, consoleLines: [], server };
  page.on('console', (message) => session.consoleLines.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => session.consoleLines.push(`page error: ${error.stack ?? error.message}`));
  await openWorkbench(session);
  return session;
}

function userSettings({ theme, settings }: EditorOptions): Readonly<Record<string, unknown>> {
  return {
    'workbench.colorTheme': themeNames[theme ?? 'dark'],
    'window.autoDetectColorScheme': false,
    'window.autoDetectHighContrast': false,
    'workbench.startupEditor': 'none',
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'workbench.reduceMotion': 'on',
    'chat.disableAIFeatures': true,
    'security.workspace.trust.startupPrompt': 'never',
    'files.autoSave': 'off',
    ...settings,
  };
}

async function startServer(
  options: EditorOptions,
  temporary: string,
  folders: Session['folders'],
  port?: number,
): Promise<RunningEditor> {
  return startEditor(await ensureCodeOss(), {
    folders,
    ...(port === undefined ? {} : { port }),
    token: randomBytes(16).toString('hex'),
    logFile: join(temporary, 'server.log'),
    trustEverything: options.trusted !== false,
    // A home of its own: no ~/.aws, ~/.kiro or ~/.gitconfig of the developer reaches a test.
    env: {
      ...cleanEnvironment(),
      HOME: homeBelow(temporary),
      TRACEWRIGHT_STATE: join(temporary, 'state'),
      ...options.env,
    },
  });
}

async function openWorkbench({ page, server, workspace }: Session): Promise<void> {
  await page.goto(server.address({ folder: workspace }));
  await page
    .locator('.monaco-workbench .explorer-folders-view .monaco-list-row')
    .first()
    .waitFor({ timeout: patienceMs });
}

function editorOf(session: Session): Editor {
  const { page, workspace, temporary } = session;
  return {
    page,
    workspace,
    stateFolder: join(temporary, 'state'),
    dataFolder: session.folders.data,
    logs: () => logsBelow(join(session.folders.data, 'logs')),
    runCommand: (title) => runCommand(page, title),
    webviewFrame: (selector) => webviewFrame(page, selector),
    openFile: (path) => openFile(page, path),
    read: (path) => readText(join(workspace, path)),
    screenshot: (name) => screenshot(page, join(testOutput, 'screenshots', `${name}.png`)),
    axe,
    reload: async () => {
      await page.reload();
      await page.locator('.monaco-workbench .part.editor').waitFor({ timeout: patienceMs });
    },
    crash: async () => {
      await page.goto('about:blank');
      await session.server.close();
      session.server = await startServer(session.options, temporary, session.folders, session.server.port);
      await openWorkbench(session);
    },
  };
}

async function runCommand(page: Page, title: string): Promise<void> {
  await pick(page, `>${title}`, title);
}

async function openFile(page: Page, path: string): Promise<void> {
  await pick(page, path, basename(path), dirname(path));
  await page.locator(`.tab.active[data-resource-name="${basename(path)}"]`).waitFor({ timeout: patienceMs });
}

/** Types into the palette and takes the row that is called exactly `label`, with `folder` behind it where it is a file's. */
async function pick(page: Page, typed: string, label: string, folder = '.'): Promise<void> {
  const input = page.locator('.quick-input-widget input[type="text"]');
  // A row's accessible name is its title, and after a comma its keybinding, or after a space its folder.
  const row = (suffix: string) => page.locator(`.quick-input-widget .monaco-list-row[aria-label${suffix}]`);
  const wanted = row(`="${label}"`)
    .or(row(`^="${label}, "`))
    .or(row(`^="${label} ${folder}"`))
    .first();
  // Opened and typed anew each time: while the editor still starts, it takes the focus away, and the rows are those
  // that were known when they were asked for.
  await until(`"${label}" in the command palette`, async () => {
    if (!(await input.isVisible())) await page.keyboard.press('F1');
    await input.fill('>', { timeout: 2000 });
    await input.fill(typed, { timeout: 2000 });
    await wanted.waitFor({ timeout: 2000 });
    return true;
  });
  // Once only: a click that seems to take too long may have been taken all the same.
  await wanted.click();
}

async function webviewFrame(page: Page, selector: string): Promise<Frame> {
  return until(`a webview that shows ${selector}`, async () => {
    for (const frame of page.frames()) {
      if (frame !== page.mainFrame() && (await frame.locator(selector).count()) > 0) return frame;
    }
    return undefined;
  });
}

function logsBelow(folder: string): string {
  return filesBelow(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

async function screenshot(page: Page, path: string): Promise<void> {
  await page.screenshot({ path });
}

/** What a report of a run on another machine can say of the window: its titles, rows, questions and notices, in order. */
async function shown(page: Page): Promise<string> {
  const told =
    '.tab.active, .pane-header, .monaco-list-row, .notification-list-item, .quick-input-widget input, :focus';
  const lines = await page
    .locator(told)
    .evaluateAll((elements) =>
      elements
        .filter((element) => element.getBoundingClientRect().height > 0)
        .map((element) => {
          const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
          return `${element === document.activeElement ? '* ' : ''}${element.classList[0]}: ${name.slice(0, 120)}`;
        }),
    )
    .catch((error: unknown) => [String(error)]);
  return lines.slice(0, 80).join('\n');
}

/** A frame's content security policy bars script elements, not what the browser's debugger evaluates. */
async function axe(frame: Frame): Promise<readonly AxeFinding[]> {
  await frame.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  return frame.evaluate(async () => {
    const { axe } = globalThis as unknown as { readonly axe: typeof import('axe-core') };
    const options = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], iframes: false };
    const { violations } = await axe.run(document, options);
    return violations.map(({ id, impact, nodes }) => ({
      rule: id,
      impact: impact ?? 'unknown',
      nodes: nodes.map(({ html }) => html),
    }));
  });
}

function evidenceFolder(name: string): string {
  return join(testOutput, 'e2e', name.replace(/[^a-z0-9]+/gi, '-'));
}

async function keepEvidence({ name, page, temporary, consoleLines }: Session): Promise<void> {
  const folder = evidenceFolder(name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'page-console.log'), consoleLines.join('\n'));
  await screenshot(page, join(folder, 'failure.png')).catch(() => undefined);
  for (const source of ['data/logs', 'server.log', 'state']) {
    if (existsSync(join(temporary, source)))
      cpSync(join(temporary, source), join(folder, basename(source)), { recursive: true });
  }
}
