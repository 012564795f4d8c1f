/** The browser that editor tests look through. */
import { type Browser, chromium } from 'playwright-core';
import { temporaryFolder } from '../../scripts/lib/places.mjs';
import { chromium as chromiumPath } from '../../scripts/lib/system.mjs';

/** Starts the system's Chromium without a window, and without talking to anybody but the page that is opened. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('No Chromium was found. npm test installs it or says how.');
  return chromium.launch({
    executablePath,
    // What a browser keeps besides its profile it keeps in a home of its own.
    env: { ...process.env, HOME: temporaryFolder('browser') },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
