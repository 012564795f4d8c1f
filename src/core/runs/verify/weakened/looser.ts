import { codeOnly, counted, times, type WeakenedRule } from './rule';

/** Comparisons that pin a value down, and those that nearly anything passes. */
const strict =
  /\.(?:toEqual|toStrictEqual|toBe|toMatchObject|toHaveBeenCalledWith|toHaveBeenCalledTimes|toHaveLength|toMatchInlineSnapshot|deep\.equal|equals?|eql)\b|\.toThrow(?:Error)?\s*\(\s*[^)\s]|\bassert(?:\.(?:strictEqual|deepStrictEqual|deepEqual|equal)|_eq!|Equals?|_equal)|==[^=]/gu;
const loose =
  /\.toThrow(?:Error)?\s*\(\s*\)|\.(?:toBeDefined|toBeTruthy|toBeFalsy|toBeInstanceOf|toHaveBeenCalled|toContain|toBeGreaterThan(?:OrEqual)?|toBeLessThan(?:OrEqual)?)\s*\(\s*\)?|expect\.(?:anything|any)\s*\(|\.to\.exist\b|\.to\.be\.(?:ok|a|an)\b|\bassert(?:\.ok|!)\s*\(|\bassertIsNotNone\b|\bis not None\b/gu;

/** Exact comparisons that became vague ones. */
export const looserMatchers: WeakenedRule = ({ path, before, after }) => {
  if (before === undefined || after === undefined) return [];
  const [old, now] = [codeOnly(before, path), codeOnly(after, path)];
  const lost = times(old, strict) - times(now, strict);
  const gained = times(now, loose) - times(old, loose);
  const changed = Math.min(lost, gained);
  return changed <= 0 ? [] : [`${counted(changed, 'exact comparison is', 'exact comparisons are')} vague now`];
};

const limits =
  /\b(?:timeout|testTimeout|tolerance|epsilon|precision|retries|retry|delta|abs_tol|rel_tol|within)\b['"]?\s*[:=(,]\s*([\d_.e-]+)/giu;

/** Timeouts, tolerances and retries that grew. */
export const widerLimits: WeakenedRule = ({ path, before, after }) => {
  if (before === undefined || after === undefined) return [];
  const values = (text: string) =>
    [...codeOnly(text, path).matchAll(limits)].map((match) => Number((match[1] ?? '').replaceAll('_', '')));
  const [old, now] = [values(before), values(after)];
  if (old.length !== now.length) return [];
  const wider = now.filter((value, at) => value > (old[at] ?? value)).length;
  return wider === 0 ? [] : [`${counted(wider, 'limit is', 'limits are')} wider`];
};

/** Kept output that was written anew. */
export const rewrittenSnapshots: WeakenedRule = ({ path, before, after }) => {
  if (!/\.snap(?:\.\w+)?$|(?:^|\/)__snapshots__\//u.test(path) || before === undefined || before === after) return [];
  return [after === undefined ? 'the kept output is deleted' : 'the kept output was written anew'];
};

const narrower: readonly RegExp[] = [
  /\b(?:exclude|ignore|testPathIgnorePatterns|modulePathIgnorePatterns|norecursedirs|collect_ignore)\b/gu,
  /--(?:ignore|deselect|exclude|passWithNoTests|bail)\b/gu,
  /\bpassWithNoTests\b|\ballowOnly\b/gu,
  /\|\|\s*(?:true|exit 0|:)(?=["'\s]|$)|;\s*exit 0\b/gmu,
];
const runnerFile =
  /(?:^|\/)(?:package\.json|(?:vitest|vite|jest|playwright|karma)\.config\.[cm]?[jt]s|\.mocharc\.\w+|pytest\.ini|pyproject\.toml|tox\.ini|setup\.cfg|conftest\.py|Makefile|Cargo\.toml)$/u;

/** Configuration by which fewer tests run, or a failure counts as none. */
export const narrowerRun: WeakenedRule = ({ path, before, after }) => {
  if (!runnerFile.test(path) || after === undefined) return [];
  const sum = (text: string) => narrower.reduce((all, pattern) => all + times(text, pattern), 0);
  return sum(after) > sum(before ?? '') && before !== undefined ? ['fewer tests run, or a failure counts as none'] : [];
};
