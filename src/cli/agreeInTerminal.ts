/** Asks in a terminal whether hooks that are new or changed may fire. */
import { hookLines } from '../core/hooks/describe';
import type { Hook } from '../core/hooks/model';
import type { Terminal } from './cli';

/** Shows everything that they would do with the question itself, so that nothing comes between. Nothing typed is a no. */
export async function agreeInTerminal(hooks: readonly Hook[], ask: NonNullable<Terminal['ask']>): Promise<boolean> {
  const one = hooks.length === 1;
  const lines = hooks.flatMap((hook) => [
    '',
    `The hook "${hook.name}" is new or changed.`,
    ...hookLines(hook).map((line) => `    ${line}`),
    `    In: ${hook.id.slice(0, hook.id.indexOf('#'))}:${hook.source.place.line}`,
  ]);
  const reply = await ask([...lines, `Let ${one ? 'it' : 'them'} fire from now on? [y/N] `].join('\n'));
  return /^y(?:es)?$/iu.test(reply.trim());
}
