/**
 * The shapes of secrets that Tracewright looks for itself, beside what secretlint finds. A shape is unmistakable; an
 * assignment (`password = …`) is a secret only by its name, so its value must not look like a placeholder or code.
 */

/** Offsets in UTF-16 code units; `end` is exclusive. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
  /** What it is, in lower case: "aws access key". */
  readonly name: string;
}

interface Pattern {
  readonly name: string;
  /** One of them is in every text that the expression matches: a cheap way to skip most texts. Lower case. */
  readonly hints: readonly string[];
  /** With the flags `dg`, and a group `secret` where only a part of the match is secret. */
  readonly expression: RegExp;
  readonly accept?: (value: string) => boolean;
}

/** `body` between characters that could not belong to it. */
function token(name: string, hint: string, body: string): Pattern {
  return {
    name,
    hints: [hint.toLowerCase()],
    expression: new RegExp(`(?<![A-Za-z0-9_])${body}(?![A-Za-z0-9_])`, 'dg'),
  };
}

const shapes: readonly Pattern[] = [
  token('age key', 'age-secret-key-', 'AGE-SECRET-KEY-1[A-Z0-9]{58}'),
  token('aws access key', 'a', '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}'),
  token('bedrock api key', 'absk', 'ABSK[A-Za-z0-9+/]{40,}={0,2}'),
  token('bedrock api key', 'bedrock-api-key-', 'bedrock-api-key-[A-Za-z0-9+/]{40,}={0,2}'),
  token('anthropic key', 'sk-ant-', 'sk-ant-[A-Za-z0-9_-]{20,}'),
  token('openai key', 'sk-', 'sk-(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,}'),
  token('openrouter key', 'sk-or-', 'sk-or-v\\d-[0-9a-f]{40,}'),
  token('api key', 'sk-', '(?<!-)sk-[A-Za-z0-9]{32,}'),
  token('google api key', 'aiza', 'AIza[0-9A-Za-z_-]{35}'),
  token('google client secret', 'gocspx-', 'GOCSPX-[A-Za-z0-9_-]{20,}'),
  token('google token', 'ya29.', 'ya29\\.[A-Za-z0-9_-]{20,}'),
  token('google token', '1//0', '1//0[A-Za-z0-9_-]{40,}'),
  token('firebase key', 'aaaa', 'AAAA[A-Za-z0-9_-]{7}:[A-Za-z0-9_-]{100,}'),
  token('github token', 'gh', 'gh[pousr]_[A-Za-z0-9]{36,}'),
  token('github token', 'github_pat_', 'github_pat_[A-Za-z0-9_]{22,}'),
  token('gitlab token', 'gl', 'gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt|oas)-[A-Za-z0-9_.-]{20,}'),
  token('npm token', 'npm_', 'npm_[A-Za-z0-9]{36,}'),
  token('pypi token', 'pypi-', 'pypi-AgE[A-Za-z0-9_-]{50,}'),
  token('rubygems key', 'rubygems_', 'rubygems_[0-9a-f]{48}'),
  token('crates.io token', 'cio', 'cio[A-Za-z0-9]{32}'),
  token('nuget key', 'oy2', 'oy2[a-z0-9]{43}'),
  token('slack token', 'xox', 'xox[abceoprs]-[A-Za-z0-9-]{10,}'),
  token('slack token', 'xapp-', 'xapp-\\d-[A-Z0-9]+-\\d+-[a-z0-9]{20,}'),
  {
    name: 'slack webhook',
    hints: ['hooks.slack.com'],
    expression: /https:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<secret>[A-Za-z0-9/_+-]{20,})/dg,
  },
  {
    name: 'discord webhook',
    hints: ['discord'],
    expression: /https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/(?<secret>\d+\/[A-Za-z0-9_-]{40,})/dg,
  },
  token('discord token', '.', '[MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,}'),
  token('telegram token', ':aa', '\\d{8,10}:AA[A-Za-z0-9_-]{33}'),
  token('stripe key', 'k_', '(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}'),
  token('webhook secret', 'whsec_', 'whsec_[A-Za-z0-9+/]{24,}={0,2}'),
  token('square token', 'sq0', 'sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{22,}'),
  token('shopify token', 'shp', 'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}'),
  token('twilio key', 'sk', 'SK[0-9a-f]{32}'),
  token('sendgrid key', 'sg.', 'SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{16,64}'),
  token('mailgun key', 'key-', '(?<!-)key-[0-9a-f]{32}'),
  token('mailchimp key', '-us', '[0-9a-f]{32}-us\\d{1,2}'),
  token('azure client secret', 'q~', '[A-Za-z0-9_~.-]{3}\\dQ~[A-Za-z0-9_~.-]{31,34}'),
  {
    name: 'azure key',
    hints: ['accountkey=', 'sharedaccesskey=', 'sharedsecret='],
    expression: /(?:AccountKey|SharedAccessKey|SharedSecret)=(?<secret>[A-Za-z0-9+/]{30,}={0,2})/dgi,
  },
  {
    name: 'azure signature',
    hints: ['sig='],
    expression: /[?&;]sig=(?<secret>[A-Za-z0-9%+/]{40,}(?:=|%3D)*)/dgi,
  },
  {
    name: 'aws signature',
    hints: ['x-amz-signature=', 'x-amz-security-token='],
    expression: /X-Amz-(?:Signature|Security-Token)=(?<secret>[A-Za-z0-9%+/=_-]{40,})/dgi,
  },
  token('json web token', 'eyj', 'eyJ[A-Za-z0-9_-]{8,4000}\\.eyJ[A-Za-z0-9_-]{8,16000}\\.[A-Za-z0-9_-]{16,}'),
  token('digitalocean token', '_v1_', 'do[opr]_v1_[0-9a-f]{64}'),
  token('linear key', 'lin_', 'lin_(?:api|oauth)_[A-Za-z0-9]{32,}'),
  token('notion token', 'ntn_', 'ntn_[A-Za-z0-9]{40,}'),
  token('notion token', 'secret_', 'secret_[A-Za-z0-9]{43}'),
  token('hugging face token', 'hf_', 'hf_[A-Za-z0-9]{34,}'),
  token('groq key', 'gsk_', 'gsk_[A-Za-z0-9]{40,}'),
  token('xai key', 'xai-', 'xai-[A-Za-z0-9]{60,}'),
  token('perplexity key', 'pplx-', 'pplx-[A-Za-z0-9]{40,}'),
  token('replicate token', 'r8_', 'r8_[A-Za-z0-9]{37}'),
  token('databricks token', 'dapi', 'dapi[0-9a-f]{32}(?:-\\d)?'),
  token('docker token', 'dckr_', 'dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}'),
  token('vault token', 'hv', 'hv[sbr]\\.[A-Za-z0-9_-]{24,}'),
  token('terraform token', '.atlasv1.', '[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_-]{60,}'),
  token('grafana token', 'glsa_', 'glsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}'),
  token('grafana token', 'glc_', 'glc_eyJ[A-Za-z0-9+/]{40,}={0,2}'),
  token('sentry token', 'sntry', 'sntry[su]_[A-Za-z0-9+/=_-]{40,}'),
  token('new relic key', 'nrak-', 'NRAK-[A-Z0-9]{27}'),
  token('postman key', 'pmak-', 'PMAK-[0-9a-f]{24}-[0-9a-f]{34}'),
  token('figma token', 'figd_', 'figd_[A-Za-z0-9_-]{40,}'),
  token('dropbox token', 'sl.', 'sl\\.(?:u\\.)?[A-Za-z0-9_-]{100,}'),
  token('atlassian token', 'atatt3', 'ATATT3[A-Za-z0-9_=-]{100,}'),
  token('bitbucket token', 'atbb', 'ATBB[A-Za-z0-9]{32}'),
  token('facebook token', 'eaa', 'EAA[A-Za-z0-9]{90,}'),
  token('supabase key', 'sb', '(?:sbp_[0-9a-f]{40}|sb_secret_[A-Za-z0-9_-]{30,})'),
  token('planetscale token', 'pscale_', 'pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.-]{32,}'),
  token('fly.io token', 'fo1_', 'fo1_[A-Za-z0-9_-]{43}'),
  token('fly.io token', 'fm2_', 'fm2_[A-Za-z0-9+/=]{60,}'),
  token('netlify token', 'nfp_', 'nfp_[A-Za-z0-9]{36,}'),
  token('doppler token', 'dp.', 'dp\\.(?:pt|st|ct|sa|scim|audit)\\.(?:[a-z0-9_-]+\\.)?[A-Za-z0-9]{40,}'),
  token('1password token', 'ops_', 'ops_eyJ[A-Za-z0-9+/=_-]{100,}'),
  token('tailscale key', 'tskey-', 'tskey-[a-z]+-[A-Za-z0-9]+-[A-Za-z0-9]{20,}'),
  token('heroku key', 'hrku-', 'HRKU-[A-Za-z0-9_-]{36,}'),
  token('airtable token', 'pat', 'pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}'),
  token('contentful token', 'cfpat-', 'CFPAT-[A-Za-z0-9_-]{43}'),
];

