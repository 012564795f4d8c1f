/** Work that does not come to its end by itself: stopped, cut off by a reload, cut off by a crash. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { textOf } from '../../src/core/messages';
import { readEvent, type SessionEvent } from '../../src/core/sessions/events';
import { type Editor, editorTest, until } from './driver';
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
    const design = await untilArrived(editor);
    await editor.reload();
    await goesOn(editor, panel, design, 'Approve design', '31-reloaded');
    expect(await untilFile(editor, `${spec}/design.md`)).toContain('## Testing Strategy');
    await panel.press('Approve design');

    // The editor is killed while the tasks arrive.
    await panel.press('Write tasks');
    const tasks = await untilArrived(editor);
    await editor.crash();
    await goesOn(editor, panel, tasks, 'Approve tasks', '32-after-crash');
    expect(await untilFile(editor, `${spec}/tasks.md`)).toContain('## Task Dependency Graph');
    await panel.press('Approve tasks');
    await panel.shows('.step', /Tasks.*Approved/);
  },
  300_000,
);

/** The events of the newest session, as they are on disk. */
function sessionEvents(editor: Editor): readonly SessionEvent[] {
  const roots = join(editor.stateFolder, 'roots');
  const files = readdirSync(roots).flatMap((name) => {
    const folder = join(roots, name, 'sessions');
    return existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : [];
  });
  const sessions = files.filter((file) => basename(file).startsWith('spec-'));
  const newest = sessions.sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs).at(-1);
  const lines = newest === undefined ? [] : readFileSync(newest, 'utf8').split('\n').slice(0, -1);
  return lines.flatMap((line) => {
    const event = readEvent(JSON.parse(line));
    return event === undefined || event.type === 'unknown' ? [] : [event];
  });
}

/** Waits until some of a document is kept while it still arrives, and gives its complete lines. */
function untilArrived(editor: Editor): Promise<string> {
  return until('text of the document in the session log', async () => {
    const events = sessionEvents(editor);
    const since = events.slice(events.findLastIndex(({ type }) => type === 'message') + 1);
    const text = since.flatMap((event) => (event.type === 'arriving' ? [event.text] : [])).join('');
    const lines = text.slice(0, text.lastIndexOf('\n') + 1);
    return lines.includes('## ') && lines;
  });
}

/** The panel is back and goes on by itself: the model was asked for the rest of what had arrived, and nothing else. */
async function goesOn(editor: Editor, panel: Panel, arrived: string, end: string, picture: string): Promise<void> {
  const heading = /^## (.+)$/mu.exec(arrived)?.[1] ?? '';
  await panel.shows('#doc', heading);
  await editor.screenshot(picture);
  await until(`"${end}" after going on`, async () => (await panel.button(end)).isVisible(), 60_000);
  const said = sessionEvents(editor).flatMap((event) =>
    event.type === 'message' ? [{ role: event.message.role, text: textOf(event.message) }] : [],
  );
  const kept = said.findIndex(({ role, text }) => role === 'assistant' && text.startsWith(arrived));
  expect(kept, 'what had arrived is in the conversation').toBeGreaterThan(0);
  expect(said[kept + 1]?.text).toContain(', continued');
  const rest = said[kept + 2]?.text ?? '';
  expect(rest).toContain('</document>');
  expect(rest).not.toContain(heading);
}
