import type { Search } from '../../core/host';
import { gitEngine } from './gitEngine';
import { globMatcher, type SearchEngine } from './request';
import { ripgrepEngine } from './ripgrep';
import { walkEngine } from './walk';

/** Search with the first engine that works: each ripgrep by its path or name, git, a walk of our own. */
export function createSearch(ripgreps: readonly string[]): Search {
  return searchWith([...ripgreps.map(ripgrepEngine), gitEngine, walkEngine]);
}

/** Search with the given engines in turn; the last must be one that always works. */
export function searchWith(engines: readonly SearchEngine[]): Search {
  const first = async <Result>(ask: (engine: SearchEngine) => Promise<Result | undefined>): Promise<Result> => {
    for (const engine of engines) {
      const result = await ask(engine);
      if (result !== undefined) return result;
    }
    throw new Error('No way to search files works here.');
  };
  return {
    text: (request) => first((engine) => engine.text(request)),
    files: async (root, globs, maxResults, signal) => {
      const matches = globMatcher(globs);
      const all = await first((engine) => engine.files(root, signal));
      return all
        .filter((path) => matches(path.slice(root.length + 1)))
        .sort((a, b) => (a < b ? -1 : 1))
        .slice(0, maxResults);
    },
  };
}
