/** "Set Up a Model" with Amazon Bedrock, clicked through as a user: profile, region, bearer token, environment. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { addProfile, expiredSignIn } from '../support/awsFiles';
import { modelOf, startFakeBedrock } from '../support/fakeBedrock';
import { type Editor, editorTest, until } from './driver';
import { asked, choose, notice, panelOf, pressInNotice, typeIn } from './user';

const token = 'ABSKa-bearer-token-of-the-test';
const wrongToken = 'ABSKa-wrong-token-of-the-test';
const ready = { blocks: [{ text: 'ready' }] };
const refused = {
  error: { status: 403, type: 'AccessDeniedException', message: 'Authentication failed: the API key is invalid' },
};
const server = await startFakeBedrock([ready, refused, ready, ready]);

editorTest(
  'Set Up a Model leads through the steps of Bedrock, and keeps only what works',
  {
    env: { AWS_ACCESS_KEY_ID: 'AKIDENVIRONMENT', AWS_SECRET_ACCESS_KEY: 'a-secret-of-the-environment' },
    home: (folder) => {
      expiredSignIn(folder);
      addProfile(folder, 'work', { aws_access_key_id: 'AKIDPROFILE', aws_secret_access_key: 'a-secret-of-work' });
    },
    machineSettings: { 'tracewright.bedrock.endpoint': server.url },
  },
  async (editor) => {
    await leaveAtOnce(editor);
    await signInWithProfile(editor);
    await signInWithToken(editor);
    await signInWithEnvironment(editor);
    await server.close();
    const said = JSON.stringify([settings(editor), editor.logs()]);
    for (const secret of [token, wrongToken, 'a-secret-of-work', 'a-secret-of-the-environment']) {
      expect(said).not.toContain(secret);
    }
  },
);

/** What the machine's settings say of ours. */
function settings(editor: Editor): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(editor.dataFolder, 'Machine/settings.json'), 'utf8'));
}

/** Escape at any step keeps nothing; the arrow goes a step back. */
async function leaveAtOnce(editor: Editor): Promise<void> {
  const before = settings(editor);
  await editor.runCommand('Tracewright: Set Up a Model');
  await choose(editor, 'Whose models', 'Amazon Bedrock');
  await choose(editor, 'How do you sign in', 'work');
  await asked(editor, 'The AWS region');
  await editor.page.locator('.quick-input-titlebar .action-label[aria-label^="Back"]').click();
  await asked(editor, 'How do you sign in');
  await editor.page.keyboard.press('Escape');
  await editor.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  expect(settings(editor)).toEqual(before);
  expect(server.requests).toEqual([]);
}

