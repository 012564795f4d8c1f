/** A hook that is there, as the form holds it, and its file with the form's answers; every other byte stays. */
import { applyEdits, modify } from 'jsonc-parser';
import { conditionKeys } from '../conditions';
import type { Action, Hook, HookFile } from '../model';
import { isMap } from '../read/fields';
import { childOf } from '../read/located';
import { type DraftCondition, failureText, type HookDraft, kiroNameOf } from './draft';
import { changeYaml, hookMap, type KeyChange } from './editYaml';
import { jsonText } from './jsonText';

/** What a form can be asked about a hook that is there. */
export interface EditableHook {
  readonly draft: HookDraft;
  /** Questions that are left out, because only the file can say what stands there, or its form has no such thing. */
  readonly fixed: readonly ('condition' | 'action' | 'failure' | 'about')[];
}

/** The form's answers that a hook has now. */
export function editable(hook: Hook, text: string): EditableHook {
  const { format, index } = hook.source;
  const { trigger, steps } = hook;
  const map = format === 'yaml' ? hookMap(text, index) : undefined;
  const [step] = steps;
  const said = step === undefined ? undefined : textOfAction(step.action);
  const single = said !== undefined && steps.length === 1 && (map === undefined || childOf(map, 'steps') === undefined);
  const condition = map && conditionOf(map);
  const failure = step?.onFailure;
  const ownFailure = failure === undefined || failure.kind !== 'agent' || failure.afterwards === 'warn';
  const regexes = trigger.matchers.length > 0;
  const cut = format === 'kiro-1' && trigger.patterns.length === 0;
  return {
    draft: {
      name: hook.name,
      trigger: trigger.name,
      patterns: trigger.patterns,
      ...(trigger.cron === undefined ? {} : { cron: trigger.cron }),
      ...(trigger.tools.length === 0 ? {} : { tools: trigger.tools }),
      ...(condition === undefined || condition === 'several' ? {} : { condition }),
      ...(format === 'kiro-1' && regexes ? { matcher: trigger.matchers.join('|') } : {}),
      action: said?.action ?? 'run',
      text: said?.text ?? '',
      ...(failure === undefined || !ownFailure
        ? {}
        : {
            onFailure: failure.kind === 'agent' ? { agent: failure.prompt, retries: failure.retries } : failure.kind,
          }),
    },
    fixed: [
      ...(format !== 'yaml' || condition === 'several' ? (['condition'] as const) : []),
      ...(single ? [] : (['action'] as const)),
      ...(format === 'yaml' && single && ownFailure ? [] : (['failure'] as const)),
      ...(regexes && !cut ? (['about'] as const) : []),
    ],
  };
}

/** The text with the answers of `wanted`; a sentence where the layout of the file leaves that to a person. */
export function editHook(
  file: HookFile,
  hook: Hook,
  wanted: HookDraft,
  read: (text: string) => HookFile,
): { readonly text: string; readonly hook: Hook } | { readonly problem: string } {
  const { draft: before } = editable(hook, file.text);
  const text =
    hook.source.format === 'yaml'
      ? editedYaml(file.text, hook, before, wanted)
      : editedJson(file.text, hook, before, wanted);
  const byHand = {
    problem: `"${hook.name}" is laid out in a way that can only be edited by hand. Nothing was written.`,
  };
  if (text === undefined) return byHand;
  const after = read(text);
  const at = file.hooks.findIndex(({ id }) => id === hook.id);
  const made = after.hooks[at];
  const others = file.hooks.every(
    ({ fingerprint, name, unnamed }, each) =>
      each === at ||
      (after.hooks[each]?.fingerprint === fingerprint && (unnamed === true || after.hooks[each]?.name === name)),
  );
  if (made === undefined || !others || after.hooks.length !== file.hooks.length) {
    const error = after.diagnostics.find(({ severity }) => severity === 'error');
    return error === undefined ? byHand : { problem: `${error.message} Nothing was written.` };
  }
  // A name that was made and left as it is follows what was changed.
  const follows = made.unnamed === true && wanted.name === before.name;
  const asked = follows ? { ...wanted, name: made.name } : wanted;
  return sameDraft(editable(made, text).draft, asked) ? { text, hook: made } : byHand;
}

