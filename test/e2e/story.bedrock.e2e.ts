/** The main job again: with a model on Bedrock, and without a mouse. */
import { expect } from 'vitest';
import { modelOf, startFakeBedrock } from '../support/fakeBedrock';
import type { Loopback } from '../support/loopback';
import { bedrockScript, signature } from './bedrockAnswers';
import { type Editor, editorTest, until } from './driver';
import {
  changedCharacters,
  chord,
  commandByKeyboard,
  focusRow,
  focusTree,
  type Panel,
  panelOf,
  recordsOf,
  sentence,
  specNames,
  tabTo,
  treeRow,
  untilFile,
} from './user';

const model = 'us.anthropic.claude-opus-5-5';

const environment = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'a-secret-of-the-test',
  AWS_SESSION_TOKEN: 'a-session-of-the-test',
};

const server = await startFakeBedrock(bedrockScript);

editorTest(
  'Bedrock: one sentence becomes an approved spec, by keyboard',
  {
    env: environment,
    machineSettings: {
      'tracewright.models.planning': `bedrock/${model}`,
      'tracewright.bedrock.region': 'us-gov-west-1',
      'tracewright.bedrock.endpoint': server.url,
    },
  },
  async (editor) => {
    const panel = panelOf(editor);
    await beginAndAnswer(editor, panel);
    const spec = await writeRequirements(editor, panel);
    await writeTheRest(editor, panel, spec);
    await tickByKeyboard(editor, spec);
    // Rejects where a line of the script was not asked for, or one more was.
    await server.close();
    expectBedrockRequests(server);
    expectNoSecrets(editor, spec);
  },
  300_000,
);

async function beginAndAnswer(editor: Editor, panel: Panel): Promise<void> {
  const { keyboard } = editor.page;
  await commandByKeyboard(editor, 'Tracewright: New Spec');
  await panel.shows('h2', 'What do you want to build?');
  await panel.shows('.chip', 'Claude Opus');
  await until('the sentence field to have the focus', async () =>
    (await panel.frame()).evaluate(() => document.activeElement?.id === 'idea'),
  );
  await keyboard.type(sentence);
  await editor.screenshot('20-bedrock-new-spec');
  await keyboard.press('Control+Enter');

  await panel.shows('h2', 'A few questions first');
  await tabTo(editor, panel, 'Skip question 1');
  await keyboard.press('Enter');
  await panel.shows('.q.skipped', 'Anybody may create an account');
  await tabTo(editor, panel, 'answer-2');
  await keyboard.press('Control+a');
  await keyboard.type('Newest first');
  await editor.screenshot('21-bedrock-questions');
  await keyboard.press('Control+Enter');
}

async function writeRequirements(editor: Editor, panel: Panel): Promise<string> {
  const { keyboard } = editor.page;
  await panel.shows('.req', 'Accounts');
  const [name = ''] = specNames(editor);
  const spec = `.kiro/specs/${name}`;
  const file = `${spec}/requirements.md`;
  expect(editor.read(file)).toBeUndefined();
  await editor.screenshot('22-bedrock-requirements-arrive');
  await panel.button('Approve requirements');
  await untilFile(editor, file, (text) => text.includes('oldest first'));

  await tabTo(editor, panel, 'say');
  await keyboard.type('The newest todo comes first');
  await keyboard.press('Control+Enter');
  await untilFile(editor, file, (text) => text.includes('newest first'));
  await panel.shows('.crit', 'newest first');
  await panel.button('Approve requirements');
  await panel.shows('.status', '$');
  await editor.screenshot('23-bedrock-refined');
  return spec;
}

async function writeTheRest(editor: Editor, panel: Panel, spec: string): Promise<void> {
  const { keyboard } = editor.page;
  const press = async (button: string) => {
    await panel.button(button);
    await tabTo(editor, panel, button);
    await keyboard.press('Enter');
  };
  await press('Approve requirements');
  await press('Write design');
  await panel.button('Approve design');
  const image = await until('the diagram to be drawn', async () => {
    const found = (await panel.frame()).locator('figure.diagram img');
    return (await found.isVisible()) && found;
  });
  expect(await image.getAttribute('alt')).toContain('flowchart');
  await editor.screenshot('24-bedrock-design');
  await press('Approve design');
  await press('Write tasks');
  await press('Approve tasks');
  await panel.shows('.step', /Tasks.*Approved/);
  await editor.screenshot('25-bedrock-tasks');
  for (const document of ['requirements', 'design', 'tasks'])
    expect(recordsOf(editor, spec, document), document).toHaveLength(1);
}

async function tickByKeyboard(editor: Editor, spec: string): Promise<void> {
  const { keyboard } = editor.page;
  await focusTree(editor, '2.2 Delete');
  await focusRow(editor, '3 Checkpoint');
  await keyboard.press('Enter');
  await editor.page.locator('.tab.active', { hasText: 'tasks.md' }).waitFor();
  await editor.page.locator('.monaco-editor.focused').first().waitFor();
  const before = editor.read(`${spec}/tasks.md`) ?? '';
  await chord(editor, 'Shift+Alt+t', 'x');
  const after = await untilFile(editor, `${spec}/tasks.md`, (text) => text !== before);
  expect(changedCharacters(before, after)).toEqual(['- [ ] 3. Checkpoint - Ensure all tests pass → x']);
  await treeRow(editor, 'Tasks, Approved by Ada Lovelace, 1 of 5 done').waitFor();
  await editor.screenshot('26-bedrock-ticked');
}

/** Every request is one of Bedrock's, for the model that was set, with marks for its cache. */
function expectBedrockRequests({ requests }: Loopback): void {
  expect(requests).toHaveLength(bedrockScript.length);
  for (const { path, headers, raw } of requests) {
    expect(modelOf(path)).toBe(model);
    expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d+\/us-gov-west-1\/bedrock\//);
    expect(raw).toContain('"cachePoint"');
  }
  expect(requests[1]?.raw).toContain(signature);
  expect(requests[2]?.raw).toContain('Newest first');
  expect(requests[2]?.raw).toContain('createApp');
}

/** Neither the log of the window nor what lies in the folder says what only the environment may know. */
function expectNoSecrets(editor: Editor, spec: string): void {
  const record = editor.read(`${spec}/.tracewright/spec.json`) ?? '';
  expect(record).toContain('Newest first');
  for (const secret of Object.values(environment)) expect(record).not.toContain(secret);
}
