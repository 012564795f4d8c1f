/** A hook as a form holds it, and as text of each form of file that can say it. */

import type { HookFormat, TriggerName } from '../model';
import { kindOf } from '../triggers/index';
import { matcherOfGlobs } from './globMatcher';
import { jsonText } from './jsonText';

/** A condition as it stands under `if`. */
export interface DraftCondition {
  readonly key: string;
  readonly value: unknown;
}

/** What a form has been told. What does not concern trigger or action is empty. */
export interface HookDraft {
  readonly name: string;
  readonly trigger: TriggerName;
  readonly patterns: readonly string[];
  readonly cron?: string;
  readonly tools?: readonly string[];
  /** A regular expression on paths or prompts, where a file of v1 has one. */
  readonly matcher?: string;
  readonly condition?: DraftCondition;
  readonly action: 'run' | 'agent' | 'scan' | 'pull_request' | 'checklist' | 'notify';
  /** The command line, the prompt, `secrets`, a file, a message. */
  readonly text: string;
  readonly onFailure?: 'warn' | 'block' | { readonly agent: string; readonly retries: number };
}

/** Names that Kiro itself knows, by our name: in 0.x, and whether in v1. */
const kiroNames: Partial<Record<TriggerName, { readonly old?: string; readonly v1: boolean }>> = {
  PostFileSave: { old: 'fileEdited', v1: true },
  PostFileCreate: { old: 'fileCreated', v1: true },
  PostFileDelete: { old: 'fileDeleted', v1: true },
  UserPromptSubmit: { old: 'promptSubmit', v1: true },
  PreToolUse: { old: 'preToolUse', v1: true },
  PostToolUse: { old: 'postToolUse', v1: true },
  PreTaskExec: { old: 'preTaskExecution', v1: true },
  PostTaskExec: { old: 'postTaskExecution', v1: true },
  Stop: { old: 'agentStop', v1: true },
  SessionStart: { v1: true },
  SessionEnd: { v1: true },
  PreCompaction: { v1: true },
  PostCompaction: { v1: true },
  Manual: { old: 'userTriggered', v1: true },
};

/** What Kiro calls a trigger in one of its forms; undefined where that form has no such trigger. */
export function kiroNameOf(trigger: TriggerName, format: 'kiro-0' | 'kiro-1'): string | undefined {
  const names = kiroNames[trigger];
  if (format === 'kiro-0') return names?.old;
  return names?.v1 === true ? trigger : undefined;
}

/** Forms that can say all of a draft, the best first. */
export function formatsOf(draft: HookDraft): readonly HookFormat[] {
  const kiro = kiroNames[draft.trigger];
  const plain =
    (draft.action === 'run' || draft.action === 'agent') &&
    draft.condition === undefined &&
    draft.onFailure === undefined &&
    draft.cron === undefined;
  if (!plain || kiro === undefined) return ['yaml'];
  // A matcher of v1 is one regular expression or one category: not every glob is the one, nor several tools the other.
  const oneMatcher =
    (draft.patterns.length === 0 || matcherOfGlobs(draft.patterns) !== undefined) && (draft.tools ?? []).length < 2;
  return [
    'yaml',
    ...(kiro.old === undefined ? [] : (['kiro-0'] as const)),
    ...(kiro.v1 && oneMatcher ? (['kiro-1'] as const) : []),
  ];
}

/** One item of `hooks.yaml`, lines without the dash. */
export function yamlItem(draft: HookDraft): string {
  const { name, trigger, patterns, cron, tools = [], condition, action, text, onFailure } = draft;
  const alias = kindOf(trigger).aliases.find((each) => each.includes('_')) ?? trigger;
  const lines = [
    `name: ${jsonText(name)}`,
    `trigger: ${alias}`,
    ...(patterns.length === 0 ? [] : [`pattern: ${jsonText(patterns.length === 1 ? patterns[0] : patterns)}`]),
    ...(cron === undefined ? [] : [`cron: ${jsonText(cron)}`]),
    ...(tools.length === 0 ? [] : [`tools: ${jsonText(tools)}`]),
    ...(condition === undefined ? [] : [`if: { ${condition.key}: ${jsonText(condition.value)} }`]),
    action === 'pull_request' && text === '' ? 'pull_request: true' : `${action}: ${jsonText(text)}`,
    ...(onFailure === undefined ? [] : [`on_failure: ${failureText(onFailure)}`]),
  ];
  return lines.join('\n');
}

/** The value of `on_failure`. */
export function failureText(onFailure: NonNullable<HookDraft['onFailure']>): string {
  return typeof onFailure === 'string'
    ? onFailure
    : `{ agent: ${jsonText(onFailure.agent)}, retries: ${onFailure.retries} }`;
}

/** A whole file of its own in one of Kiro's forms, where `formatsOf` lists it. */
export function kiroFile(draft: HookDraft, format: 'kiro-0' | 'kiro-1'): string {
  const command = draft.action === 'run';
  const matcher = draft.tools?.join('|') ?? matcherOfGlobs(draft.patterns);
  const content =
    format === 'kiro-0'
      ? {
          enabled: true,
          name: draft.name,
          description: '',
          version: '1',
          when: {
            type: kiroNames[draft.trigger]?.old ?? draft.trigger,
            ...(draft.patterns.length === 0 ? {} : { patterns: draft.patterns }),
            ...(draft.tools === undefined ? {} : { toolTypes: draft.tools }),
          },
          // biome-ignore lint/suspicious/noThenProperty: that is what Kiro calls it
          then: command ? { type: 'runCommand', command: draft.text } : { type: 'askAgent', prompt: draft.text },
        }
      : {
          version: 'v1',
          hooks: [
            {
              name: draft.name,
              trigger: draft.trigger,
              ...(matcher === undefined ? {} : { matcher }),
              action: command ? { type: 'command', command: draft.text } : { type: 'agent', prompt: draft.text },
            },
          ],
        };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** A file's name for a hook: lower case, dashes. */
export function fileNameOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
  return plain === '' ? 'hook' : plain.slice(0, 60);
}
