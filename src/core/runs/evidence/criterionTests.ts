/** Tests that say which criterion they prove: `@spec todo-api#1.2`, or Kiro's `Validates: Requirements 1.2, 3.4`. */
import type { Search } from '../../host';
import { isTestFile } from '../verify/testFiles';

const mostHits = 2000;
const kiro = /\bValidates:?\**:?\s*(?:Requirements?|Criteria|Criterion)\s+([\d.,\s]+)/giu;

/**
 * Places (`test/a.test.ts:12`) of tests by criterion, for the criteria of one spec. Kiro's comments name no spec, so
 * they count in test files only.
 */
export async function criterionTests(
  search: Pick<Search, 'text'>,
  root: string,
  spec: string,
  criteria: readonly string[],
): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, string[]> = Object.fromEntries(criteria.map((id) => [id, []]));
  const hits = await search.text({
    root,
    pattern: '@spec\\s|Validates:?\\**:?\\s',
    regex: true,
    caseSensitive: false,
    globs: [],
    maxResults: mostHits,
  });
  for (const { path, line, text } of hits) {
    const relative = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
    if (relative.startsWith('.kiro/')) continue;
    for (const id of new Set([...named(text, spec), ...(isTestFile(relative) ? validated(text) : [])])) {
      found[id]?.push(`${relative}:${line}`);
    }
  }
  return found;
}

/** `@spec name#1.2`, several in a line too. */
function named(text: string, spec: string): readonly string[] {
  return [...text.matchAll(/@spec\s+([^\s#]+)#([\w.-]*[\w-])/gu)].flatMap((match) =>
    match[1] === spec ? [match[2] ?? ''] : [],
  );
}

function validated(text: string): readonly string[] {
  return [...text.matchAll(kiro)].flatMap((match) =>
    (match[1] ?? '')
      .split(/[\s,]+/u)
      .map((id) => id.replace(/\.+$/u, ''))
      .filter((id) => id !== ''),
  );
}
