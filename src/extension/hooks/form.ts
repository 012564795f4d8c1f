/** The form of a hook: one question after the other, the last of which shows what would be written. */
import * as vscode from 'vscode';
import type { Hook, HookFormat } from '../../core/hooks/model';
import type { TriggerKind } from '../../core/hooks/triggers/trigger';
import type { DraftCondition, HookDraft } from '../../core/hooks/write/draft';
import type { EditableHook } from '../../core/hooks/write/editHook';
import type { App } from '../app';
import type { HookForm } from '../engine';
import { pathOf, uriOf } from '../paths';
import { askPrompt } from '../promptBox';
import type { PromptQuestion } from '../promptRows';
import { askPatterns } from './askPatterns';
import { review, reviewChange } from './reviewDraft';

/** What is typed finds a row by all of its words. */
const matchAll = { matchOnDescription: true, matchOnDetail: true } as const;

/** What a form asks, where it does not ask everything. */
export interface FormLimits {
  readonly title: string;
  /** The form of file that has to say it; absent: any. */
  readonly format?: HookFormat;
  /** Questions that are left out; what is given stays. */
  readonly fixed: EditableHook['fixed'];
}

/** Asks for what an agent will be told. */
type AskWords = (question: PromptQuestion) => Promise<string | undefined>;

const everything: FormLimits = { title: 'New hook', fixed: [] };

/** Asks for everything that a hook needs, with the answers of `given` filled in; undefined where the user left. */
export async function fillIn(
  app: App,
  root: string,
  given: Partial<HookDraft>,
  limits: FormLimits = everything,
): Promise<HookDraft | undefined> {
  const { title, fixed } = limits;
  const ask: AskWords = (question) => askPrompt(app, { roots: [root] }, question);
  const { form } = app.part().hooks;
  const trigger = await askTrigger(form, limits, given.trigger);
  if (trigger === undefined) return undefined;
  const same = trigger.name === given.trigger;
  const about = same && fixed.includes('about') ? aboutOf(given) : await askAbout(form, root, trigger, given, limits);
  if (about === undefined) return undefined;
  const condition = fixed.includes('condition')
    ? (given.condition ?? 'none')
    : await askCondition(form, title, given.condition);
  if (condition === undefined) return undefined;
  const action = fixed.includes('action')
    ? { action: given.action ?? 'run', text: given.text ?? '' }
    : await askAction(ask, given, limits);
  if (action === undefined) return undefined;
  const onFailure = fixed.includes('failure')
    ? (given.onFailure ?? 'none')
    : await askFailure(ask, title, trigger, action.action, given.onFailure);
  if (onFailure === undefined) return undefined;
  const name = await vscode.window.showInputBox({
    title,
    prompt: 'A name for lists and messages',
    value: given.name ?? action.text.slice(0, 40),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'A hook needs a name.' : undefined),
  });
  if (name === undefined) return undefined;
  return {
    name: name.trim(),
    trigger: trigger.name,
    ...about,
    ...action,
    ...(condition === 'none' ? {} : { condition }),
    ...(onFailure === 'none' ? {} : { onFailure }),
  };
}

/** Fills in the form, shows what would be written, and writes it where the user says so. Gives the path. */
export async function makeHook(app: App, root: string, given: Partial<HookDraft>): Promise<string | undefined> {
  const draft = await fillIn(app, root, given);
  if (draft === undefined) return undefined;
  const { form } = app.part().hooks;
  const place = await askPlace(form.formats(draft));
  if (place === undefined) return undefined;
  const { format, scope } = place;
  if (format === 'yaml' && scope === 'workspace') return review(app, root, { item: form.yamlItem(draft) });
  const folder = scope === 'user' ? '~/.kiro/hooks' : '.kiro/hooks';
  const path = `${folder}/${form.fileName(draft.name)}.${{ yaml: 'yaml', 'kiro-0': 'kiro.hook', 'kiro-1': 'json' }[format]}`;
  if (format !== 'yaml') return review(app, root, { path, text: form.kiroFile(draft, format) });
  const added = form.addToYaml(undefined, [form.yamlItem(draft)]);
  if ('problem' in added) throw new Error(added.problem);
  return review(app, root, { path, text: added.text });
}

