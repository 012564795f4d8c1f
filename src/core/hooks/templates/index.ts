/** Hooks to begin with; each is a draft, to be changed before it is written. */
import type { HookDraft } from '../write/draft';

/** A hook to begin with. */
export interface HookTemplate {
  readonly title: string;
  /** What it does, in a few words. */
  readonly detail: string;
  readonly draft: HookDraft;
}

const code = '**/*.{ts,tsx,js,jsx,py,go,rs,java,kt,rb,cs}';
const noTests = ['!**/*.{test,spec}.*', '!**/test_*', '!**/*_test.*', '!**/{test,tests,__tests__}/**'];

/** In the order in which they are offered. */
export const hookTemplates: readonly HookTemplate[] = [
  {
    title: 'Tests follow code',
    detail: 'an agent brings the tests of a saved file in step',
    draft: {
      name: 'Tests follow code',
      trigger: 'PostFileSave',
      patterns: [`src/${code}`, ...noTests],
      action: 'agent',
      text: 'Bring the tests of these files in step with them: add tests for new behaviour, change those whose behaviour was meant to change, and leave all others. Run the tests that you touched. Do not change the code under test.',
    },
  },
  {
    title: 'Lint and format',
    detail: 'a command mends each saved file; failures go to an agent',
    draft: {
      name: 'Lint and format',
      trigger: 'PostFileSave',
      patterns: ['src/**/*.{ts,tsx,js,jsx}'],
      action: 'run',
      text: 'npx eslint --fix {files}',
      onFailure: { agent: 'Mend what the linter reports, without switching rules off: {output}', retries: 1 },
    },
  },
  {
    title: 'Docs follow the API',
    detail: 'an agent updates documentation when exported signatures change',
    draft: {
      name: 'Docs follow the API',
      trigger: 'ApiChange',
      patterns: [`src/${code}`],
      action: 'agent',
      text: 'Exported signatures have changed. Update what the documentation (README, docs/, doc comments) says of them, and nothing else.',
    },
  },
  {
    title: 'Secret scan on commit',
    detail: 'stops a commit that holds a key or a token; no model, no network',
    draft: {
      name: 'No secrets in commits',
      trigger: 'PreCommit',
      patterns: [],
      action: 'scan',
      text: 'secrets',
      onFailure: 'block',
    },
  },
  {
    title: 'Changelog',
    detail: 'an agent adds what a user gains after each task',
    draft: {
      name: 'Keep the changelog',
      trigger: 'PostTaskExec',
      patterns: [],
      condition: { key: 'exit_code', value: 'ok' },
      action: 'agent',
      text: 'A task was finished. If a user gains or loses something by it, add one line to the unreleased part of CHANGELOG.md, in the style of those that are there. Else change nothing.',
    },
  },
  {
    title: 'Translations',
    detail: 'an agent brings other languages in step with the source strings',
    draft: {
      name: 'Translations follow the source',
      trigger: 'PostFileSave',
      patterns: ['**/locales/en/**/*.json', '**/locales/en.json', '**/i18n/en.json'],
      action: 'agent',
      text: 'Source strings have changed. In the files of the other languages beside them add what is missing, translated in the tone of those files, mark what changed its meaning, and take away keys that are gone. Placeholders stay as they are.',
    },
  },
  {
    title: 'Licence headers',
    detail: 'an agent puts the header of the repository on new files',
    draft: {
      name: 'Licence headers',
      trigger: 'PostFileCreate',
      patterns: [code],
      action: 'agent',
      text: 'If most source files of this repository begin with a licence header, put the same header, with this year, at the top of these new files. Change nothing else.',
    },
  },
  {
    title: 'Pull request draft',
    detail: 'a description from the spec when a run ends: criteria as checklist, files, reviewers; no model',
    draft: {
      name: 'Draft a pull request',
      trigger: 'RunFinish',
      patterns: [],
      action: 'pull_request',
      text: 'pull-request.md',
    },
  },
];
