import { codeOnly, counted, type TestFile, times, type WeakenedRule } from './rule';

/** Where a test begins, by language: `it('…')`, `def test_x`, `#[test]`, `func TestX`, `@Test`. */
export const begins =
  /(?<![\w.])[xf]?(?:it|test|specify|Scenario)(?:\.(?:each|concurrent|for|prop|sequential|skip|only|todo|fails|failing)\b(?:\([^)]*\)|`[^`]*`)?)*\s*\(\s*['"`\w[]|^\s*(?:async\s+)?def\s+test\w*|^\s*#\[(?:\w+::)?test\b[^\]]*\]|^func\s+(?:Test|Fuzz)\w*|^\s*@(?:Test|ParameterizedTest|RepeatedTest)\b|\[(?:Fact|Theory|Test|TestMethod)\b/gmu;

const skips: readonly RegExp[] = [
  /(?<![\w.])(?:it|test|describe|suite|context|specify)\.(?:skip|todo|fails|failing)\b/gu,
  /(?<![\w.])(?:xit|xtest|xdescribe|xcontext|xspecify)\s*\(/gu,
  /\b(?:skip|todo)\s*:\s*(?:true|['"`])/gu,
  /\b(?:t|ctx|context|this)\.skip\s*\(/gu,
  /@(?:pytest\.mark\.(?:skip|skipif|xfail)|unittest\.(?:skip\w*|expectedFailure))\b|\bpytest\.(?:skip|xfail)\s*\(|\bself\.skipTest\s*\(/gu,
  /#\[ignore\b[^\]]*\]|#\[should_panic\b/gu,
  /\bt\.Skip(?:f|Now)?\s*\(/gu,
  /@(?:Disabled|Ignore)\b|\[Ignore\b|\bSkip\s*=\s*"/gu,
];
const only =
  /(?<![\w.])(?:it|test|describe|suite|context|specify)\.only\b|(?<![\w.])(?:fit|fdescribe|fcontext)\s*\(|\bonly\s*:\s*true\b/gu;
/** What a test claims, by language and library. */
export const asserts =
  /\bt\.(?:assert\.\w+|(?:not|deep|loose|strict|same)\w*|equals?|ok|true|false|truthy|falsy|is|like|throws\w*|doesNotThrow|rejects|match|regex|snapshot)\s*\(|\bexpect(?:TypeOf|Type)?\s*[(<]|\bassert(?:\.\w+|_\w+|[A-Z]\w*)?!?\s*\(|^\s*assert\s|\.should\b|\bself\.assert\w+\s*\(|\bt\.(?:Error|Fatal|Fail)\w*\s*\(|\brequire\.\w+\s*\(\s*t\b|\bfc\.(?:assert|property)\s*\(|\bwith\s+pytest\.raises\b/gmu;
const trivial =
  /\bexpect\s*\(\s*(?:true|1|['"`]\w*['"`])\s*\)\s*\.\s*(?:toBe|toEqual)\s*\(\s*(?:true|1|['"`]\w*['"`])\s*\)|\bassert(?:\.ok|\.equal|True)?!?\s*\(?\s*(?:true|True|1)\s*(?:\)|$|,)|\bexpect\s*\(\s*true\s*\)\.toBeTruthy|^\s*assert\s+True\b/gmu;
const swallowed =
  /\bcatch\s*(?:\([^)]*\))?\s*\{\s*\}|\bexcept(?:\s+\w+)?(?:\s+as\s+\w+)?:\s*\n?\s*pass\b|\.catch\s*\(\s*\(\s*\)\s*=>\s*(?:\{\s*\}|undefined|null)\s*\)/gu;

function both(file: TestFile): { readonly before: string; readonly after: string } | undefined {
  if (file.before === undefined || file.after === undefined) return undefined;
  return { before: codeOnly(file.before, file.path), after: codeOnly(file.after, file.path) };
}

/** A file of tests that is gone. */
export const deletedFile: WeakenedRule = ({ before, after }) => {
  if (before === undefined || after !== undefined) return [];
  const tests = times(before, begins);
  return tests === 0 ? [] : [`the file is deleted with ${counted(tests, 'test', 'tests')}`];
};

/** Fewer tests than before. */
export const deletedTests: WeakenedRule = (file) => {
  const texts = both(file);
  if (texts === undefined) return [];
  const gone = times(texts.before, begins) - times(texts.after, begins);
  return gone <= 0 ? [] : [`${counted(gone, 'test is', 'tests are')} deleted`];
};

/** More tests that are skipped, expected to fail, or left for later; a new file counts too. */
export const skippedTests: WeakenedRule = (file) => {
  if (file.after === undefined) return [];
  const sum = (text: string) => skips.reduce((all, pattern) => all + times(text, pattern), 0);
  const after = sum(codeOnly(file.after, file.path));
  const more = after - sum(codeOnly(file.before ?? '', file.path));
  return more <= 0 ? [] : [`${counted(more, 'test is', 'tests are')} skipped or expected to fail`];
};

/** `only`: everything else of the file no longer runs. */
export const onlySome: WeakenedRule = (file) => {
  if (file.after === undefined) return [];
  const more = times(codeOnly(file.after, file.path), only) - times(codeOnly(file.before ?? '', file.path), only);
  return more <= 0 ? [] : ['only some of its tests run'];
};

/** Fewer assertions, with as many tests as before or more. */
export const fewerAssertions: WeakenedRule = (file) => {
  const texts = both(file);
  if (texts === undefined || times(texts.after, begins) < times(texts.before, begins)) return [];
  const gone = times(texts.before, asserts) - times(texts.after, asserts);
  return gone <= 0 ? [] : [`${counted(gone, 'assertion is', 'assertions are')} gone`];
};

/** Assertions that can't fail. */
export const trivialAssertions: WeakenedRule = (file) => {
  if (file.after === undefined) return [];
  const more = times(codeOnly(file.after, file.path), trivial) - times(codeOnly(file.before ?? '', file.path), trivial);
  return more <= 0 ? [] : [`${counted(more, 'assertion that holds', 'assertions that hold')} whatever the code does`];
};

/** Failures that are caught and forgotten. */
export const swallowedFailures: WeakenedRule = (file) => {
  if (file.after === undefined) return [];
  const more =
    times(codeOnly(file.after, file.path), swallowed) - times(codeOnly(file.before ?? '', file.path), swallowed);
  return more <= 0 ? [] : [`${counted(more, 'failure is', 'failures are')} caught and forgotten`];
};
