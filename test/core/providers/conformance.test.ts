/** One table of scenarios, run for every provider at a server that speaks its wire format. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { providers } from '../../../src/core/providers';
import type { FakeTurn } from '../../support/loopback';
import { onlyAnthropic, onlyBedrock, refusing, retrying } from './failing';
import { cleanEnvironment, expiredSso, rigs, withModel } from './rig';
import { failureOf } from './scenario';
import { remembering, stopping, streaming } from './talking';

let restore = (): void => undefined;
beforeAll(() => {
  restore = cleanEnvironment();
});
afterAll(() => restore());

const scenarios = [
  ...streaming,
  ...remembering,
  ...stopping,
  ...retrying,
  ...refusing,
  ...onlyBedrock,
  ...onlyAnthropic,
];

test('every provider is in the suite', () => {
  expect(rigs.map((rig) => rig.id).sort()).toEqual(providers.map((provider) => provider.id).sort());
});

for (const rig of rigs) {
  describe(rig.id, () => {
    for (const scenario of scenarios.filter((each) => each.only === undefined || each.only === rig.id)) {
      test(scenario.name, async () => {
        await withModel(rig, scenario.script(rig), (run) => scenario.run(run, rig), scenario.more);
      });
    }
  });
}

test('an expired SSO sign-in names the command that renews it', async () => {
  const sso = expiredSso();
  const back = cleanEnvironment(sso.env);
  try {
    const rig = rigs.find((each) => each.id === 'bedrock');
    if (rig === undefined) throw new Error('no rig');
    const more = { settings: { 'bedrock.profile': 'dev' }, secrets: {} };
    await withModel(
      rig,
      [],
      async ({ ask, server }) => {
        const failure = failureOf(await ask());
        expect(failure).toEqual({
          kind: 'sign_in',
          retryable: false,
          message: 'The AWS sign-in of profile dev has expired. Run: aws sso login --profile dev',
        });
        expect(server.requests).toHaveLength(0);
      },
      more,
    );
  } finally {
    back();
    sso.remove();
  }
});

/** Every way to fail, with a key planted wherever a key can be. */
test('no event of any failure holds a key', async () => {
  for (const rig of rigs) {
    const { midStream: _, invalid, ...errors } = rig.errors;
    const echoes = Object.values(errors).map((error) => ({
      ...error,
      message: `${error.message ?? ''} key=${rig.key} Authorization: Bearer ${rig.key}`,
    }));
    for (const error of [
      ...echoes,
      invalid(`Bearer ${rig.key}`),
      { status: 418, type: 'Odd', message: rig.key },
      { status: 500, type: 'api_error', message: rig.key },
    ]) {
      const turn: FakeTurn = { error };
      await withModel(
        rig,
        error === echoes.find((each) => /bound to/.test(each.message ?? '')) ? [turn, turn] : [turn],
        async ({ ask }) => {
          expect(JSON.stringify(await ask())).not.toContain(rig.key.slice(0, 18));
        },
        { settings: { 'request.attempts': 1 } },
      );
    }
  }
});
