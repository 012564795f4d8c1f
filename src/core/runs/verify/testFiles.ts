/** Which files are tests, and which are code that tests can touch. Paths are relative, with `/`. */

const testPath =
  /(?:^|\/)(?:__tests__|tests?|specs?|e2e|integration)\/(?!.*(?:fixtures?|__snapshots__|data|support|helpers?)\/)[^/]*\.(?:[cm]?[jt]sx?|py|rs|go|rb|java|kt|cs|php|swift|scala)$|(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$|[._-](?:test|spec|e2e|cy)\.[cm]?[jt]sx?$|_test\.go$|(?:Test|Tests|IT|Spec)\.(?:java|kt|scala|groovy|cs|php|swift)$|_(?:spec|test)\.rb$|(?:^|\/)tests\.rs$/u;
const inTests = /(?:^|\/)(?:__tests__|tests?)\/(?:.*\/)?[^/]*\.(?:[cm]?[jt]sx?|py|rb|rs)$/u;
/** By name alone, wherever it lies: `tests.js`, `test.mjs`, `tests.py`, and `test-parse.js` as Node's runner takes it. */
const named =
  /(?:^|\/)(?:tests?|specs?)\.(?:[cm]?[jt]sx?|py|rb|php)$|(?:^|\/)tests?-(?!(?:util|helper|setup|support|env|config)s?\b)[^/]*\.[cm]?[jt]sx?$/u;
const codePath =
  /\.(?:[cm]?[jt]sx?|py|rs|go|rb|java|kt|kts|scala|groovy|cs|fs|php|swift|c|cc|cpp|h|hpp|m|mm|vue|svelte|sql|sh|lua|ex|exs|erl|clj|hs|dart)$/u;
const configuration = /(?:^|\/)(?:[^/]+\.config|\.[^/]*rc)\.[cm]?[jt]s$/u;
const declarations = /\.d\.[cm]?ts$/u;

/** A file that holds tests. */
export function isTestFile(path: string): boolean {
  return testPath.test(path) || inTests.test(path) || named.test(path);
}

/** A file whose behaviour a test can show: code, without tests, configuration and type declarations. */
export function isCodeFile(path: string): boolean {
  return codePath.test(path) && !isTestFile(path) && !configuration.test(path) && !declarations.test(path);
}
