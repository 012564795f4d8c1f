/** The heavy part of redaction: secretlint's rules, together with our own. */
import { rules as all } from '@secretlint/secretlint-rule-preset-recommend';
import { findSecrets, mergeRanges, type SecretRange } from './secretPatterns';

/** The heavy part that knows what secrets look like. */
export interface RedactPart {
  /** Where secrets are: sorted, without overlaps, the same for the same text. */
  scan(text: string): Promise<readonly SecretRange[]>;
}

declare module '../host' {
  interface Parts {
    redact: RedactPart;
  }
}

export const part: RedactPart = { scan };

type Rule = (typeof all)[number];
type Context = Parameters<Rule['create']>[0];
type Source = Parameters<NonNullable<ReturnType<Rule['create']>['file']>>[0];

const prefix = '@secretlint/secretlint-rule-';
/**
 * Ours take the password alone, so that the rest of an address can still be read; and no comment in a file may switch
 * the search off.
 */
const leftOut = ['basicauth', 'database-connection-string', 'filter-comments'];
const rules = all.filter((rule) => !leftOut.includes(rule.meta.id.replace(prefix, '')));

/**
 * The rules run without secretlint's core: it keeps a profile of every text it ever saw, which never shrinks and makes
 * each next text slower.
 */
async function scan(text: string): Promise<readonly SecretRange[]> {
  const theirs: SecretRange[] = [];
  for (const rule of rules) {
    const name = nameOf(rule.meta.id);
    const context: Context = {
      sharedOptions: {},
      createTranslator: () => (id, data) => ({ messageId: String(id), message: String(id), data }),
      report: ({ range: [start, end] }) => void theirs.push({ start, end, name }),
      ignore: () => undefined,
    };
    // What the rules that are left read of a source.
    const source = { content: text, filePath: undefined, ext: '', contentType: 'text' } as unknown as Source;
    await rule.create(context, { enableIDScanRule: true }).file?.(source);
  }
  return mergeRanges([...findSecrets(text), ...theirs]);
}

/** `@secretlint/secretlint-rule-slack` → "slack secret" */
function nameOf(rule: string): string {
  const name = rule.replace(prefix, '').replaceAll('-', ' ');
  return /key|token|secret|password/.test(name) ? name : `${name} secret`;
}
