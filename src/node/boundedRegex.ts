import { createContext, Script } from 'node:vm';

/** Milliseconds that one search may take. */
const limitMs = 50;

const script = new Script('new RegExp(pattern, "u").test(text)');
/** One for all searches: making a context takes longer than most of them. Nothing of a hook runs in it but the search. */
const context = createContext({ pattern: '', text: '' });

/** JavaScript's own engine in a context of its own, whose time is limited: what backtracks without end is ended. */
export function boundedRegex(pattern: string, text: string): boolean | undefined {
  try {
    Object.assign(context, { pattern, text });
    return script.runInContext(context, { timeout: limitMs }) === true;
  } catch {
    return undefined;
  } finally {
    Object.assign(context, { pattern: '', text: '' });
  }
}
