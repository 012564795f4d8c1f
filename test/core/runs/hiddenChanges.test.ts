/** Changes of files that are kept from models, as a command without a sandbox may make them: the user decides on them, the agent hears nothing of them. */
import { expect, test } from 'vitest';
import { identityOf, reached, reports, runHarness, writes } from '../../support/runHarness';

const shown = 'src/todos/csv.ts';
const hidden = 'vault/keys.ts';
const secret = 'Kestrel';

test.each([
  ['kept from models', false],
  ['shown', true],
])('a rejected change of a file that is %s', async (_, visible) => {
  const said: string[] = [];
  const both = [writes(shown, 'plain\n'), writes(hidden, `${secret}\n`)];
  const harness = runHarness(
    [
      { calls: both.flatMap(({ calls = [] }, at) => calls.map((call) => ({ ...call, id: `c${at}` }))) },
      (request) => {
        // What the calls say, and what they are answered, is the agent's own word.
        const texts = request.messages.slice(2).flatMap(({ content }) => content);
        said.push(...texts.flatMap((block) => (block.type === 'text' ? [block.text] : [])));
        return reports();
      },
    ],
    {
      visible: async (path) => visible || !path.endsWith(hidden),
      problems: async (paths) =>
        paths.map((path) => ({
          path,
          line: 1,
          severity: 'error' as const,
          source: 'ts 1',
          message: `${path.endsWith(hidden) ? secret : 'plain'} is odd.`,
        })),
    },
  );
  const runs = await harness.runs();
  const running = runs.start({ what: 'task', identity: await identityOf(harness, '1.1') });
  const open = await reached(runs, ({ current }) => current?.task.state === 'reviewing');
  expect(open.current?.changes.map(({ path }) => path)).toEqual([shown, hidden]);
  await runs.review({ accept: false, tell: 'Neither.' });
  await running;
  harness.client.assertDone();
  const log = harness.host.paths().find((path) => /sessions\/task-.*\.jsonl$/u.test(path)) ?? '';
  const reviewed =
    harness.host
      .text(log)
      ?.split('\n')
      .filter((line) => /"reviewed".*"said"/u.test(line)) ?? [];
  expect(reviewed).toHaveLength(1);
  const told = [...said, ...reviewed].join('\n');
  for (const there of ['+plain', 'plain is odd.', shown, 'Neither.']) expect(told).toContain(there);
  for (const one of [secret, hidden]) expect(told.includes(one)).toBe(visible);
});
