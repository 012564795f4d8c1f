/** What the form is about to write, read as it would be read from the file. */
import type { Diagnostic } from '../../diagnostic';
import { readConditions } from '../conditions';
import type { Hook, HookFile } from '../model';
import { childOf, parseJson } from '../read/located';
import type { DraftCondition } from './draft';

/** The hook that `after` has and `before` (undefined: no file) has not, or a sentence on why there is not exactly one. */
export function madeHook(before: HookFile | undefined, after: HookFile): Hook | { readonly problem: string } {
  const old = before?.hooks ?? [];
  const wrong = newComplaints(before?.diagnostics ?? [], after.diagnostics);
  const error = wrong.find(({ severity }) => severity === 'error');
  const made = after.hooks.at(-1);
  const kept = old.every(({ fingerprint }, at) => after.hooks[at]?.fingerprint === fingerprint);
  if (error === undefined && made !== undefined && kept && after.hooks.length === old.length + 1) return made;
  const why = (error ?? wrong[0])?.message ?? 'It would not be read as exactly one more hook.';
  return { problem: `What was drafted is no hook that could fire, and nothing was written. ${why}` };
}

/** A sentence on why a condition can't be used; undefined where it can. */
export function conditionProblem({ key, value }: DraftCondition): string | undefined {
  const text = JSON.stringify({ if: { [key]: value } });
  const parsed = parseJson(text);
  const map = parsed.kind === 'value' ? childOf(parsed.root, 'if') : undefined;
  if (map === undefined) return `"${key}" can't be written down.`;
  const reading = { text, diagnostics: [] as Diagnostic[] };
  const conditions = readConditions(reading, map);
  const [first] = reading.diagnostics;
  // Without anything in it, the hook would fire as if there were no condition.
  return first?.message ?? (conditions.length === 0 ? `"${key}" needs a value.` : undefined);
}

/** By what they say: lines move when something is added. */
function newComplaints(before: readonly Diagnostic[], after: readonly Diagnostic[]): readonly Diagnostic[] {
  const left = before.map(({ code, message }) => `${code} ${message}`);
  return after.filter(({ code, message }) => {
    const at = left.indexOf(`${code} ${message}`);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}
