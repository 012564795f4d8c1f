/** What a screen reader is told when a run goes on. What the agent says and what commands print is never read out. */
import type { RunView } from '../protocol';
import type { Announcement } from './announce';
import { askSubject, askTitle } from './asking';
import { isBroken, lookOf, meterLook } from './runs';
import { count } from './words';

/** Percent of a budget from which on a word is said. */
const nearly = 80;

/** What is worth saying between two states of the same spec's runs, in order; nothing on the first. */
export function runAnnouncements(before: RunView | undefined, now: RunView | undefined): readonly Announcement[] {
  if (!before || !now || before.spec !== now.spec) return [];
  return [...asks(before, now), ...states(before, now), ...verifications(before, now), ...budgets(before, now)];
}

function asks({ current: was, confirm: asked }: RunView, { current: is, confirm }: RunView): readonly Announcement[] {
  const news: Announcement[] = [];
  const { permission } = is ?? {};
  if (permission && permission.id !== was?.permission?.id)
    news.push({ text: `Waiting for you: ${askTitle(permission)} ${askSubject(permission)}`, assertive: true });
  const fresh = (is?.questions ?? []).filter(({ id }) => !was?.questions.some((each) => each.id === id));
  if (fresh.length > 0) news.push({ text: `${count(fresh.length, 'question')} for you`, assertive: true });
  if (confirm && confirm.reason !== asked?.reason)
    news.push({ text: 'Waiting for you: which commands prove the work?', assertive: true });
  return news;
}

function states(before: RunView, now: RunView): readonly Announcement[] {
  return now.tasks.flatMap((task): readonly Announcement[] => {
    const was = before.tasks.find(({ identity }) => identity === task.identity)?.state;
    if (was === task.state || task.state === 'queued' || task.state === 'waiting') return [];
    const name = `Task ${task.id ?? task.title}`;
    const { word } = lookOf(task.state);
    if (isBroken(task.state)) return [{ text: `${name}: ${task.message ?? word}`, assertive: true }];
    return [{ text: `${name}: ${word}`, assertive: task.state === 'reviewing' }];
  });
}

function verifications({ current: was }: RunView, { current: is }: RunView): readonly Announcement[] {
  const [before, now] = [was?.verification, is?.verification];
  if (now?.state !== 'failed' || (before?.attempt === now.attempt && before.state === now.state)) return [];
  const limit = is?.correctionLimit;
  return now.attempt === 0
    ? []
    : [
        {
          text: `Correction ${now.attempt}${limit === undefined ? '' : ` of ${limit}`}. ${now.sentence}`,
          assertive: false,
        },
      ];
}

function budgets({ current: was }: RunView, { current: is }: RunView): readonly Announcement[] {
  return (is?.budget ?? []).flatMap((meter): readonly Announcement[] => {
    const before = was?.budget.find(({ name, of }) => name === meter.name && of === meter.of);
    const [share, earlier] = [meterLook(meter).share ?? 0, (before && meterLook(before).share) ?? 0];
    if (share < nearly || earlier >= nearly) return [];
    return [{ text: `${meterLook(meter).label}: ${meterLook(meter).text} used`, assertive: false }];
  });
}
