// Draws media/icon.png from media/icon.svg with the browser that the tests use; run it after a change to the drawing.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium as playwright } from 'playwright-core';
import { root } from './lib/places.mjs';
import { Failure, runMain } from './lib/run.mjs';
import { chromium } from './lib/system.mjs';

await runMain(async () => {
  const executablePath = chromium();
  if (executablePath === undefined) throw new Failure('No Chromium was found. CHROMIUM names one.');
  const browser = await playwright.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
    await page.setContent(`<style>body{margin:0}</style>${readFileSync(join(root, 'media/icon.svg'), 'utf8')}`);
    writeFileSync(join(root, 'media/icon.png'), await page.screenshot({ omitBackground: true }));
  } finally {
    await browser.close();
  }
});
