import { isBroken, isLive, lookOf } from '../../model/runs';
import type { TaskView } from '../../protocol';
import { ask, closed, rowRuns, running, runs, start, watch } from '../../runs';
import { IconButton } from '../Icon';

interface RowProps {
  readonly task: TaskView;
}

/** What can be done with a task from its row: start, watch, stop, take out of the queue, look at its evidence. */
export function RowActions({ task }: RowProps) {
  const run = rowRuns.value.get(task.identity);
  if (runs.value === undefined || !task.runnable) return null;
  const { identity } = task;
  const name = task.id ?? task.title;
  if (run?.state === 'queued') {
    return (
      <>
        <span>{run.position === undefined || run.position === 1 ? 'Next' : `Queued ${run.position}`}</span>
        <IconButton icon="close" label={`Skip task ${name}`} inRow onClick={() => ask({ do: 'skip', identity })} />
      </>
    );
  }
  if (run && isLive(run.state)) {
    return (
      <>
        <button type="button" class="lk" tabIndex={-1} data-tool="open" onClick={watch}>
          Watch
        </button>
        <IconButton icon="debug-stop" label={`Stop task ${name}`} inRow onClick={() => ask({ do: 'stop' })} />
      </>
    );
  }
  if (run?.state === 'not_verifiable') {
    return (
      <button type="button" class="lk" tabIndex={-1} onClick={() => ask({ do: 'reviewed', identity })}>
        Mark reviewed
      </button>
    );
  }
  if (task.state === 'done') return run?.evidence ? <EvidenceLink task={task} /> : null;
  if (run && isBroken(run.state)) return null;
  return (
    <IconButton
      icon="play"
      label={`Start task ${name}`}
      inRow
      disabled={closed.value !== undefined || running.value}
      onClick={() => start({ do: 'start', request: { what: 'task', identity } })}
    />
  );
}

function EvidenceLink({ task }: RowProps) {
  return (
    <button
      type="button"
      class="lk"
      tabIndex={-1}
      aria-label={`Evidence of task ${task.id ?? task.title}`}
      onClick={() => ask({ do: 'evidence', identity: task.identity })}
    >
      Evidence
    </button>
  );
}

/** The second line of a task that was run: what came of it, and what can be done about it. */
export function RowRunWords({ task }: RowProps) {
  const run = rowRuns.value.get(task.identity);
  if (!run || run.state === 'queued') return null;
  const { identity } = task;
  const broken = isBroken(run.state);
  const words = [isLive(run.state) ? lookOf(run.state).word : '', run.message ?? '', run.summary].filter(Boolean);
  if (words.length === 0 && !broken) return null;
  return (
    <p class="row run-words">
      <span>{words.join(run.message ? ' ' : ', ')}</span>
      {broken && run.current && (
        <button type="button" class="lk" tabIndex={-1} onClick={watch}>
          {run.state === 'paused' ? 'Show' : 'Show failure'}
        </button>
      )}
      {broken && (
        <button
          type="button"
          class="lk"
          tabIndex={-1}
          disabled={closed.value !== undefined}
          onClick={() => start({ do: 'retry', identity })}
        >
          Retry
        </button>
      )}
      {broken && (
        <button type="button" class="lk" tabIndex={-1} onClick={() => ask({ do: 'skip', identity })}>
          Skip
        </button>
      )}
      {!isLive(run.state) && run.state !== 'skipped' && (
        <button type="button" class="lk" tabIndex={-1} onClick={() => ask({ do: 'diff', identity })}>
          Changes
        </button>
      )}
    </p>
  );
}