/** Names whose value is a secret. A name that goes on after them (`passwordHint`, `tokenType`) is another. */
const secretName =
  '(?:pass(?:word|wd|phrase)|pwd|secret|(?:access|auth|api|bearer|refresh|session|security|bot|id|deploy|private|personal|webhook)[_.-]?token|token|(?:api|access|secret|private|encryption|signing|master|license|account|service|auth|app|shared|subscription|storage)[_.-]?key|credentials?|client[_.-]?secret|_auth(?:token)?)';

const assignments: readonly Pattern[] = [
  {
    name: 'aws secret key',
    hints: ['secret'],
    expression:
      /(?:aws|secret)[\w.-]{0,40}(?:secret|access|key)[\w.-]{0,40}["'`]?\s*(?::|=>?|:=|,)\s*["'`]?(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/dgi,
    accept: (value) => mixed(value) && !/^[0-9a-f]{40}$/.test(value),
  },
  {
    name: 'aws session token',
    hints: ['session', 'security'],
    expression: /(?:session|security)[_.-]?token["'`]?\s*(?::|=>?|:=)\s*["'`]?(?<secret>[A-Za-z0-9/+=]{80,})/dgi,
  },
  {
    name: 'secret',
    hints: ['pass', 'pwd', 'secret', 'token', 'key', 'credential', '_auth'],
    expression: new RegExp(
      `${secretName}["'\`]?\\]?\\s*(?::|=>|:=|={1,3}|!==?|,)\\s*(?:["'\`])(?<secret>[^"'\`\\s]{6,512})["'\`]`,
      'dgi',
    ),
    accept: looksSecret,
  },
  {
    name: 'secret',
    hints: ['pass', 'pwd', 'secret', 'token', 'key', 'credential', '_auth'],
    // One a line, as in .env, .npmrc, .properties and YAML.
    expression: new RegExp(
      `^[ \\t]*(?:(?:export|set|ENV|ARG|-e|-)[ \\t]+)?[\\w.:/@-]*?${secretName}[ \\t]*(?:=|:[ \\t])[ \\t]*(?<secret>[^\\s"'\`#;,(){}<>\\[\\]]{6,512})[ \\t]*(?:#.*)?$`,
      'dgim',
    ),
    accept: (value) => looksSecret(value) && !/^[a-z_$][\w$]*(?:\.[\w$]+)+$/i.test(value),
  },
  {
    name: 'secret',
    hints: ['--pass', '--token', '--secret', '--api-key', '--pwd', '-p'],
    expression:
      /(?:^|\s)--(?:password|passwd|pwd|token|secret|api-key|client-secret)[= ](?<secret>[^\s"'`$<{]{6,512})/dgi,
    accept: looksSecret,
  },
  {
    name: 'password',
    hints: ['://'],
    expression: /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@"'`<>]{0,100}:(?<secret>[^\s@/"'`<>]{3,200})@[\w.[\]-]/dgi,
    accept: (value) => !placeholder(value),
  },
  {
    name: 'password',
    hints: ['pwd=', 'password='],
    // ADO.NET and ODBC: Server=…;User Id=…;Password=…;
    expression: /;\s*(?:pwd|password)\s*=\s*(?<secret>[^;"'`\s]{3,200})/dgi,
    accept: (value) => !placeholder(value),
  },
  {
    name: 'authorization',
    hints: ['basic ', 'bearer '],
    expression: /\b(?:basic|bearer)\s+(?<secret>[A-Za-z0-9._~+/-]{16,2000}={0,2})/dgi,
    accept: (value) => mixed(value) || value.endsWith('='),
  },
];

const placeholders =
  /^(?:pass(?:word|wd|phrase)?|pwd|secret|token|postgres(?:ql)?|mysql|mongo|redis|root|admin|user(?:name)?|guest|test(?:ing)?|dev(?:elopment)?|local(?:host)?|demo|sample|foo(?:bar)?|none|null|undefined|string|true|false|required|optional|change[-_]?me\w*|replace[-_]?me\w*|todo|tbd|redacted|hidden|masked|dummy|fake)\d{0,3}$/i;

function placeholder(value: string): boolean {
  return (
    placeholders.test(value) ||
    /\$\{|\$\(|\{\{|^\$\w|^%\w*%?|^<|>$|^\[|^:\w+$|\.\.\.|…/.test(value) ||
    /^(.)\1*$/.test(value) ||
    /^[x*•.-]{3,}/i.test(value) ||
    /(?:^|[-_])(?:your|my|example|placeholder|insert|enter|changeme|redacted)(?:[-_]|$)/i.test(value)
  );
}

/** Letters and digits, as random text has and words have not. */
function mixed(value: string): boolean {
  return /[A-Za-z]/.test(value) && /\d/.test(value);
}

function looksSecret(value: string): boolean {
  if (
    placeholder(value) ||
    /^(?:process|import|os|env|config|settings|req|request|this|self|options|props|params|ctx|context|user|data|body|args|secrets|vars)\b[.[(]/i.test(
      value,
    )
  )
    return false;
  if (/^(?:https?|file|arn|urn):/i.test(value) || /^[./~@]/.test(value)) return false;
  // A word, an identifier or a path is no password that anybody could tell from code.
  return mixed(value)
    ? !/^[A-Za-z]+\d{0,2}$/.test(value) || value.length < 12
    : /[^\w./:@-]/.test(value) && /[A-Za-z]/.test(value);
}

/** Secrets that are unmistakable wherever they stand. Sorted, without overlaps. */
export function findShapes(text: string): readonly SecretRange[] {
  return mergeRanges([...findPrivateKeys(text), ...found(text, shapes)]);
}

/** Shapes, and what a name gives away. Sorted, without overlaps. */
export function findSecrets(text: string): readonly SecretRange[] {
  return mergeRanges([...findPrivateKeys(text), ...found(text, shapes), ...found(text, assignments)]);
}

/** Sorted and without overlaps; where two meet, the one that comes first in `ranges` names both. */
export function mergeRanges(ranges: readonly SecretRange[]): readonly SecretRange[] {
  const order = new Map(ranges.map((range, at) => [range, at]));
  const sorted = [...ranges].sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: SecretRange[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last === undefined || range.start >= last.end) {
      merged.push(range);
      continue;
    }
    const named = (order.get(range) ?? 0) < (order.get(last) ?? 0) ? range : last;
    const wide = { start: last.start, end: Math.max(last.end, range.end), name: named.name };
    order.set(wide, order.get(named) ?? 0);
    merged[merged.length - 1] = wide;
  }
  return merged;
}

/** What stands where a secret stood: `[redacted: aws access key]`. */
export function marker(range: SecretRange): string {
  return `[redacted: ${range.name}]`;
}

/** `text` with its ranges (sorted, without overlaps) replaced. */
export function replaceRanges(text: string, ranges: readonly SecretRange[]): string {
  let result = '';
  let at = 0;
  for (const range of ranges) {
    result += text.slice(at, range.start) + marker(range);
    at = range.end;
  }
  return result + text.slice(at);
}

/** For sentences: without the given keys and without anything of a secret's shape. */
export function maskKeys(text: string, keys: readonly string[]): string {
  const known = keys
    .filter((key) => key.length > 3)
    .reduce((masked, key) => masked.split(key).join('[redacted]'), text);
  return replaceRanges(known, findSecrets(known));
}

const keyMark = /-----(BEGIN|END) (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g;
const longestKey = 20_000;
/** Shorter runs of base64 beside a key's mark are words. */
const shortestLine = 16;

/**
 * Private keys, whole or cut off at either end, also inside a string of a program or of JSON. Walked by hand: as one
 * expression this takes exponential time on long base64.
 */
function findPrivateKeys(text: string): readonly SecretRange[] {
  const marks = [...text.matchAll(keyMark)].map((match) => ({
    begins: match[1] === 'BEGIN',
    start: match.index,
    end: match.index + match[0].length,
  }));
  return marks.flatMap((mark, at) => {
    const name = 'private key';
    const next = marks[at + 1];
    if (mark.begins) {
      const whole = next !== undefined && !next.begins && next.end - mark.start <= longestKey;
      return [{ start: mark.start, end: whole ? next.end : bodyEnd(text, mark.end), name }];
    }
    return marks[at - 1]?.begins === true ? [] : [{ start: bodyStart(text, mark.start), end: mark.end, name }];
  });
}

const isBody = (character: string): boolean => /[A-Za-z0-9+/=]/.test(character);
const isBetween = (character: string): boolean => /[\s"'`,+\\]/.test(character);

/** Where the lines of base64 end that follow `from`. */
function bodyEnd(text: string, from: number): number {
  const limit = Math.min(text.length, from + longestKey);
  let end = from;
  for (let at = from; at < limit; ) {
    while (at < limit && (isBetween(text.charAt(at)) || isEscape(text, at))) at += 1;
    const line = at;
    while (at < limit && isBody(text.charAt(at))) at += 1;
    if (at - line < shortestLine) break;
    end = at;
  }
  return end;
}

/** Where the lines of base64 begin that stand before `from`. */
function bodyStart(text: string, from: number): number {
  const limit = Math.max(0, from - longestKey);
  let start = from;
  for (let at = from; at > limit; ) {
    while (at > limit && (isBetween(text.charAt(at - 1)) || isEscape(text, at - 1))) at -= 1;
    const line = at;
    while (at > limit && isBody(text.charAt(at - 1)) && !isEscape(text, at - 1)) at -= 1;
    if (line - at < shortestLine) break;
    start = at;
  }
  return start;
}

/** The `n` or `r` of a line end that a string writes as an escape. */
function isEscape(text: string, at: number): boolean {
  return /[nr]/.test(text.charAt(at)) && text.charAt(at - 1) === '\\';
}

function found(text: string, patterns: readonly Pattern[]): SecretRange[] {
  const lower = text.toLowerCase();
  return patterns.flatMap((pattern) => {
    if (!pattern.hints.some((hint) => lower.includes(hint))) return [];
    return [...text.matchAll(pattern.expression)].flatMap((match) => {
      const whole: [number, number] = [match.index, match.index + match[0].length];
      const [start, end] = match.indices?.groups?.secret ?? whole;
      const accepted = pattern.accept === undefined || pattern.accept(text.slice(start, end));
      return accepted ? [{ start, end, name: pattern.name }] : [];
    });
  });
}
