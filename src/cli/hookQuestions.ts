/** What hooks ask in a terminal: whether they may fire at all, this once, or do what rules leave open. */
import { hookLines, visible } from '../core/hooks/describe';
import type { Hook } from '../core/hooks/model';
import { actionText } from '../core/permissions/authority';
import type { HookUser } from '../core/workspace/hooks';
import type { Terminal } from './cli';
import { isYes, permissionAnswer } from './permissionAnswer';

type Ask = NonNullable<Terminal['ask']>;

/**
 * The user at a terminal; of nobody where there is none. Each question shows everything with itself, so that nothing
 * comes between. Nothing typed is a no.
 */
export function hookQuestions(ask: Terminal['ask']): Pick<HookUser, 'agree' | 'confirm' | 'permit'> {
  if (ask === undefined) return {};
  return {
    agree: (hooks) => agree(hooks, ask),
    confirm: async (hook, { files }) => {
      const paths = files.slice(0, 20).map(({ path }) => path);
      const lines = [
        '',
        `The hook "${hook.name}" asks each time.`,
        ...hookLines(hook).map((line) => `    ${line}`),
        ...(paths.length === 0 ? [] : [visible(`    For: ${paths.join(', ')}`)]),
      ];
      return isYes(await ask([...lines, 'Run it now? [y/N] '].join('\n')));
    },
    permit: (request, hook) => {
      const { action, judgement } = request;
      const asks = `The hook "${hook.name}" asks: ${actionText(action)}`;
      const lines = ['', asks, `    ${judgement.reason} (${judgement.rule.text})`].map(visible);
      // The sandbox of a hook's command ends with it, so there is no session to remember anything for.
      return permissionAnswer(request, ask, { session: false }, `${lines.join('\n')}\n`);
    },
  };
}

async function agree(hooks: readonly Hook[], ask: Ask): Promise<boolean> {
  const lines = hooks.flatMap((hook) => [
    '',
    `The hook "${hook.name}" is new or changed.`,
    ...hookLines(hook).map((line) => `    ${line}`),
    `    In: ${hook.id.slice(0, hook.id.indexOf('#'))}:${hook.source.place.line}`,
  ]);
  return isYes(await ask([...lines, `Let ${hooks.length === 1 ? 'it' : 'them'} fire from now on? [y/N] `].join('\n')));
}
