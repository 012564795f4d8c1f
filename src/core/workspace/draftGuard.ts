/** What a drafted hook must not do, whoever asked for it: told by the policy and by words, never by a model. */
import { fillCommand } from '../hooks/actions/placeholders';
import type { Action, Hook, HookEvent, Step } from '../hooks/model';
import { harmsIn } from '../hooks/write/harmful';
import type { Host } from '../host';
import { productionPattern } from '../permissions/guards/production';
import type { Settings } from '../settings';
import { permissionsOf } from './workshop';

/** What a draft is judged with. */
export interface DraftGuardParts {
  readonly host: Host;
  readonly roots: readonly string[];
  readonly settings: Settings;
  readonly without?: readonly string[];
}

/**
 * Why a hook is not drafted, in words; undefined where nothing speaks against it. Its commands are judged as they will be
 * when it fires, with the user's agreement and a sandbox: what would ask or be refused even then is nobody's to draft.
 */
export async function harmOfDraft(parts: DraftGuardParts, root: string, hook: Hook): Promise<string | undefined> {
  const production = parts.settings['production.names'].filter((name) => name.trim() !== '').map(productionPattern);
  for (const step of hook.steps) {
    const asked = promptsOf(step).flatMap((prompt) => harmsIn(prompt, production))[0];
    if (asked !== undefined) return `It would ask an agent ${asked}. ${byHand}`;
    const { action } = step;
    const why = action.kind === 'run' ? await refusalOf(parts, root, hook, action) : undefined;
    if (why !== undefined) return why;
  }
  return undefined;
}

const byHand = 'Whoever means that writes the hook by hand.';

function promptsOf({ action, onFailure }: Step): readonly string[] {
  const own = action.kind === 'agent' ? [action.prompt] : [];
  return onFailure?.kind === 'agent' ? [...own, onFailure.prompt] : own;
}

async function refusalOf(
  { host, roots, settings, without = [] }: DraftGuardParts,
  root: string,
  { trigger }: Hook,
  { command }: Extract<Action, { kind: 'run' }>,
): Promise<string | undefined> {
  const event: HookEvent = {
    id: '',
    at: '',
    trigger: trigger.name,
    root,
    cause: { by: 'user', chain: [] },
    files: [{ path: 'file' }],
  };
  const { shell } = host.commands;
  const { line } = fillCommand(command, { event, files: event.files, output: '' }, shell);
  const judgement = await permissionsOf(host, roots, settings, without).policy.judge(
    { kind: 'command', line, cwd: root, shell, sandboxed: true },
    { agent: 'hook', mode: 'autopilot', headless: false },
    [{ capability: 'shell', match: [line], exclude: [], effect: 'allow', scope: 'session', agreed: true }],
  );
  if (judgement.effect === 'allow') return undefined;
  return `It would run ${JSON.stringify(command)}. ${judgement.reason} ${byHand}`;
}