function sameDraft(one: HookDraft, other: HookDraft): boolean {
  const words = (draft: HookDraft) =>
    JSON.stringify(
      Object.entries(draft)
        .filter(([, each]) => each !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return words(one) === words(other);
}

function textOfAction(action: Action): Pick<HookDraft, 'action' | 'text'> | undefined {
  switch (action.kind) {
    case 'run':
      return { action: 'run', text: action.command };
    case 'agent':
      return { action: 'agent', text: action.prompt };
    case 'scan':
      return { action: 'scan', text: action.scan };
    case 'pullRequest':
      return { action: 'pull_request', text: action.file ?? '' };
    case 'checklist':
      return action.item === undefined ? { action: 'checklist', text: action.file } : undefined;
    case 'notify':
      return { action: 'notify', text: action.message };
  }
}

function conditionOf(map: NonNullable<ReturnType<typeof hookMap>>): DraftCondition | 'several' | undefined {
  const found = childOf(map, 'if');
  if (found === undefined || !isMap(found.value)) return undefined;
  const [first, ...more] = Object.entries(found.value);
  if (first === undefined) return undefined;
  const [key, value] = first;
  return more.length === 0 && conditionKeys.includes(key) ? { key, value } : 'several';
}

function editedYaml(text: string, hook: Hook, before: HookDraft, wanted: HookDraft): string | undefined {
  let now: string | undefined = text;
  for (const change of changesOf(text, hook, before, wanted))
    now = now === undefined ? undefined : changeYaml(now, hook.source.index, change);
  return now;
}

function changesOf(text: string, hook: Hook, before: HookDraft, wanted: HookDraft): readonly KeyChange[] {
  const map = hookMap(text, hook.source.index);
  const has = (key: string) => map !== undefined && childOf(map, key) !== undefined;
  const changes: KeyChange[] = [];
  const set = (key: string, after: readonly string[], value: string | undefined, more: Partial<KeyChange> = {}) =>
    changes.push({ within: 'hook', key, after, ...(value === undefined ? {} : { value }), ...more });
  if (wanted.trigger !== before.trigger) set('trigger', [], wanted.trigger);
  if (wanted.name !== before.name) set('name', ['trigger'], jsonText(wanted.name));
  const { patterns, tools = [], cron, condition, onFailure } = wanted;
  if (differ(patterns, before.patterns))
    set(
      has('patterns') ? 'patterns' : 'pattern',
      ['trigger'],
      patterns.length === 0 ? undefined : jsonText(patterns.length === 1 ? patterns[0] : patterns),
    );
  if (cron !== before.cron) set('cron', ['trigger'], cron === undefined ? undefined : jsonText(cron));
  if (differ(tools, before.tools ?? []))
    set(
      has('matcher') && !has('tools') ? 'matcher' : 'tools',
      ['trigger'],
      tools.length === 0 ? undefined : jsonText(tools),
    );
  if (differ(condition, before.condition))
    set(
      'if',
      ['cron', 'tools', 'patterns', 'pattern', 'trigger'],
      condition === undefined ? undefined : `{ ${condition.key}: ${jsonText(condition.value)} }`,
    );
  if (wanted.action !== before.action || wanted.text !== before.text) {
    const nested = map !== undefined && isMap(childOf(map, 'action')?.value);
    const sentence = has('action') && !nested;
    const key = sentence ? 'action' : before.action;
    const value = wanted.action === 'pull_request' && wanted.text === '' ? 'true' : jsonText(wanted.text);
    const renamed = sentence && wanted.action === 'agent' ? 'action' : wanted.action;
    set(key, [], value, { within: nested ? 'action' : 'hook', renamed });
  }
  if (differ(onFailure, before.onFailure))
    set(
      'on_failure',
      [wanted.action, 'action', 'steps', 'trigger'],
      onFailure === undefined ? undefined : failureText(onFailure),
    );
  return changes;
}

function differ(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

function editedJson(text: string, hook: Hook, before: HookDraft, wanted: HookDraft): string | undefined {
  const { format, index } = hook.source;
  if (format === 'yaml') return undefined;
  const old = format === 'kiro-0';
  const base: readonly (string | number)[] = old ? [] : ['hooks', index];
  const indent = /\n([ \t]+)"/u.exec(text)?.[1] ?? '  ';
  const formattingOptions = {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : Math.min(indent.length, 4),
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  // A mark at the front is no JSON, and keeps its place.
  let now = text.replace(/^\uFEFF/u, ' ');
  const set = (path: readonly (string | number)[], value: unknown): void => {
    now = applyEdits(now, modify(now, [...base, ...path], value, { formattingOptions }));
  };
  const when = (key: string) => (old ? ['when', key] : [key]);
  if (wanted.name !== before.name) set(['name'], wanted.name);
  if (wanted.trigger !== before.trigger) {
    const name = kiroNameOf(wanted.trigger, format);
    if (name === undefined) return undefined;
    set(old ? ['when', 'type'] : ['trigger'], name);
  }
  if (differ(wanted.patterns, before.patterns)) {
    if (!old) return undefined;
    set(when('patterns'), wanted.patterns.length === 0 ? undefined : wanted.patterns);
  }
  const toolsNow = wanted.tools ?? [];
  if (differ(toolsNow, before.tools ?? []) && old) set(when('toolTypes'), toolsNow.length === 0 ? undefined : toolsNow);
  const matcher = (draft: HookDraft) => draft.matcher ?? draft.tools?.join('|');
  if (!old && matcher(wanted) !== matcher(before)) set(['matcher'], matcher(wanted));
  if (wanted.action !== before.action || wanted.text !== before.text) {
    if (wanted.action !== 'run' && wanted.action !== 'agent') return undefined;
    const at = old ? 'then' : 'action';
    const run = wanted.action === 'run';
    if (wanted.action !== before.action) {
      set([at, 'type'], run ? (old ? 'runCommand' : 'command') : old ? 'askAgent' : 'agent');
      set([at, run ? 'prompt' : 'command'], undefined);
    }
    set([at, run ? 'command' : 'prompt'], wanted.text);
  }
  return text.startsWith('\uFEFF') ? `\uFEFF${now.slice(1)}` : now;
}
