/** Rules of the capability `subagent` decide whether a helper begins. */
import { expect, test } from 'vitest';
import { call, play, report } from './attacks/stage';

const part = { role: 'research', goal: 'Look at how lists are made.', files: [] };
const helperDone = call('report_task', { summary: 'Seen.', findings: [], files: [] });
const rule = (match: string, effect: string) =>
  `rules:\n  - capability: subagent\n    match: ["${match}"]\n    effect: ${effect}\n`;

/** What the agent heard of its call. The script fails where a helper is asked that may not begin, and the other way round. */
async function heard(rules: string | undefined, begins: boolean, parts: readonly object[] = [part]): Promise<string> {
  const { requests } = await play({
    name: '',
    guards: [],
    got: () => false,
    ...(rules === undefined ? {} : { rules }),
    script: () => [call('delegate', { parts }), ...(begins ? [helperDone] : []), report()],
  });
  const helpers = requests.filter(({ system }) => system[0]?.startsWith('You are a helper of Tracewright') === true);
  expect(helpers.length).toBe(begins ? 1 : 0);
  return JSON.stringify(requests.at(-1)?.messages.at(-1));
}

test.each([
  ['no rule', undefined, true],
  ['a rule that allows it', rule('research', 'allow'), true],
  ['a rule that denies others', rule('code', 'deny'), true],
  ['a rule that denies it', rule('research', 'deny'), false],
  ['a rule that denies all', rule('*', 'deny'), false],
] as const)('%s', async (_what, rules, begins) => {
  const refused = 'Starting a helper of the kind research was refused.';
  expect((await heard(rules, begins)).includes(refused)).toBe(!begins);
});

test('of several parts none begins where one is denied', async () => {
  const said = await heard(rule('code', 'deny'), false, [part, { ...part, role: 'code' }]);
  expect(said).toContain('Starting a helper of the kind code was refused.');
});
