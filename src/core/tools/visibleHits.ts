import { readableSilently } from './mayRead';
import type { ToolContext } from './tool';
import { printable } from './words';

/** Records of the runner: they repeat what the user asked for, and would be found for each of its words. */
const records = /\/\.tracewright\//u;

/**
 * Asks for results until enough of them are visible: the search engines know nothing of `.kiroignore`, so what is
 * hidden (or denied by the policy) could otherwise fill the answer and show by its absence that it is there. The runner's own records are no results.
 */
export async function collectVisible<Hit>(
  context: Pick<ToolContext, 'visible' | 'acting'>,
  wanted: number,
  ask: (max: number) => Promise<readonly Hit[]>,
  pathOf: (hit: Hit) => string,
): Promise<readonly Hit[]> {
  const known = new Map<string, boolean>();
  for (let max = wanted; ; max *= 4) {
    const hits = await ask(max);
    const visible: Hit[] = [];
    for (const hit of hits) {
      const path = pathOf(hit);
      const shown =
        known.get(path) ??
        (!records.test(path) && (await context.visible(path)) && (await readableSilently(context, path)));
      known.set(path, shown);
      if (shown) visible.push(hit);
    }
    if (visible.length >= wanted || hits.length < max || max > 100_000) return visible.slice(0, wanted);
  }
}

/** The path below `folder` for showing, without a slash at its start. */
export function relativeTo(folder: string, path: string): string {
  return printable(path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path);
}
