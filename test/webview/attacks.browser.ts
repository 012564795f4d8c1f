/** Text of documents comes from models and files: whatever it holds, nothing runs, loads or leads anywhere by itself. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { parseDocument } from '../../src/core/specs/document';
import { viewOf } from '../../src/extension/panel/documentView';
import { launchBrowser } from '../support/browser';
import { documentSnapshot, snapshot, unwritten } from './gallery/fixtures';
import { type Gallery, openGallery } from './gallery/page';

const attacks: readonly string[] = [
  '<script>window.hit=1</script>',
  '<img src=x onerror="window.hit=1">',
  '<img src="https://example.com/pixel.png">',
  '![pixel](https://example.com/pixel.png)',
  '![x](javascript:window.hit=1)',
  '![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)',
  '![a" onerror="window.hit=1](x)',
  '[click](javascript:window.hit=1)',
  '[click](JaVaScRiPt:window.hit=1)',
  '[click](&#106;avascript:window.hit=1)',
  '[click](java\tscript:window.hit=1)',
  '[click](vbscript:window.hit=1)',
  '[click](data:text/html,<script>window.hit=1</script>)',
  '[click](command:workbench.action.terminal.new)',
  '[click](file:///etc/passwd)',
  '[click](x "title\\" onmouseover=\\"window.hit=1")',
  '[a]: javascript:window.hit=1\n\n[a]',
  '<javascript:window.hit=1>',
  '<svg onload="window.hit=1"><circle r=1></svg>',
  '<svg><script>window.hit=1</script></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=window.hit=1></style></mglyph></table></mtext></math>',
  '<iframe src="javascript:parent.hit=1"></iframe>',
  '<iframe srcdoc="<script>parent.hit=1</script>"></iframe>',
  '<object data="javascript:window.hit=1"></object>',
  '<embed src="https://example.com/x">',
  '<form action="https://example.com"><button>Approve</button></form>',
  '<input autofocus onfocus="window.hit=1">',
  '<details open ontoggle="window.hit=1">',
  '<body onload="window.hit=1">',
  '<link rel=stylesheet href="https://example.com/x.css">',
  '<style>@import "https://example.com/x.css"; body{display:none}</style>',
  '<base href="https://example.com/">',
  '<meta http-equiv="refresh" content="0;url=https://example.com">',
  '<a href="https://example.com" ping="https://example.com/p">x</a>',
  '<p style="position:fixed;inset:0;background:red">x</p>',
  '<div id="app">x</div><div data-href="command:x">x</div>',
  '<video src="https://example.com/v.mp4" autoplay></video>',
  '<audio src="https://example.com/a.mp3" autoplay></audio>',
  '<noscript><p title="</noscript><img src=x onerror=window.hit=1>">',
  '<template><img src=x onerror=window.hit=1></template>',
  '`<img src=x onerror=window.hit=1>`',
  '```html\n<script>window.hit=1</script>\n```',
  '```"><img src=x onerror=window.hit=1>\nx\n```',
  '| a |\n|---|\n| <img src=x onerror=window.hit=1> |',
  '```mermaid\nflowchart LR\n  A["<img src=x onerror=window.hit=1>"] --> B\n```',
  '```mermaid\nflowchart LR\n  A --> B\n  click A "javascript:window.hit=1"\n```',
  '```mermaid\nflowchart LR\n  A --> B\n  click A call window.alert()\n```',
  '```mermaid\n%%{init: {"securityLevel":"loose","theme":"default","themeCSS":"*{background:url(https://example.com/x)}"}}%%\nflowchart LR\n  A --> B\n```',
  '```mermaid\nsequenceDiagram\n  A->>B: <svg onload=window.hit=1>\n  link A: Go @ https://example.com\n```',
  '```mermaid\nflowchart LR\n  A["</script><script>window.hit=1</script>"] --> B\n```',
];

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

/** The same text as prose, as a title, as a criterion, as a story and as a glossary entry. */
function documents(attack: string) {
  const line = attack.replaceAll('\n', ' ');
  const requirements = `# Requirements\n\n${attack}\n\n## Glossary\n\n- **T${line}**: ${line}\n\n### Requirement 1: ${line}\n\n**User Story:** As ${line}, I want x\n\n#### Acceptance Criteria\n\n1. WHEN ${line}, THE S SHALL x\n`;
  return viewOf(parseDocument('requirements.md', requirements));
}

