/** `trust.json` of a workspace folder, in the state folder: whether it is trusted headless, whose approvals count. */
import * as z from 'zod';
import type { Files } from '../host';
import type { SpecStore } from './store';
import { parseJson, readText } from './textFiles';

const trust = z.looseObject({
  trusted: z.boolean().catch(false),
  /** E-mail addresses of commit authors whose committed approvals open gates. */
  authors: z.array(z.string()).readonly().catch([]),
});

/** What the user trusts in a workspace folder. */
export interface RootTrust {
  readonly trusted: boolean;
  readonly authors: readonly string[];
}

/** Nothing is trusted where the file is absent or unreadable. */
export async function loadTrust(files: Pick<Files, 'read'>, path: string): Promise<RootTrust> {
  const parsed = trust.safeParse(parseJson((await readText(files, path)) ?? '{}'));
  return parsed.success ? parsed.data : { trusted: false, authors: [] };
}

/** Writes the trust of a workspace folder. */
export async function saveTrust(store: Pick<SpecStore, 'state'>, path: string, saved: RootTrust): Promise<void> {
  await store.state(path, `${JSON.stringify(saved, undefined, 2)}\n`);
}