/** Asks the form's questions about a hook that is there, and changes only what was answered otherwise. Gives the path. */
export async function changeHook(app: App, root: string, hook: Hook): Promise<string | undefined> {
  const { form, read } = app.part().hooks;
  const { path, format, scope } = hook.source;
  const { host } = await app.engine();
  const before = (await host.documents.open(path))?.text;
  const name = hook.id.slice(0, hook.id.indexOf('#'));
  const file = read(path, name, scope, before ?? '');
  const now = file.hooks.find(({ id }) => id === hook.id);
  if (before === undefined || now === undefined) throw new Error(`The hook "${hook.name}" is no longer in ${path}.`);
  const { draft, fixed } = form.editable(now, before);
  const wanted = await fillIn(app, root, draft, { title: `Edit "${hook.name}"`, format, fixed });
  if (wanted === undefined) return undefined;
  const edited = form.edit(file, now, wanted, (text) => read(path, name, scope, text));
  if ('problem' in edited) throw new Error(edited.problem);
  if (edited.text === before) {
    void vscode.window.showInformationMessage(`Nothing of "${hook.name}" was changed.`);
    return undefined;
  }
  return reviewChange(app, root, { target: path, path: name, before, after: edited.text, made: edited.hook });
}

async function askTrigger(
  form: HookForm,
  { title, format }: FormLimits,
  given: HookDraft['trigger'] | undefined,
): Promise<TriggerKind | undefined> {
  const sayable = ({ name }: TriggerKind) =>
    format === undefined || format === 'yaml' || form.kiroName(name, format) !== undefined;
  const items = form.triggers
    .filter((kind) => sayable(kind) || kind.name === given)
    .map((kind) => ({
      label: kind.title,
      description: [kind.aliases.find((alias) => alias.includes('_')), kind.name].filter(Boolean).join(', '),
      detail: kind.help,
      trigger: kind,
    }));
  const first = items.findIndex((each) => each.trigger.name === given);
  const ordered = first > 0 ? [...items.splice(first, 1), ...items] : items;
  const placeHolder = 'When does it fire?';
  return (await vscode.window.showQuickPick(ordered, { title, placeHolder, ...matchAll, ignoreFocusOut: true }))
    ?.trigger;
}

type About = Pick<HookDraft, 'patterns' | 'cron' | 'tools' | 'matcher'>;

function aboutOf({ patterns = [], cron, tools, matcher }: Partial<HookDraft>): About {
  return {
    patterns,
    ...(cron === undefined ? {} : { cron }),
    ...(tools === undefined ? {} : { tools }),
    ...(matcher === undefined ? {} : { matcher }),
  };
}

async function askAbout(
  form: HookForm,
  root: string,
  { about }: TriggerKind,
  given: Partial<HookDraft>,
  { title, format }: FormLimits,
): Promise<About | undefined> {
  if (format === 'kiro-1' && (about === 'files' || about === 'prompt')) {
    const matcher = await vscode.window.showInputBox({
      title,
      prompt: `A regular expression found in the ${about === 'files' ? 'path of a file' : 'prompt'}; empty for every one`,
      value: given.matcher ?? '',
      ignoreFocusOut: true,
      validateInput: (typed) => (typed === '' ? undefined : form.conditionProblem({ key: 'regex', value: typed })),
    });
    return matcher === undefined ? undefined : { patterns: [], ...(matcher === '' ? {} : { matcher }) };
  }
  if (about === 'files') {
    const patterns = await askPatterns(form, title, await filesOf(root), given.patterns ?? []);
    return patterns && { patterns };
  }
  if (about === 'cron') {
    const cron = await vscode.window.showInputBox({
      title,
      prompt: 'Minute, hour, day of month, month, day of week; or @daily, @hourly',
      value: given.cron ?? '0 9 * * 1-5',
      ignoreFocusOut: true,
      validateInput: (text) => {
        const read = form.cron(text);
        if ('problem' in read) return read.problem;
        const message = `Next: ${read.next?.toLocaleString() ?? 'never'}`;
        return { message, severity: vscode.InputBoxValidationSeverity.Info };
      },
    });
    return cron === undefined ? undefined : { patterns: [], cron };
  }
  if (about === 'tool') {
    const kinds = [...new Set(['read', 'write', 'shell', 'web', 'spec', '@builtin', '@mcp', ...(given.tools ?? [])])];
    const items = kinds.map((label) => ({ label, picked: given.tools?.includes(label) === true }));
    const chosen = await vscode.window.showQuickPick(items, {
      title,
      placeHolder: 'Which tools? All of them where none is ticked',
      canPickMany: true,
      ignoreFocusOut: true,
    });
    return chosen && { patterns: [], ...(chosen.length === 0 ? {} : { tools: chosen.map(({ label }) => label) }) };
  }
  return { patterns: given.patterns ?? [] };
}

