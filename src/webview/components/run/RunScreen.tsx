import { useLayoutEffect, useRef } from 'preact/hooks';
import { isBroken, isLive, lookOf, span } from '../../model/runs';
import type { RunView } from '../../protocol';
import { evidence, goingBack, preview, toAsk } from '../../runs';
import { refusal } from '../../store';
import { toEnd, useFollowing } from '../following';
import { Icon } from '../Icon';
import { Notice } from '../Notice';
import { Prose } from '../Prose';
import { Text } from '../Text';
import { Checks, Elapsed, Ended, GoBack, Question } from './Cards';
import { Permission } from './Permission';
import { Timeline } from './Timeline';

/** How near to the end still counts as being there, in pixels. */
const nearEnd = 48;

interface ScreenProps {
  readonly runs: RunView;
  readonly current: NonNullable<RunView['current']>;
}

/** The task that is at work, or was last: what happened, what waits for the user. */
export function RunScreen({ runs, current }: ScreenProps) {
  const scroller = useRef<HTMLElement>(null);
  const record = evidence.value;
  const away = useFollowing(scroller, { live: runs.active && record === undefined, near: nearEnd, from: 'end' }, []);
  useAskReveal();
  return (
    <main class="doc" id="doc" ref={scroller} aria-busy={runs.active && !waits(current)}>
      <div class="col">
        <Head runs={runs} current={current} />
        {refusal.value !== undefined && (
          <div class="notices">
            <Notice icon="warning" tone="warn" live>
              <p>{refusal.value}</p>
            </Notice>
          </div>
        )}
        {preview.value && <GoBack shown={preview.value} how={goingBack.value} />}
        {record ? (
          <Evidence markdown={record.markdown} />
        ) : (
          <>
            <Timeline
              key={current.task.session ?? current.task.identity}
              task={current.task.identity}
              limit={current.correctionLimit}
              restorable={!runs.active && runs.closed === undefined}
              text={current.text}
              unheard={current.unheard ?? []}
            />
            <Asked runs={runs} current={current} />
          </>
        )}
      </div>
      {away && (
        <button type="button" class="btn newest" onClick={() => toEnd(scroller.current)}>
          Go to newest
        </button>
      )}
    </main>
  );
}

function waits({ permission, questions, task }: ScreenProps['current']): boolean {
  return permission !== undefined || questions.length > 0 || task.state === 'reviewing' || task.state === 'waiting';
}

/** Something ended before its end, and the user decides how to go on. */
function ended(runs: RunView, state: ScreenProps['current']['task']['state']): boolean {
  return !runs.active && (isBroken(state) || state === 'not_verifiable');
}

function Head({ runs, current }: ScreenProps) {
  const { task, waiting } = current;
  const look = lookOf(task.state);
  const mode = runs.mode === 'autopilot' ? 'Autopilot' : 'Supervised';
  const { startedAt, endedAt } = task;
  return (
    <div class="dochead run-head">
      <h2>
        {task.id !== null && <span class="id big">{task.id}</span>} <Text text={task.title} />
      </h2>
      <span class="meta num">
        {startedAt !== undefined && isLive(task.state) && <Elapsed since={startedAt} words={span} />}
        {startedAt !== undefined && endedAt !== undefined && !isLive(task.state) && span(endedAt - startedAt)}
        {startedAt !== undefined && (isLive(task.state) || endedAt !== undefined) && ', '}
        {mode}
      </span>
      <button
        type="button"
        class="lk wait"
        disabled={!waits(current) && runs.confirm === undefined && !ended(runs, task.state)}
        onClick={() => {
          toAsk.value = true;
        }}
      >
        <Icon name={look.icon} tone={look.tone} />
        <span>{waiting ?? look.word}</span>
      </button>
    </div>
  );
}

/** What waits for the user, below everything that happened. */
function Asked({ runs, current }: ScreenProps) {
  const { permission, questions, task } = current;
  if (permission) return <Permission key={permission.id} request={permission} runs={runs} />;
  if (questions.length > 0)
    return (
      <>
        {questions.map((question, at) => (
          <Question key={question.id} question={question} first={at === 0} />
        ))}
      </>
    );
  if (runs.confirm) return <Checks key={runs.confirm.reason} confirm={runs.confirm} />;
  if (ended(runs, task.state))
    return <Ended state={task.state} message={task.message ?? ''} identity={task.identity} />;
  return null;
}

function Evidence({ markdown }: { readonly markdown: string }) {
  return (
    <article class="evidence" aria-label="Evidence">
      <button
        type="button"
        class="lk"
        onClick={() => {
          evidence.value = undefined;
        }}
      >
        <Icon name="arrow-left" /> Back to the run
      </button>
      <h3 class="sr">Evidence</h3>
      <Prose markdown={markdown} />
    </article>
  );
}

/** Goes to what waits for the user when that was asked for, as soon as it is drawn; never by itself. */
function useAskReveal(): void {
  const wanted = toAsk.value;
  useLayoutEffect(() => {
    if (wanted && focusAsk()) toAsk.value = false;
  });
}

/** Gives the focus to the card that waits for the user, else to the first hunk that is open; false where nothing waits. */
export function focusAsk(): boolean {
  const target = ['#restore', '#ask', '#doc [data-change]']
    .map((selector) => document.querySelector<HTMLElement>(selector))
    .find((element) => element !== null);
  target?.scrollIntoView({ block: 'nearest' });
  target?.focus({ preventScroll: true });
  return target !== undefined && target !== null;
}
