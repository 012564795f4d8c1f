/** Work that does not come to its end by itself: stopped, cut off by a reload, cut off by a crash. */
import { expect } from 'vitest';
import { editorTest, until } from './driver';
import { type Panel, panelOf, sentence, specNames, untilFile } from './user';

editorTest(
  'what was stopped, reloaded or crashed goes on where it was',
  { theme: 'light' },
  async (editor) => {
    const panel = panelOf(editor);
    await editor.runCommand('Tracewright: New Spec');
    await panel.press('Use the example sentence');
    expect(await (await panel.frame()).locator('#idea').inputValue()).toBe(sentence);
    await panel.press('Start');
    await panel.press('Skip all');

    // Stop keeps what has arrived as a draft; the file is not there before all of it is.
    await panel.shows('.req', 'Have an account');
    await panel.press('Stop');
    await panel.shows('.notice.warn', 'Stopped');
    const [name = ''] = specNames(editor);
    const spec = `.kiro/specs/${name}`;
    await panel.shows('.version', 'Partial');
    expect(await panel.text()).toContain('Have an account');
    expect(editor.read(`${spec}/requirements.md`)).toBeUndefined();
    await editor.screenshot('30-stopped');
    await panel.press('Resume');
    await panel.button('Approve requirements');
    await untilFile(editor, `${spec}/requirements.md`, (text) => text.includes('### Requirement 6'));
    await panel.press('Approve requirements');

    // The window is loaded anew while the design arrives.
    await panel.press('Write design');
    await panel.shows('#doc', 'Overview');
    await editor.reload();
    await goesOn(panel, 'Approve design', () => editor.screenshot('31-reloaded'));
    expect(await untilFile(editor, `${spec}/design.md`)).toContain('## Testing Strategy');
    await panel.press('Approve design');

    // The editor is killed while the tasks arrive.
    await panel.press('Write tasks');
    await panel.shows('#doc', 'Overview');
    await editor.crash();
    await goesOn(panel, 'Approve tasks', () => editor.screenshot('32-after-crash'));
    expect(await untilFile(editor, `${spec}/tasks.md`)).toContain('## Task Dependency Graph');
    await panel.press('Approve tasks');
    await panel.shows('.step', /Tasks.*Approved/);
  },
  300_000,
);

/** The panel is back, says that work was cut off, and goes on when asked. */
async function goesOn(panel: Panel, end: string, look: () => Promise<void>): Promise<void> {
  await panel.button('Resume');
  await panel.shows('.notice.warn', 'Interrupted');
  await look();
  await panel.press('Resume');
  await until(`"${end}" after going on`, async () => (await panel.button(end)).isVisible(), 60_000);
}
