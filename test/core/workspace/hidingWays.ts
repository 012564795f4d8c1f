/** What is hidden in tests, and every way to say so. */
import type { Settings } from '../../../src/core/settings';

/** Where an organisation keeps its settings. */
export const managedPath = '/etc/kiro/managed-settings.json';

/** Nobody but the user may see it, in whatever letters. */
export const secret = 'Kestrel';

/** The folder `/w`: what is hidden in it holds the secret, in texts and in names. */
export const hiddenFiles = {
  '/w/open.ts': 'export class Open {}\n',
  '/w/vault/keys.ts': `export class ${secret} {}\n`,
  [`/w/vault/${secret}.txt`]: 'x\n',
  [`/w/vault/${secret}s/a.txt`]: 'x\n',
  '/w/.kiro/steering/tech.md': 'Plain.\n\n#[[file:vault/keys.ts]]\n',
  '/w/.kiro/steering/kestrel.md': `${secret} is the name of the vault.\n`,
  '/w/.kiro/specs/kestrels/requirements.md': `# Requirements Document\n\n## Requirements\n\n### Requirement 1: ${secret}\n\n#### Acceptance Criteria\n\n1. WHEN it is asked for, THE Vault SHALL export the CSV file of ${secret}.\n`,
};

/** One way to hide the vault, a steering file and a spec. */
export interface Way {
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: Partial<Settings>;
}

const patterns = ['vault', '.kiro/steering/kestrel.md', '.kiro/specs/kestrels'];

/** Each hides the same. */
export const ways: readonly (readonly [string, Way])[] = [
  ['.kiroignore', { files: { '/w/.kiroignore': patterns.join('\n') } }],
  [
    'nested .kiroignore files',
    { files: { '/w/vault/.kiroignore': '*\n', '/w/.kiro/.kiroignore': 'kestrel.md\nspecs/kestrels\n' } },
  ],
  ['settings', { settings: { 'context.hide': patterns } }],
  ['managed settings', { files: { [managedPath]: JSON.stringify({ tracewright: { hide: patterns } }) } }],
  [
    'settings that an ignore file would take back',
    {
      files: { '/w/.kiroignore': '!vault\n!vault/**\n!kestrel.md\n!.kiro/specs/**\n' },
      settings: { 'context.hide': patterns },
    },
  ],
  ['managed settings that can’t be read', { files: { [managedPath]: '{ "tracewright": { "hide": "vault" } }' } }],
];
