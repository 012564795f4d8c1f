import { catalogue } from './catalogue/index';
import type { Effect } from './rules';

/** What holds where no rule says otherwise, in words; for views and the command line. */
export const builtinRules: readonly { readonly effect: Effect; readonly text: string }[] = [
  {
    effect: 'deny',
    text: 'writing approvals, task states, rules, hooks, steering, .git, records and the editor’s settings',
  },
  { effect: 'deny', text: 'everything that asks, where nobody can be asked' },
  { effect: 'ask', text: 'whatever names production, every time, with the name typed' },
  { effect: 'ask', text: 'changing files that editors and tools run by themselves, every time' },
  { effect: 'ask', text: 'PowerShell and cmd, every time' },
  { effect: 'ask', text: 'code within commands, and what is known only when it runs' },
  ...catalogue.map(({ id, why }) => ({ effect: 'ask' as const, text: `${id}: ${why}` })),
  { effect: 'ask', text: 'files outside the workspace, the network, and other commands outside a sandbox' },
  { effect: 'allow', text: 'reading and editing files of the workspace' },
  { effect: 'allow', text: 'commands that only look: ls, grep, git status, git log' },
  { effect: 'allow', text: 'other commands inside a sandbox' },
];
