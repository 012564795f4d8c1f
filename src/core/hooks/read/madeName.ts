/** A name for a hook that has none: when it fires and what it does first, in words that stay when other hooks move. */
import { shortened } from '../actions/action';
import { labelOf } from '../actions/index';
import type { Action, Hook } from '../model';
import { kindOf } from '../triggers/index';

const mostAbout = 40;
const mostAction = 60;

/** "Before commit: scan for secrets", "On save (src/**): npm run lint" */
export function madeName({ trigger, conditions, steps }: Pick<Hook, 'trigger' | 'conditions' | 'steps'>): string {
  const documents = conditions.flatMap((each) => (each.kind === 'document' ? each.documents : []));
  const about = [
    ...trigger.patterns,
    ...trigger.matchers,
    ...trigger.tools,
    ...(trigger.cron === undefined ? [] : [trigger.cron]),
    ...documents,
  ];
  const when = about.length === 0 ? '' : ` (${shortened(about.join(', '), mostAbout)})`;
  const [first] = steps;
  const does = first === undefined ? '' : `: ${doesWords(first.action)}`;
  return `${kindOf(trigger.name).title}${when}${does}`;
}

/** What a command or an agent is told stands as it is; the words for anything else go on in the sentence. */
function doesWords(action: Action): string {
  if (action.kind === 'run') return shortened(action.command, mostAction);
  if (action.kind === 'agent') return shortened(action.prompt, mostAction);
  const label = labelOf(action);
  return label.charAt(0).toLowerCase() + label.slice(1);
}
