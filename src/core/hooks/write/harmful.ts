/** Words to an agent that no drafted hook may hold, told without a model: whoever means them writes the hook by hand. */

interface Harm {
  /** What it would be, for the user. */
  readonly what: string;
  readonly found: (text: string, production: readonly RegExp[]) => boolean;
}

const destroys = /\b(?:delet|drop|destroy|wip|eras|purg|truncat|remov|reset|tear(?:ing)? down)\w*/iu;
const secrets =
  /\b(?:upload|send|e-?mail|post|publish|push|transmit|exfiltrat|copy|copies|leak|forward|shar)\w*\b[^.\n]{0,60}?(?:\b(?:private|ssh|gpg|api|access|signing|secret)[ -]?keys?\b|\bkeys?\b|\bcredentials?\b|\bpasswords?\b|\btokens?\b|\bsecrets?\b|\.env\b|\.ssh\b)/iu;
const proofs =
  /\b(?:disabl|skip|switch(?:ing)? off|turn(?:ing)? off|comment(?:ing)? out|weaken|bypass|silenc|(?:delet|remov)\w*[^.\n]{0,20}\b(?:fail|broken|red|flaky))\w*\b[^.\n]{0,40}?\b(?:tests?|checks?|assertions?|linters?|guards?|hooks?)\b|--no-verify\b/iu;
const negated =
  /\b(?:never|not|don't|doesn't|no|none|without|instead of|avoid\w*|nothing|refuse to|whether)\b[^.;:,\n]{0,40}$/iu;

const harms: readonly Harm[] = [
  {
    what: 'to delete or reset something of production',
    found: (text, production) =>
      sentences(text).some((each) => says(each, destroys) && production.some((name) => name.test(each.toLowerCase()))),
  },
  {
    what: 'to send keys, passwords or other secrets away',
    found: (text) => sentences(text).some((each) => says(each, secrets)),
  },
  { what: 'to disable tests or checks', found: (text) => sentences(text).some((each) => says(each, proofs)) },
];

/** What an agent would be asked for that is harmful, each in words; `production` are the patterns of its names. */
export function harmsIn(text: string, production: readonly RegExp[]): readonly string[] {
  return harms.filter(({ found }) => found(text, production)).map(({ what }) => what);
}

function sentences(text: string): readonly string[] {
  return text.split(/(?<=[.!?])\s+|\n/u);
}

/** The words stand there, and nothing before them in the sentence says the opposite. */
function says(sentence: string, words: RegExp): boolean {
  const found = words.exec(sentence);
  return found !== null && !negated.test(sentence.slice(0, found.index));
}
