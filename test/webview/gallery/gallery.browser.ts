/**
 * Every screen in every theme and width: nothing breaks the policy, axe-core finds nothing, nothing is wider than the
 * panel. The pictures are in test-output/screenshots/gallery; look at them after a change.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser';
import { type Gallery, openGallery, playScene, root, type Theme } from './page';
import { reviewScenes } from './reviewScenes';
import { runScenes } from './runScenes';
import { scenes } from './scenes';

const pictures = join(root, 'test-output/screenshots/gallery');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const looks: readonly { readonly name: string; readonly theme: Theme; readonly widths: readonly number[] }[] = [
  { name: 'dark', theme: 'vscode-dark', widths: [1100, 800, 420, 380] },
  { name: 'light', theme: 'vscode-light', widths: [1100, 550] },
  { name: 'hc', theme: 'vscode-high-contrast', widths: [1100] },
  { name: 'hc-light', theme: 'vscode-high-contrast vscode-high-contrast-light', widths: [800] },
];

let browser: Browser;
let gallery: Gallery;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  [browser, gallery] = await Promise.all([launchBrowser(), openGallery()]);
});

afterAll(async () => {
  await browser.close();
  await gallery.close();
});

/** Screens that hold every component between them are looked at in every theme, the others in the dark one. */
const everywhere = [
  'start',
  'mention',
  'questions',
  'requirements-covered',
  'stale',
  'comments',
  'comparison',
  'team',
  'design',
  'tasks-draft',
  'run-permission',
  'run-review',
  'run-fork',
  'run-steering',
  'tasks-runs',
];

describe.concurrent.each([...scenes, ...reviewScenes, ...runScenes])('$name', (scene) => {
  test.each(looks.filter(({ name }) => name === 'dark' || everywhere.includes(scene.name)))(
    '$name',
    async ({ name, theme, widths }) => {
      const panel = await gallery.open(browser, {
        theme,
        width: widths[0] ?? 1100,
        ...(scene.state ? { state: scene.state } : {}),
      });
      await playScene(panel, scene);
      if (scene.name === 'design') await panel.page.waitForSelector('.diagram img');
      for (const width of widths) {
        await panel.page.setViewportSize({ width, height: 800 });
        await panel.page.screenshot({ path: join(pictures, `${scene.name}-${width}-${name}.png`) });
        expect(await tooWide(panel.page), `${width} wide`).toEqual([]);
        expect(await violations(panel.page), `${width} wide`).toEqual([]);
      }
      expect(panel.faults).toEqual([]);
      await panel.page.close();
    },
  );
});

/** Elements that reach beyond the panel without scrolling inside their own box. */
function tooWide(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (element: Element): boolean => {
      for (let each: Element | null = element; each; each = each.parentElement) {
        if (each.matches('.scroll, pre, .viewbar, .sr, .drawing-frame')) return true;
      }
      return false;
    };
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element))
      .map((element) => `${element.tagName}.${element.className}`)
      .slice(0, 5);
  });
}

async function violations(page: Page): Promise<readonly string[]> {
  // The policy allows no script of others; the driver's own evaluation is not the page's.
  await page.evaluate(axe);
  const results = await page.evaluate(async () => {
    const run = (window as unknown as { axe: { run(context: unknown, options: unknown): Promise<AxeResults> } }).axe
      .run;
    return run(
      { exclude: [['.drawing-frame']] },
      { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], iframes: false },
    );
  });
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary?.slice(0, 200) ?? ''}`),
  );
}
