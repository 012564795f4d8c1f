import * as vscode from 'vscode';
import type { ModelRole } from '../../core/providers/provider';
import type { ModelTest } from '../../core/providers/resolve';
import type { Settings } from '../../core/settings';
import type { App } from '../app';
import { signalOf } from '../boundary';
import type { Engine, Trial } from '../engine';
import { askSteps } from '../quickSteps';
import { awsProfiles } from '../setUp/awsProfiles';
import { type Draft, type Known, nextStep } from '../setUp/steps';
import type { Command } from './command';

/** Asks for provider, sign-in and model, makes a real test call, and keeps what works. */
export const setUpModel: Command = {
  name: 'setUpModel',
  title: 'Set Up a Model',
  icon: 'key',
  menus: [{ menu: 'view/title', when: 'view == tracewright.specs', group: '2_setup@2' }],
  create: (app) => async () => {
    let draft: Draft | undefined = {};
    for (;;) {
      const engine = await app.engine();
      draft = await askSteps('Set up a model', draft, nextStep(await knownOf(engine)));
      if (!draft) return false;
      const { roles, trial } = await plannedFor(engine, draft);
      const result = await testWithProgress(engine, roles.planning, trial);
      if (!result) return false;
      const next = await conclude(result, draft);
      if (next === 'keep') {
        await keep(app, engine, roles, trial);
        return true;
      }
      if (next === 'leave') return false;
      draft = next;
    }
  },
};

async function knownOf(engine: Engine): Promise<Known> {
  const { host } = engine;
  const stored = await Promise.all(
    ['anthropic/apiKey', 'bedrock/bearerToken'].map(async (name) => {
      const secret = await host.secrets.get(name);
      // Where nothing is stored, a secret comes from the environment, which is a choice of its own.
      const own = secret && !(name === 'anthropic/apiKey' && secret === host.env('ANTHROPIC_API_KEY'));
      return own ? [name] : [];
    }),
  );
  return {
    stored: new Set(stored.flat()),
    env: (name) => host.env(name),
    profiles: await awsProfiles((name) => host.env(name)),
    region: saved('bedrock.region') ?? host.env('AWS_REGION') ?? host.env('AWS_DEFAULT_REGION'),
    recommended: async (draft) => {
      const models = await engine.recommended(draft.provider ?? '', trialOf(draft));
      return models.filter(({ id }, at) => models.findIndex((each) => each.id === id) === at);
    },
  };
}

function saved(key: keyof Settings): string | undefined {
  const value = vscode.workspace.getConfiguration('tracewright').get<unknown>(key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What the answers mean as settings and secrets; "keep the stored key" leaves what is there. */
function trialOf({ provider, signIn, region }: Draft): Trial {
  const secret = provider === 'anthropic' ? 'anthropic/apiKey' : 'bedrock/bearerToken';
  return {
    settings: {
      ...(region !== undefined && { 'bedrock.region': region }),
      ...(provider === 'bedrock' && { 'bedrock.profile': signIn?.kind === 'profile' ? signIn.profile : '' }),
    },
    // A stored key would come before the environment.
    secrets: signIn?.kind === 'key' ? { [secret]: signIn.key } : signIn?.kind === 'environment' ? { [secret]: '' } : {},
  };
}

type Roles = Readonly<Record<ModelRole, string>>;

async function plannedFor(engine: Engine, draft: Draft): Promise<{ readonly roles: Roles; readonly trial: Trial }> {
  const { provider = '', model = '' } = draft;
  const trial = trialOf(draft);
  const recommended = model === 'recommended' ? await engine.recommended(provider, trial) : [];
  // A region that lacks the model of one role gets the best one there is for it.
  const id = (role: ModelRole): string =>
    (recommended.find((each) => each.role === role) ?? recommended[0])?.id ?? model;
  const named = (role: ModelRole): string => `${provider}/${id(role)}`;
  return { roles: { planning: named('planning'), building: named('building'), quick: named('quick') }, trial };
}

async function testWithProgress(engine: Engine, named: string, trial: Trial): Promise<ModelTest | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title: `Asking ${named}`, cancellable: true };
  return vscode.window.withProgress(options, async (_, token) => {
    const result = await engine.tryModel(named, trial, signalOf(token));
    return token.isCancellationRequested ? undefined : result;
  });
}

/** Keep it, leave it, or ask again with some questions open. */
async function conclude(result: ModelTest, draft: Draft): Promise<'keep' | 'leave' | Draft> {
  if (result.ok) {
    void vscode.window.showInformationMessage(`${result.model} answered in ${(result.ms / 1000).toFixed(1)} s.`);
    return 'keep';
  }
  const [change, again, anyway] = ['Change', 'Try Again', 'Keep Anyway'];
  const chosen = await vscode.window.showErrorMessage(result.failure.message, change, again, anyway);
  if (chosen === anyway) return 'keep';
  if (chosen === again) return draft;
  return chosen === change ? reopened(result, draft) : 'leave';
}

/** The answers without those that the failure is about. */
function reopened(result: Extract<ModelTest, { ok: false }>, draft: Draft): Draft {
  const { provider, signIn, region } = draft;
  const upTo = {
    ...(provider !== undefined && { provider }),
    ...(signIn !== undefined && { signIn }),
    ...(region !== undefined && { region }),
  };
  switch (result.failure.kind) {
    case 'unknown_model':
    case 'access':
      return upTo;
    case 'region':
      return { ...(provider !== undefined && { provider }), ...(signIn !== undefined && { signIn }) };
    case 'key':
    case 'sign_in':
      return provider === undefined ? {} : { provider };
    default:
      return {};
  }
}

async function keep(app: App, engine: Engine, roles: Roles, trial: Trial): Promise<void> {
  const { secrets } = engine.host;
  for (const [name, value] of Object.entries(trial.secrets)) {
    if (value === '') await secrets.delete(name);
    else await secrets.set(name, value);
  }
  const configuration = vscode.workspace.getConfiguration('tracewright');
  const wanted: Readonly<Record<string, unknown>> = {
    ...trial.settings,
    'models.planning': roles.planning,
    'models.building': roles.building,
    'models.quick': roles.quick,
  };
  for (const [key, value] of Object.entries(wanted)) {
    // An empty text is the default, so it is taken out rather than written.
    await configuration.update(key, value === '' ? undefined : value, vscode.ConfigurationTarget.Global);
  }
  app.log.info(`Set up ${roles.planning} for documents, ${roles.building} for code, ${roles.quick} for small things.`);
}
