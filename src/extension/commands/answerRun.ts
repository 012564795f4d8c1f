import { showRun } from '../app';
import { needsUser } from '../runs/words';
import type { Command } from './command';

/** Goes to what a run waits for: a permission, a question, a review. */
export const answerRun: Command = {
  name: 'answerRun',
  title: 'Go to What Waits for You',
  icon: 'bell-dot',
  palette: 'tracewright.runWaits',
  keys: [
    { key: 'shift+alt+t w', mac: 'ctrl+alt+t w', when: 'tracewright.runWaits' },
    { key: 'f6', mac: 'f6', when: "tracewright.runWaits && activeWebviewPanelId == 'tracewright.spec'" },
  ],
  create: (app) => async () => {
    const waiting = app.runs.all().find((each) => each.active && needsUser(each));
    if (!waiting) throw new Error('Nothing waits for you.');
    showRun(app, waiting.spec, 'ask');
  },
};
