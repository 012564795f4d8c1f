/** The heavy part of redaction: secretlint's rules, together with our own. */
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
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

const preset = '@secretlint/secretlint-rule-preset-recommend';

async function scan(text: string): Promise<readonly SecretRange[]> {
  const own = findSecrets(text);
  const result = await lintSource({
    source: { filePath: 'text', content: text, ext: '', contentType: 'text' },
    options: {
      noPhysicFilePath: true,
      config: {
        rules: [
          {
            id: preset,
            rule: creator,
            rules: [
              { id: '@secretlint/secretlint-rule-aws', options: { enableIDScanRule: true } },
              // Ours take the password alone, so that the rest of an address can still be read.
              { id: '@secretlint/secretlint-rule-basicauth', disabled: true },
              { id: '@secretlint/secretlint-rule-database-connection-string', disabled: true },
            ],
          },
        ],
      },
    },
  });
  const theirs = result.messages.map(({ range, ruleId }) => ({ start: range[0], end: range[1], name: nameOf(ruleId) }));
  return mergeRanges([...own, ...theirs]);
}

/** `@secretlint/secretlint-rule-slack` → "slack secret" */
function nameOf(rule: string): string {
  const name = rule.replace(/^.*secretlint-rule-/, '').replaceAll('-', ' ');
  return /key|token|secret|password/.test(name) ? name : `${name} secret`;
}
