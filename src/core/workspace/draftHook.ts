/** A hook that a model drafts from a sentence, read as a hook file would be before anybody sees it. Nothing is written. */

import { render } from '../context/render';
import { actions } from '../hooks/actions/index';
import { placeholderNames } from '../hooks/actions/placeholders';
import { conditionSchemas } from '../hooks/conditions';
import { toolCategories } from '../hooks/match/tools';
import type { Hook } from '../hooks/model';
import { readHookFile } from '../hooks/read/readHookFile';
import { triggers } from '../hooks/triggers/index';
import { addToYaml } from '../hooks/write/addToYaml';
import { type ModelFailure, textOf } from '../messages';
import { harmOfDraft } from './draftGuard';
import { askForDraft, type DraftDeps, undone } from './draftSteering';
import base from './prompts/hookBase.md';
import { draftDeps, type SteeringServiceParts } from './steeringService';

/** How drafting ended: an item of `hooks.yaml` without the dash, and what it means. */
export type HookDraftOutcome =
  | { readonly kind: 'drafted'; readonly item: string; readonly hook: Hook }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly failure: ModelFailure };

/** Answers that are no valid hook are sent back so often. */
const tries = 2;
const block = /```(?:ya?ml)?\n([\s\S]*?)\n```/u;

/** Asks the planning model. */
export async function draftHook(
  parts: SteeringServiceParts & { readonly without?: readonly string[] },
  root: string,
  sentence: string,
  signal: AbortSignal,
): Promise<HookDraftOutcome> {
  const deps: DraftDeps = draftDeps(parts);
  const model = await parts.model();
  if (!('client' in model)) return { kind: 'failed', failure: model };
  const system = systemText();
  const brought = await deps.brought(root, sentence, []);
  let prompt = `Write the hook for this sentence: ${JSON.stringify(sentence)}`;
  let wrong = '';
  for (let attempt = 0; attempt < tries; attempt++) {
    const { end } = await askForDraft(deps, root, { kind: 'hook-draft', system, prompt, brought, model }, signal);
    if (end.kind !== 'done') return undone(end);
    const answer = textOf(end.message);
    if (!block.test(answer) && !/^[\s-]*trigger:/mu.test(answer)) return { kind: 'failed', failure: declined(answer) };
    const read = itemOf(answer);
    if ('hook' in read) {
      const harm = parts.without?.includes('hook-draft') ? undefined : await harmOfDraft(parts, root, read.hook);
      return harm === undefined ? { kind: 'drafted', ...read } : { kind: 'failed', failure: declined(harm, false) };
    }
    wrong = read.wrong;
    prompt = `${prompt}\n\nThis answer was wrong:\n${read.answer}\n\nWhat is wrong with it: ${wrong}`;
  }
  const message = `The model wrote no valid hook: ${wrong} Say it in other words, or use the form.`;
  return { kind: 'failed', failure: { kind: 'other', message, retryable: true } };
}

/** Words instead of a hook are an answer: the sentence says too little, or asks for what no hook should do. */
function declined(answer: string, byModel = true): ModelFailure {
  const words = answer.replace(/\s+/gu, ' ').trim();
  const told =
    words === '' ? 'Say it in other words, or use the form.' : `${byModel ? 'The model says: ' : ''}${words}`;
  return { kind: 'other', message: `No hook was written. ${told}`, retryable: true };
}

/** What a trigger may do, what a key takes: all of it is told from the schemas, since a value that is guessed may well be read. */
function systemText(): string {
  return render(base, {
    triggers: triggers
      .map(
        ({ aliases, name, help, blocking }) =>
          `- \`${aliases.find((each) => each.includes('_')) ?? name}\`${blocking ? ' (can be blocked)' : ''}: ${help}`,
      )
      .join('\n'),
    actions: actions.map(({ key, help, schema }) => `- \`${key}\`: ${help}${valuesOf(schema)}`).join('\n'),
    conditions: Object.entries(conditionSchemas)
      .map(([key, schema]) => `- \`${key}\`: ${descriptionOf(schema)}`)
      .join('\n'),
    placeholders: placeholderNames.map((name) => `\`{${name}}\``).join(', '),
    tools: toolCategories.join(', '),
  }).trim();
}

/** The keys of an action with what each takes. */
function valuesOf(schema: Readonly<Record<string, unknown>>): string {
  const keys = Object.entries(schema).map(([key, each]) => `\n  - \`${key}\`: ${descriptionOf(each)}`);
  return keys.join('');
}

function descriptionOf(schema: unknown): string {
  const { description = '', enum: values } = schema as {
    readonly description?: string;
    readonly enum?: readonly string[];
  };
  return values === undefined ? description : `${description} One of: ${values.join(', ')}.`;
}

type ReadItem = { readonly item: string; readonly hook: Hook } | { readonly answer: string; readonly wrong: string };

/** The item in an answer, as a file that holds it alone would be read. */
export function itemOf(answer: string): ReadItem {
  const given = (block.exec(answer)?.[1] ?? answer).replaceAll('\r\n', '\n').trimEnd();
  const lines = given.replace(/^\s*hooks:\s*\n/u, '').split('\n');
  const dash = /^(\s*)-\s/u.exec(lines[0] ?? '');
  const width = dash?.[0].length ?? /^\s*/u.exec(lines[0] ?? '')?.[0].length ?? 0;
  const item = lines
    .map((line, at) => (at === 0 ? line.slice(width) : line.replace(new RegExp(`^ {0,${width}}`, 'u'), '')))
    .join('\n');
  const added = addToYaml(undefined, [item]);
  const text = 'text' in added ? added.text : '';
  const file = readHookFile({ path: '/draft', name: '.kiro/hooks.yaml', scope: 'workspace' }, text);
  const [hook, second] = file.hooks;
  const errors = file.diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning');
  if (hook !== undefined && second === undefined && errors.length === 0) return { item, hook };
  const what = second === undefined ? errors.map(({ message }) => message).join(' ') : 'It is more than one hook.';
  return { answer: given, wrong: what === '' ? 'There is no hook in it.' : what };
}