/** Files of a folder that patterns are tried on. */
export async function filesOf(root: string): Promise<readonly string[]> {
  const found = await vscode.workspace.findFiles(
    new vscode.RelativePattern(uriOf(root), '**/*'),
    '**/{node_modules,.git,dist,out,build,target,.venv}/**',
    20_000,
  );
  return found.map((uri) => pathOf(uri).slice(root.length + 1)).sort();
}

interface ConditionKind {
  readonly key: string;
  readonly label: string;
  readonly prompt: string;
  readonly example: string;
  readonly read: (text: string) => unknown;
}

const list = (text: string): unknown => {
  const all = text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
  return all.length === 1 ? all[0] : all;
};

const conditionKinds: readonly ConditionKind[] = [
  { key: 'glob', label: 'Certain files', prompt: 'Files, as globs', example: 'src/**, *.md', read: list },
  {
    key: 'changed_lines',
    label: 'What was changed',
    prompt: 'A regular expression found in a changed line, or how many lines at least',
    example: 'TODO',
    read: codeOf,
  },
  { key: 'branch', label: 'On a branch', prompt: 'Branches, as globs', example: 'main, release/*', read: list },
  { key: 'language', label: 'A language', prompt: 'Languages', example: 'typescript, python', read: list },
  { key: 'regex', label: 'Text in the file', prompt: 'A regular expression', example: 'TODO', read: (text) => text },
  { key: 'document', label: 'A document of a spec', prompt: 'Documents', example: 'tasks', read: list },
  { key: 'exit_code', label: 'How it ended', prompt: 'ok, failed, or a number', example: 'failed', read: codeOf },
  {
    key: 'tests_exist',
    label: 'Tests are there',
    prompt: 'yes or no',
    example: 'yes',
    read: (text) => !/^n/iu.test(text),
  },
];

function codeOf(text: string): unknown {
  return /^\d+$/u.test(text.trim()) ? Number(text) : text.trim();
}

async function askCondition(
  form: HookForm,
  title: string,
  given: DraftCondition | undefined,
): Promise<DraftCondition | 'none' | undefined> {
  const none = { label: 'Always', condition: undefined };
  const items = [
    none,
    ...conditionKinds.map((kind) => ({ label: kind.label, description: kind.key, condition: kind })),
  ];
  const first = items.findIndex(({ condition }) => condition !== undefined && condition.key === given?.key);
  const ordered = first > 0 ? [...items.splice(first, 1), ...items] : items;
  const chosen = await vscode.window.showQuickPick(ordered, {
    title,
    placeHolder: 'Only if …',
    ignoreFocusOut: true,
  });
  if (chosen === undefined) return undefined;
  if (chosen.condition === undefined) return 'none';
  const { key, prompt, example, read } = chosen.condition;
  const before = given !== undefined && given.key === key ? [given.value].flat().join(', ') : '';
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    placeHolder: example,
    value: before,
    ignoreFocusOut: true,
    validateInput: (typed) =>
      typed.trim() === '' ? undefined : form.conditionProblem({ key, value: read(typed.trim()) }),
  });
  if (text === undefined) return undefined;
  return text.trim() === '' ? 'none' : { key, value: read(text.trim()) };
}

const actionKinds = [
  {
    action: 'run',
    label: 'Run a command',
    prompt: 'A command line; {file} and {files} stand for the files it is about',
    text: '',
  },
  { action: 'agent', label: 'Ask an agent', prompt: 'What the agent is to do, and what to leave alone', text: '' },
  { action: 'scan', label: 'Look for secrets', prompt: undefined, text: 'secrets' },
  { action: 'pull_request', label: 'Draft a pull request', prompt: 'A file for the draft', text: 'pull-request.md' },
  { action: 'checklist', label: 'Tick a checklist', prompt: 'A Markdown file with the items', text: 'CHECKLIST.md' },
  { action: 'notify', label: 'Tell me', prompt: 'The message', text: '' },
] as const;