/** A profile whose sign-in has expired says how to renew it; another one works, and its models are set. */
async function signInWithProfile(editor: Editor): Promise<void> {
  await editor.runCommand('Tracewright: Set Up a Model');
  await choose(editor, 'Whose models', 'Amazon Bedrock');
  await editor.screenshot('40-set-up-sign-in');
  await choose(editor, 'How do you sign in', 'dev');
  await choose(editor, 'The AWS region', 'eu-central-1');
  await choose(editor, 'Which model?', 'Recommended');
  await notice(editor, 'The AWS sign-in of profile dev has expired. Run: aws sso login --profile dev');
  await editor.screenshot('41-set-up-expired');
  expect(settings(editor)).not.toHaveProperty(['tracewright.models.planning']);
  await pressInNotice(editor, 'Change');

  await choose(editor, 'How do you sign in', 'work');
  await choose(editor, 'The AWS region', 'eu-west-1');
  await choose(editor, 'Which model?', 'Recommended');
  await notice(editor, /answered in \d+\.\d s/);
  const planning = await until('the models in the settings', async () => {
    const { 'tracewright.models.quick': last, 'tracewright.models.planning': first } = settings(editor);
    return last !== undefined && String(first);
  });
  expect(settings(editor)).toMatchObject({
    'tracewright.bedrock.profile': 'work',
    'tracewright.bedrock.region': 'eu-west-1',
  });
  expect(planning).toMatch(/^bedrock\/eu\.anthropic\.claude-/);
  expect(server.requests[0]?.headers.authorization).toMatch(/Credential=AKIDPROFILE\/\d+\/eu-west-1\/bedrock\//);
  expect(`bedrock/${modelOf(server.requests[0]?.path ?? '')}`).toBe(planning);

  // What is written from now on comes from there.
  await editor.runCommand('Tracewright: New Spec');
  await panelOf(editor).shows('.chip', 'Claude');
  await editor.screenshot('42-set-up-done');
}

/** A bearer token: one with a space is not taken, a wrong one is told and asked for again, the right one is stored. */
async function signInWithToken(editor: Editor): Promise<void> {
  await editor.runCommand('Tracewright: Set Up a Model');
  await choose(editor, 'Whose models', 'Amazon Bedrock');
  await choose(editor, 'How do you sign in', 'Enter a Bedrock API key');
  await typeIn(editor, 'ABSK', 'two words');
  await editor.page.locator('.quick-input-widget', { hasText: 'A key has no spaces' }).waitFor();
  await typeIn(editor, 'ABSK', wrongToken);
  await typeIn(editor, 'The AWS region', 'eu-south-2');
  await typeIn(editor, 'Which model?', 'eu.amazon.nova-pro-v1:0');
  await notice(editor, 'Amazon Bedrock does not accept the API key.');
  await pressInNotice(editor, 'Change');
  await choose(editor, 'How do you sign in', 'Enter a Bedrock API key');
  await typeIn(editor, 'ABSK', token);
  await typeIn(editor, 'The AWS region', 'eu-south-2');
  await typeIn(editor, 'Which model?', 'eu.amazon.nova-pro-v1:0');
  await notice(editor, /nova-pro-v1:0 answered in/);
  await untilSettings(editor, {
    'tracewright.bedrock.region': 'eu-south-2',
    'tracewright.models.planning': 'bedrock/eu.amazon.nova-pro-v1:0',
  });
  expect(settings(editor)).not.toHaveProperty(['tracewright.bedrock.profile']);
  const sent = server.requests.slice(1).map(({ headers }) => headers.authorization);
  expect(sent).toEqual([`Bearer ${wrongToken}`, `Bearer ${token}`]);
}

/** The environment, although a key is stored. */
async function signInWithEnvironment(editor: Editor): Promise<void> {
  await editor.runCommand('Tracewright: Set Up a Model');
  await choose(editor, 'Whose models', 'Amazon Bedrock');
  await editor.page.locator('.quick-input-widget .monaco-list-row[aria-label^="Keep the stored key"]').waitFor();
  await choose(editor, 'How do you sign in', 'Use the environment');
  // What is set now stands first.
  await choose(editor, 'The AWS region', 'eu-south-2');
  await typeIn(editor, 'Which model?', 'eu.amazon.nova-lite-v1:0');
  await notice(editor, /nova-lite-v1:0 answered in/);
  await untilSettings(editor, { 'tracewright.models.quick': 'bedrock/eu.amazon.nova-lite-v1:0' });
  expect(server.requests[3]?.headers.authorization).toContain('Credential=AKIDENVIRONMENT/');

  await editor.runCommand('Tracewright: Set Up a Model');
  await choose(editor, 'Whose models', 'Amazon Bedrock');
  // The rows of the question before may still be there for a moment.
  await asked(editor, 'How do you sign in');
  const first = editor.page.locator('.quick-input-widget .monaco-list-row').first();
  await until('the environment as the first way', async () =>
    (await first.getAttribute('aria-label'))?.includes('Use the environment'),
  );
  await editor.page.keyboard.press('Escape');
}

async function untilSettings(editor: Editor, wanted: Readonly<Record<string, unknown>>): Promise<void> {
  await until(`${JSON.stringify(wanted)} in the settings`, async () => {
    const written = settings(editor);
    return Object.entries(wanted).every(([name, value]) => written[name] === value);
  });
}
