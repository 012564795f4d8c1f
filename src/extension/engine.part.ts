/** Core and Node in a bundle of their own, so that activation loads neither. */
import { contextMarkdown } from '../core/context/effective';
import { flows } from '../core/flows/index';
import { statePaths } from '../core/flows/statePaths';
import { loadTrust, saveTrust } from '../core/flows/trust';
import { readCron } from '../core/hooks/cron';
import { hookLines, triggerWords } from '../core/hooks/describe';
import { compileGlobs } from '../core/hooks/match/globs';
import { readHookFile } from '../core/hooks/read/readHookFile';
import { keepTime } from '../core/hooks/schedule';
import { hooksYamlSchema } from '../core/hooks/schema';
import { hookTemplates } from '../core/hooks/templates/index';
import { triggers } from '../core/hooks/triggers/index';
import { addToYaml } from '../core/hooks/write/addToYaml';
import { fileNameOf, formatsOf, kiroFile, kiroNameOf, yamlItem } from '../core/hooks/write/draft';
import { editable, editHook } from '../core/hooks/write/editHook';
import { conditionProblem, madeHook } from '../core/hooks/write/madeHook';
import type { Host } from '../core/host';
import { assertGrant, grantState } from '../core/permissions/grants';
import { ruleSources } from '../core/permissions/ruleSources';
import { providerOf } from '../core/providers/index';
import type { ModelRole } from '../core/providers/provider';
import { resolveSource } from '../core/providers/resolve';
import { mergeSettings, readSettings, settingsList, strictKeys } from '../core/settings';
import { CONFIG_NAME, parseDocument, parseSpec } from '../core/specs/index';
import { rulePage } from '../core/specs/ruleDocs';
import { checkOptions, ruleOf, withSpecSeverities } from '../core/specs/severity';
import { createWorkspace } from '../core/workspace';
import { clock } from '../node/clock';
import { joinEditorEvents } from '../node/editorEvents';
import { gitHooksState, installGitHooks, uninstallGitHooks } from '../node/gitHooks/install';
import { uncalledByGit } from '../node/gitHooks/uncalled';
import { createNodeHost } from '../node/host';
import type { SampleServer } from '../node/sampleServer';
import type { FlowCard } from '../webview/protocol';
import { differenceOf } from './difference';
import type { Engine, EngineOptions, EnginePart, RecommendedModel, Trial } from './engine';
import { readMessage } from './panel/messages';

const roles: readonly ModelRole[] = ['planning', 'building', 'quick'];

function createEngine({ host, folders, trusted, settings }: EngineOptions): Engine {
  const samples = sampleServer(host);
  const base = { roots: folders.map(({ path }) => path), trusted, sampleServer: samples.url };
  const workspace = createWorkspace({ ...base, host, settings });
  return {
    specs: workspace.specs,
    runs: workspace.runs,
    steering: workspace.steering,
    hooks: workspace.hooks,
    host,
    trusted,
    permissions: async () => {
      const { files, homeFolder } = host;
      const roots = await Promise.all(base.roots.map(async (root) => (await files.realpath(root)) ?? root));
      return ruleSources({ files, homeFolder, roots })();
    },
    context: async (request) => {
      const below = (path: string) =>
        path.startsWith(`${request.root}/`) ? path.slice(request.root.length + 1) : path;
      return contextMarkdown(await workspace.context(request), below);
    },
    effective: workspace.context,
    agents: workspace.agents,
    completeMention: workspace.completeMention,
    judged: (spec) => withSpecSeverities(spec, checkOptions(settings)),
    initialise: workspace.initialise,
    trustInTerminal: (root) => trustInTerminal(host, root),
    model: workspace.models.resolve,
    tryModel: async (named, trial, signal) => {
      const tried = createWorkspace({
        ...base,
        host: withSecrets(host, trial),
        settings: { ...settings, ...trial.settings },
      });
      try {
        return await tried.models.test(named, signal);
      } finally {
        tried.dispose();
      }
    },
    recommended: (provider, trial) =>
      recommended(provider, withSecrets(host, trial), { ...settings, ...trial.settings }),
    idle: workspace.idle,
    dispose: () => {
      workspace.dispose();
      samples.close();
    },
  };
}

