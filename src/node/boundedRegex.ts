import { createContext, Script } from 'node:vm';

/** Milliseconds that one search may take. */
const limitMs = 50;

const script = new Script('new RegExp(pattern, "u").test(text)');

/** JavaScript's own engine in a context of its own, whose time is limited: what backtracks without end is ended. */
export function boundedRegex(pattern: string, text: string): boolean | undefined {
  try {
    return script.runInContext(createContext({ pattern, text }), { timeout: limitMs }) === true;
  } catch {
    return undefined;
  }
}
