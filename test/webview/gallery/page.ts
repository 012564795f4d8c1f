/** The panel's bundle in a browser, under the policy it has in the editor, with a stand-in for the extension. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { HostMessage, PanelMessage } from '../../../src/webview/protocol';
import { today } from './fixtures';
import type { Scene } from './scenes';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

export type Theme =
  | 'vscode-dark'
  | 'vscode-light'
  | 'vscode-high-contrast'
  | 'vscode-high-contrast vscode-high-contrast-light';

export interface Gallery {
  open(
    browser: Browser,
    options: { readonly theme?: Theme; readonly width?: number; readonly state?: object },
  ): Promise<PanelPage>;
  /** Closes the pages that were opened: one that stays goes on drawing, beside all that come after it. */
  closePages(): Promise<void>;
  close(): Promise<void>;
}

export interface PanelPage {
  readonly page: Page;
  send(...messages: readonly HostMessage[]): Promise<void>;
  /** What the panel has sent so far. */
  sent(): Promise<readonly PanelMessage[]>;
  /** What it keeps for the next load. */
  kept(): Promise<Record<string, unknown>>;
  /** Errors of scripts, and everything that the policy refused. */
  readonly faults: readonly string[];
}

/** Leads the panel to a scene. */
export async function playScene({ page, send }: PanelPage, { messages, press }: Scene): Promise<void> {
  await send(...messages);
  if (press === undefined) return;
  await page.getByRole('button', { name: press.button, exact: true }).first().click();
  await send(...press.answer);
}

const types: Readonly<Record<string, string>> = { css: 'text/css', js: 'text/javascript', ttf: 'font/ttf' };

/** Builds the bundle and serves it on loopback. */
export async function openGallery(): Promise<Gallery> {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-panel-'));
  await build({
    entryPoints: [
      { in: join(root, 'src/webview/panel.entry.tsx'), out: 'panel' },
      { in: join(root, 'src/webview/mermaid.entry.ts'), out: 'mermaid' },
    ],
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'chrome128',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  });
  const server = await serve(folder);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const opened: Page[] = [];
  return {
    open: async (browser, options) => {
      const panel = await openPage(browser, origin, options);
      opened.push(panel.page);
      return panel;
    },
    closePages: async () => {
      await Promise.all(opened.splice(0).map((page) => page.close()));
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const name = (request.url ?? '/').slice(1);
    if (name === '') {
      response.setHeader('content-type', 'text/html');
      return response.end(html());
    }
    const path = name.startsWith('codicon')
      ? join(root, 'node_modules/@vscode/codicons/dist', name)
      : join(folder, name);
    response.setHeader('content-type', types[name.split('.').at(-1)?.split('?')[0] ?? ''] ?? 'text/plain');
    try {
      return response.end(readFileSync(path.split('?')[0] ?? ''));
    } catch {
      response.statusCode = 404;
      return response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** The same policy as src/extension/panel/html.ts; what the editor calls its own source is this server. */
function html(): string {
  const csp = [
    `default-src 'none'`,
    `script-src 'nonce-test'`,
    `style-src 'self' 'nonce-test'`,
    `font-src 'self'`,
    'img-src data:',
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${csp}"><title>Panel</title>
<link rel="stylesheet" href="/codicon.css"><link rel="stylesheet" href="/panel.css"></head>
<body class="vscode-dark" data-mermaid="/mermaid.js"><div id="app"></div><script nonce="test" src="/panel.js"></script></body></html>`;
}

async function openPage(
  browser: Browser,
  origin: string,
  {
    theme = 'vscode-dark',
    width = 1100,
    state,
  }: { readonly theme?: Theme; readonly width?: number; readonly state?: object },
): Promise<PanelPage> {
  const page = await browser.newPage({ viewport: { width, height: 800 }, reducedMotion: 'reduce' });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // Mermaid parses its own SVG in the renderer's frame, where the policy drops the styles of the parsed copy.
    const renderer = message.location().url === 'about:srcdoc' && message.text().startsWith('Applying inline style');
    if (message.type() === 'error' && !renderer)
      faults.push(`${message.location().url}: ${message.text().slice(0, 300)}`);
  });
  await page.clock.setFixedTime(today);
  await page.addInitScript(
    ({ kept, look }) => {
      const editor = window as unknown as { sent: unknown[]; kept: unknown; acquireVsCodeApi: unknown };
      editor.sent = [];
      editor.kept = kept;
      editor.acquireVsCodeApi = () => ({
        postMessage: (message: unknown) => editor.sent.push(message),
        getState: () => kept,
        setState: (next: unknown) => {
          editor.kept = next;
        },
      });
      new MutationObserver(() => {
        if (document.body) document.body.className = look;
      }).observe(document, { childList: true, subtree: false });
      addEventListener('DOMContentLoaded', () => {
        document.body.className = look;
      });
    },
    { kept: state, look: theme },
  );
  await page.goto(origin);
  return {
    page,
    faults,
    send: async (...messages) => {
      await page.evaluate(async (all) => {
        for (const message of all) window.postMessage(message, '*');
        // Messages come in the order in which they were sent, so that ours says that the others were received.
        const drawn = 'all received';
        const received = new Promise<void>((resolve) => {
          addEventListener('message', function hear({ data }) {
            if (data !== drawn) return;
            removeEventListener('message', hear);
            resolve();
          });
        });
        window.postMessage(drawn, '*');
        await received;
        // One frame draws, what is done after drawing may draw once more.
        for (let frame = 0; frame < 3; frame += 1)
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      }, messages as HostMessage[]);
    },
    sent: () => page.evaluate(() => (window as unknown as { sent: PanelMessage[] }).sent),
    kept: async () => {
      // The panel saves at once when it is hidden.
      await page.evaluate(() => dispatchEvent(new Event('pagehide')));
      return page.evaluate(() => (window as unknown as { kept: Record<string, unknown> }).kept);
    },
  };
}