test('nothing runs, loads, moves or leads outside', async () => {
  const panel = await gallery.open(browser, {});
  const asked: string[] = [];
  // What the policy refuses never gets here.
  await panel.page.route(
    (url) => url.hostname !== '127.0.0.1',
    (route) => {
      asked.push(route.request().url());
      return route.abort();
    },
  );
  const documentState = documentSnapshot('requirements.md', { diagnostics: [] });
  for (const attack of attacks) {
    const reply = attack;
    const title = attack.slice(0, 100);
    const now = snapshot({ title, reply, sentence: attack, documents: [documentState, ...unwritten.slice(1)] });
    await panel.send(
      { type: 'document', name: 'requirements.md', view: documents(attack) },
      { type: 'spec', snapshot: now, where: attack, trusted: true },
    );
    if (attack.startsWith('```mermaid')) await panel.page.waitForSelector('.diagram', { timeout: 30_000 });
    expect(await forbidden(), attack).toEqual([]);
  }
  // Whatever the last attack began has been asked for by then.
  await panel.page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve))));
  expect(asked).toEqual([]);
  expect(new URL(panel.page.url()).pathname).toBe('/');
  // In the renderer's frame, which has no rights, the policy stops what a diagram's labels bring.
  expect(panel.faults.filter((fault) => !fault.startsWith('about:srcdoc: '))).toEqual([]);

  /** What must not be there: elements, attributes and globals that an attack would need. */
  function forbidden(): Promise<readonly string[]> {
    return panel.page.evaluate(() => {
      const allowed = new Set(['IMG', 'IFRAME']);
      const elements = [
        ...document.querySelectorAll(
          '#app :is(script, iframe, object, embed, form, style, link, base, meta, video, audio, template, input:not([type]), img, math)',
        ),
      ];
      const found = elements
        .filter(
          (element) => !(allowed.has(element.tagName) && element.matches('.diagram img[src^="data:image/svg+xml"]')),
        )
        .map((element) => element.outerHTML.slice(0, 100));
      const attributes = [...document.querySelectorAll('#app *')].flatMap((element) =>
        [...element.attributes]
          .filter(
            ({ name, value }) =>
              /^(on|href$|style$|srcdoc$|action$|ping$)/.test(name) || /^\s*javascript:/i.test(value),
          )
          .filter(({ name }) => !(name === 'style' && element.matches('.diagram img')))
          .filter(({ name }) => name !== 'data-href')
          .map(({ name }) => `${element.tagName} ${name}`),
      );
      const hit = 'hit' in window ? ['a script ran'] : [];
      return [...found, ...attributes, ...hit];
    });
  }
}, 240_000);

test('a click on a link only asks the extension', async () => {
  const panel = await gallery.open(browser, {});
  await panel.send(
    {
      type: 'document',
      name: 'requirements.md',
      view: documents('[one](https://example.com/a) and [two](src/app.ts#L3)'),
    },
    {
      type: 'spec',
      snapshot: snapshot({
        documents: [documentSnapshot('requirements.md', { diagnostics: [] }), ...unwritten.slice(1)],
      }),
      where: '',
      trusted: true,
    },
  );
  await panel.page.locator('.prose [data-href]').first().click();
  await panel.page.locator('.prose [data-href]').nth(1).press('Enter');
  expect((await panel.sent()).filter(({ type }) => type === 'openLink')).toEqual([
    { type: 'openLink', href: 'https://example.com/a' },
    { type: 'openLink', href: 'src/app.ts#L3' },
  ]);
  expect(new URL(panel.page.url()).pathname).toBe('/');
});
