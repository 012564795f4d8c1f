/** Hook files as they are found in real repositories, in every form that was seen there; the words are our own. */

export interface HookSample {
  /** The file's name, which says how it is read. */
  readonly name: string;
  readonly text: string;
  /** What becomes of it: `trigger action selection`, an `off` behind it where it is switched off. */
  readonly forms: readonly string[];
  /** `code line`, in the order of the file. */
  readonly told: readonly string[];
}

const old = (when: object, then: object, more: object = {}): string =>
  JSON.stringify({ enabled: true, name: 'A hook', description: 'What it is for.', version: '1', ...more, when, then });
const ask = { type: 'askAgent', prompt: 'Look at the change and say what is missing.' };
const command = { type: 'runCommand', command: 'npm test' };
const one = (hook: object): string =>
  JSON.stringify({ version: 'v1', hooks: [{ name: 'A hook', description: 'What it is for.', ...hook }] });
const asks = { type: 'agent', prompt: 'Look at the change and say what is missing.' };
const runs = { type: 'command', command: 'npm test' };
const sample = (name: string, text: string, forms: string | readonly string[], told: readonly string[] = []) => ({
  name,
  text,
  forms: typeof forms === 'string' ? [forms] : forms,
  told,
});

export const hookSamples: readonly HookSample[] = [
  sample(
    'a.kiro.hook',
    old({ type: 'fileEdited', patterns: ['src/**/*.ts', 'README.md'] }, ask),
    'PostFileSave agent patterns',
  ),
  sample(
    'a.kiro.hook',
    old({ type: 'fileEdited', patterns: ['src/**/*.ts'] }, ask, {
      shortName: 'a-hook',
      workspaceFolderName: 'todo',
    }),
    'PostFileSave agent patterns',
  ),
  sample('a.kiro.hook', old({ type: 'fileEdited', patterns: ['**/*.rs'] }, command), 'PostFileSave run patterns'),
  sample(
    'a.kiro.hook',
    old({ type: 'fileEdited', patterns: ['**/*.dart'], debounceMs: 2000 }, ask, {
      author: 'Ana',
      tags: ['quality'],
      estimatedExecutionTime: '1m',
    }),
    'PostFileSave agent patterns',
  ),
  sample('a.kiro.hook', old({ type: 'fileCreated', patterns: ['nodes/*.tsx'] }, ask), 'PostFileCreate agent patterns'),
  sample('a.kiro.hook', old({ type: 'fileDeleted', patterns: ['nodes/*.tsx'] }, ask), 'PostFileDelete agent patterns'),
  sample(
    'a.kiro.hook',
    old({ type: 'fileEdited', patterns: ['**/*.ts', '**/*.ts'] }, ask),
    'PostFileSave agent patterns',
  ),
  sample('a.kiro.hook', old({ type: 'userTriggered' }, ask), 'Manual agent'),
  sample(
    'a.kiro.hook',
    old({ type: 'userTriggered', buttonText: 'Check', buttonDescription: 'Checks all of it.' }, ask),
    'Manual agent',
  ),
  sample('a.kiro.hook', old({ type: 'userTriggered', patterns: ['docs/**'] }, ask), 'Manual agent', [
    'unused-pattern 1',
  ]),
  sample('a.kiro.hook', old({ type: 'preToolUse', toolTypes: ['write', '.*sql.*'] }, ask), 'PreToolUse agent tools'),
  sample(
    'a.kiro.hook',
    old({ type: 'preToolUse', toolTypes: ['shell'] }, ask, { enabled: false }),
    'PreToolUse agent tools off',
  ),
  sample('a.kiro.hook', old({ type: 'postToolUse', toolTypes: ['write'] }, ask), 'PostToolUse agent tools'),
  sample('a.kiro.hook', old({ type: 'promptSubmit' }, ask), 'UserPromptSubmit agent'),
  sample('a.kiro.hook', old({ type: 'agentStop' }, ask), 'Stop agent'),
  sample('a.kiro.hook', old({ type: 'postTaskExecution' }, ask), 'PostTaskExec agent'),
  sample('a.kiro.hook', old({ type: 'postTaskExecution' }, command, { enabled: false }), 'PostTaskExec run off'),
  sample(
    'a.kiro.hook',
    old({ type: 'fileEdited', patterns: ['src/**/*.{ts', 'tsx}'] }, ask),
    'PostFileSave agent patterns',
    ['split-pattern 1'],
  ),
  sample(
    'a.kiro.hook',
    old({ type: 'fileEdited', patterns: ['src/*.ts'] }, { ...ask, prompt: '' }),
    [],
    ['empty-prompt 1'],
  ),
  sample('a.kiro.hook', '---\ntrigger: preToolUse\naction: look\n', [], ['yaml-instead 1']),
  sample('a.json', old({ type: 'fileEdited', patterns: ['**/*.yml'] }, ask), 'PostFileSave agent patterns', [
    'old-form 1',
  ]),
  sample('a.json', old({ type: 'fileEdited', patterns: ['**/*.py'] }, command), 'PostFileSave run patterns', [
    'old-form 1',
  ]),
  sample('a.json', old({ type: 'fileCreated', patterns: ['lib/*.dart'] }, ask), 'PostFileCreate agent patterns', [
    'old-form 1',
  ]),
  sample('a.json', old({ type: 'userTriggered' }, ask), 'Manual agent', ['old-form 1']),
  sample('a.json', old({ type: 'agentStop' }, ask), 'Stop agent', ['old-form 1']),
  sample('a.json', old({ type: 'preTaskExecution' }, ask), 'PreTaskExec agent', ['old-form 1']),
  sample('a.json', old({ type: 'postTaskExecution' }, ask), 'PostTaskExec agent', ['old-form 1']),
  sample('a.json', one({ trigger: 'PostFileSave', matcher: '\\.tsx?$', action: asks }), 'PostFileSave agent matchers'),
  sample(
    'a.json',
    one({ trigger: 'PostFileSave', matcher: '\\.tsx?$', action: asks, enabled: false }),
    'PostFileSave agent matchers off',
  ),
  sample(
    'a.json',
    one({ trigger: 'PostFileSave', matcher: '^src/.*\\.ts$', action: runs }),
    'PostFileSave run matchers',
  ),
  sample(
    'a.json',
    one({ trigger: 'PostFileCreate', matcher: 'src/.*', action: asks, enabled: true }),
    'PostFileCreate agent matchers',
  ),
  sample('a.json', one({ trigger: 'PreToolUse', action: asks, enabled: false }), 'PreToolUse agent off'),
  sample(
    'a.json',
    one({ trigger: 'PreToolUse', matcher: 'write', action: asks, enabled: false }),
    'PreToolUse agent tools off',
  ),
  sample('a.json', one({ trigger: 'PreToolUse', matcher: 'write', action: asks }), 'PreToolUse agent tools'),
  sample(
    'a.json',
    one({ trigger: 'PostToolUse', matcher: '.*git.*', action: asks, enabled: false }),
    'PostToolUse agent tools off',
  ),
  sample('a.json', one({ trigger: 'PostTaskExec', action: runs }), 'PostTaskExec run'),
  sample('a.json', one({ trigger: 'UserPromptSubmit', action: asks, enabled: false }), 'UserPromptSubmit agent off'),
  sample(
    'a.json',
    JSON.stringify({
      name: 'A hook',
      description: 'What it is for.',
      trigger: { type: 'file_save', patterns: ['**/*.ts'] },
      actions: [
        {
          type: 'agent',
          prompt: 'Look.',
          context: { include_file_content: true, include_related_files: true, max_related_files: 5 },
        },
      ],
      settings: { enabled: true, debounce_ms: 1000, max_executions_per_minute: 3 },
    }),
    [],
    ['unknown-form 1'],
  ),
];
