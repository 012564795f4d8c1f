/** The heavy part of redaction: secretlint's rules, together with our own. */
import { lintSource } from '@secretlint/core';
import { rules as all } from '@secretlint/secretlint-rule-preset-recommend';
import { findSecrets, mergeRanges, type SecretRange } from './secretPatterns';

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

const prefix = '@secretlint/secretlint-rule-';
/**
 * Ours take the password alone, so that the rest of an address can still be read; and no comment in a file may switch
 * the search off.
 */
const leftOut = ['basicauth', 'database-connection-string', 'filter-comments'];
const rules = all
  .filter((rule) => !leftOut.includes(rule.meta.id.replace(prefix, '')))
  .map((rule) => ({
    id: rule.meta.id,
    rule,
    options: rule.meta.id === `${prefix}aws` ? { enableIDScanRule: true } : {},
  }));

async function scan(text: string): Promise<readonly SecretRange[]> {
  const own = findSecrets(text);
  const result = await lintSource({
    source: { filePath: 'text', content: text, ext: '', contentType: 'text' },
    options: { noPhysicFilePath: true, config: { rules } },
  });
  const theirs = result.messages.map(({ range, ruleId }) => ({ start: range[0], end: range[1], name: nameOf(ruleId) }));
  return mergeRanges([...own, ...theirs]);
}

/** `@secretlint/secretlint-rule-slack` → "slack secret" */
function nameOf(rule: string): string {
  const name = rule.replace(prefix, '').replaceAll('-', ' ');
  return /key|token|secret|password/.test(name) ? name : `${name} secret`;
}