async function askAction(
  ask: AskWords,
  given: Partial<HookDraft>,
  { title, format }: FormLimits,
): Promise<Pick<HookDraft, 'action' | 'text'> | undefined> {
  const kiro = format !== undefined && format !== 'yaml';
  const items = actionKinds.filter(({ action }) => !kiro || action === 'run' || action === 'agent');
  const first = items.findIndex(({ action }) => action === given.action);
  const ordered = first > 0 ? [...items.splice(first, 1), ...items] : items;
  const chosen = await vscode.window.showQuickPick(ordered, {
    title,
    placeHolder: 'What happens then?',
    ignoreFocusOut: true,
  });
  if (chosen === undefined) return undefined;
  const { action, prompt } = chosen;
  if (prompt === undefined) return { action, text: chosen.text };
  const before = given.action === action ? given.text : undefined;
  if (action === 'agent') {
    const question = { title, placeholder: prompt, act: 'Ask an agent this', value: before ?? chosen.text };
    const asked = await ask(question);
    return asked === undefined ? undefined : { action, text: asked };
  }
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    value: before ?? chosen.text,
    ignoreFocusOut: true,
    validateInput: (typed) => (typed.trim() === '' ? 'This can’t be empty.' : undefined),
  });
  return text === undefined ? undefined : { action, text: text.trim() };
}

async function askFailure(
  ask: AskWords,
  title: string,
  { blocking }: TriggerKind,
  action: HookDraft['action'],
  given: HookDraft['onFailure'],
): Promise<HookDraft['onFailure'] | 'none' | undefined> {
  if (action === 'notify' || action === 'pull_request' || action === 'checklist') return 'none';
  const items = [
    { label: 'Tell me', value: 'none' as const },
    ...(blocking ? [{ label: 'Stop it: what was about to happen does not', value: 'block' as const }] : []),
    ...(action === 'run' ? [{ label: 'Ask an agent to mend it, and try again', value: 'agent' as const }] : []),
  ];
  const wanted = given === undefined ? 'none' : typeof given === 'string' ? given : 'agent';
  const ordered = [...items].sort((a, b) => Number(b.value === wanted) - Number(a.value === wanted));
  const chosen =
    items.length === 1
      ? items[0]
      : await vscode.window.showQuickPick(ordered, { title, placeHolder: 'If it fails …', ignoreFocusOut: true });
  if (chosen === undefined || chosen.value !== 'agent') return chosen?.value;
  const retries = typeof given === 'object' ? given.retries : 2;
  const question = {
    title,
    placeholder: `What the agent is asked; {output} is what failed. Then it is tried again, ${times(retries)} at most.`,
    act: 'Ask an agent this',
    value: typeof given === 'object' ? given.agent : 'Fix what this reports: {output}',
  };
  const agent = await ask(question);
  return agent === undefined ? undefined : { agent, retries };
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

const formatItems: Readonly<Record<HookFormat, { readonly label: string; readonly detail: string }>> = {
  yaml: { label: '.kiro/hooks.yaml', detail: 'All hooks in one readable file' },
  'kiro-0': { label: '.kiro/hooks/….kiro.hook', detail: 'A file of its own that Kiro 0.x reads too' },
  'kiro-1': { label: '.kiro/hooks/….json', detail: 'A file of its own that Kiro reads too (v1)' },
};

interface PlaceOfHook {
  readonly format: HookFormat;
  readonly scope: 'workspace' | 'user';
}

const userItems: typeof formatItems = {
  yaml: { label: '~/.kiro/hooks/….yaml', detail: 'A readable file of its own' },
  'kiro-0': { label: '~/.kiro/hooks/….kiro.hook', detail: formatItems['kiro-0'].detail },
  'kiro-1': { label: '~/.kiro/hooks/….json', detail: formatItems['kiro-1'].detail },
};

async function askPlace(formats: readonly HookFormat[]): Promise<PlaceOfHook | undefined> {
  const here = formats.map((format) => ({ ...formatItems[format], format, scope: 'workspace' as const }));
  const yours = formats.map((format) => ({ ...userItems[format], format, scope: 'user' as const }));
  const separator = { label: 'Yours, in every workspace', kind: vscode.QuickPickItemKind.Separator };
  const chosen = await vscode.window.showQuickPick([...here, separator, ...yours], {
    title: everything.title,
    placeHolder: 'Where is it written?',
    ignoreFocusOut: true,
  });
  return chosen !== undefined && 'scope' in chosen ? chosen : undefined;
}
