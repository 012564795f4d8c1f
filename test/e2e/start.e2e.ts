/** `npm start` as a newcomer runs it, in a home folder that nothing was ever written to. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, temporaryFolder } from '../../scripts/lib/places.mjs';
import { launchBrowser } from '../support/browser';
import { cleanEnvironment } from '../support/extensionHost';
import { filesBelow, homeBelow } from '../support/home';
import { until } from './driver';

test('npm start opens an editor with the sample, and writes nothing into the home folder', {
  timeout: 180_000,
}, async () => {
  const temporary = temporaryFolder('start-test');
  const home = homeBelow(temporary);
  const started = startScript({
    HOME: home,
    TRACEWRIGHT_START_FOLDER: join(temporary, 'start'),
  });
  const browser = await launchBrowser();
  try {
    const address = await until('the address', async () => /http:\/\/127\.0\.0\.1:\S+/.exec(started.output())?.[0]);
    const page = await browser.newPage();
    await page.goto(address);
    await page.locator('.part.activitybar .action-label[aria-label^="Tracewright"]').click();
    await page.locator('.part.sidebar .monaco-button', { hasText: 'New Spec' }).click();
    await until('the start screen', async () => {
      for (const frame of page.frames()) if ((await frame.locator('#idea').count()) > 0) return true;
      return false;
    });
  } finally {
    await browser.close();
    started.child.kill('SIGINT');
    await started.ended;
  }
  expect(started.child.exitCode, started.output()).toBe(0);
  expect(filesBelow(home)).toEqual([]);
});

/** The script of `npm start`, without a desktop editor or a browser of the user's. */
function startScript(environment: Readonly<Record<string, string>>): {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
  output(): string;
} {
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs'), '--no-open'], {
    env: { ...cleanEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return { child, ended, output: () => output };
}