async function trustInTerminal({ files, stateFolder }: Host, root: string): Promise<void> {
  const { trust } = await statePaths(files, stateFolder, root, root);
  const known = await loadTrust(files, trust);
  const state = (path: string, text: string) =>
    files.write(grantState(stateFolder, path), path, new TextEncoder().encode(text));
  if (!known.trusted) await saveTrust({ state }, trust, { ...known, trusted: true });
}

function withSecrets(host: Host, { secrets }: Trial): Host {
  const get = async (name: string): Promise<string | undefined> => secrets[name] ?? host.secrets.get(name);
  return { ...host, secrets: { ...host.secrets, get } };
}

async function recommended(
  id: string,
  host: Host,
  settings: EngineOptions['settings'],
): Promise<readonly RecommendedModel[]> {
  const provider = providerOf(id);
  const connection = await provider?.connect(resolveSource(host, settings));
  if (!provider || !connection) return [];
  return Promise.all(
    roles.map(async (role) => {
      const model = await connection.defaultModel(role);
      return { role, id: model, label: provider.facts(model).label };
    }),
  );
}

/** The server of sample answers, started when it is first asked for. */
function sampleServer(host: Host): { url(): Promise<string | undefined>; close(): void } {
  let server: Promise<SampleServer> | undefined;
  return {
    url: async () => {
      server ??= host.loadPart('sample').then((part) => part.startSampleServer());
      return (await server).url;
    },
    close: () => void server?.then((started) => started.close()),
  };
}

/** "Requirements, then design, then tasks." */
function cardOf({ id, label, kind, documents }: (typeof flows)[number]): FlowCard {
  const names = documents.map((document, at) => (at === 0 ? document.label : document.label.toLowerCase()));
  return { id, label, detail: `${names.join(', then ')}.`, icon: kind === 'bugfix' ? 'bug' : 'checklist' };
}

export const part: EnginePart = {
  flows: flows.map(cardOf),
  exampleSentence: 'Build a REST API for a todo list with CRUD operations, user authentication, and PostgreSQL storage',
  createEngine,
  createNodeHost: ({ ripgrep, ...options }) =>
    createNodeHost({ ...options, ...(ripgrep !== undefined && { ripgrep }) }),
  assertGrant,
  settingKeys: settingsList.map(({ key }) => key),
  strictKeys: strictKeys.map((key) => key.slice('tracewright.'.length)),
  readSettings: ({ user, workspace, folders = [] }) =>
    mergeSettings(
      readSettings(user, 'user'),
      readSettings(workspace, 'workspace'),
      ...folders.map((each) => readSettings(each, 'folder')),
    ),
  hooks: {
    join: joinEditorEvents,
    keepTime: (cron, signal, due) => keepTime(clock, cron, signal, due),
    triggerWords,
    hookLines,
    form: {
      triggers,
      templates: hookTemplates,
      matching: (patterns, paths) => paths.filter(compileGlobs(patterns)),
      cron: (form) => {
        const read = readCron(form);
        if ('message' in read) return { problem: read.message };
        const next = read.schedule.next(Date.now());
        return { next: next === undefined ? undefined : new Date(next) };
      },
      formats: formatsOf,
      yamlItem,
      kiroFile,
      fileName: fileNameOf,
      addToYaml,
      made: madeHook,
      editable,
      edit: editHook,
      kiroName: kiroNameOf,
      conditionProblem,
    },
    yamlSchema: hooksYamlSchema,
    git: { state: gitHooksState, uncalled: uncalledByGit, install: installGitHooks, uninstall: uninstallGitHooks },
    read: (path, name, scope, text) => readHookFile({ path, name, scope }, text),
  },
  parse: parseDocument,
  difference: differenceOf,
  readPanelMessage: readMessage,
  parseSpec: ({ path, config, missingFiles }, texts) =>
    parseSpec({ path, missingFiles, files: { ...texts, [CONFIG_NAME]: JSON.stringify(config) } }),
  rulePage: (code) => {
    const rule = ruleOf(code);
    return rule && rulePage(rule);
  },
};
