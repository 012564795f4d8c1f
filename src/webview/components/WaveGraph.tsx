import { post } from '../host';
import { useRoving } from '../keyboard/roving';
import { isBroken, isLive, lookOf } from '../model/runs';
import { box, layoutWaves, type WaveBox } from '../model/waves';
import { count } from '../model/words';
import type { TaskView, WaveGraphView } from '../protocol';
import { rowRuns } from '../runs';
import { show } from '../store';

interface GraphProps {
  readonly graph: WaveGraphView | undefined;
  readonly tasks: readonly TaskView[];
}

/** The order of the tasks as a drawing; the checklist says the same in words. */
export function WaveGraph({ graph, tasks }: GraphProps) {
  const { ref, onKeyDown, onFocusIn } = useRoving<SVGSVGElement & HTMLElement>((key, row) => {
    if (key !== 'Enter' && key !== ' ') return false;
    row.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    return true;
  });
  if (!graph) return <p class="muted pad">The tasks name no waves. They are worked on one after the other.</p>;
  if (!graph.readable) return <Unreadable />;
  const layout = layoutWaves(graph, tasks);
  return (
    <div class="pad">
      <svg
        ref={ref}
        class="wave"
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        width="100%"
        role="group"
        aria-label={`Wave graph: ${count(graph.waves.length, 'wave')}, ${count(layout.boxes.length, 'task')}`}
        onKeyDown={onKeyDown}
        onFocusIn={onFocusIn}
      >
        {layout.labels.map(({ text, y }) => (
          <text key={text} class="lbl" x="0" y={y}>
            {text}
          </text>
        ))}
        {layout.lines.map((path) => (
          <path key={path} class="e" d={path} />
        ))}
        {layout.boxes.map((each) => (
          <Box key={each.id} place={each} />
        ))}
      </svg>
      <p class="legend" aria-hidden="true">
        <span>
          <span class="codicon codicon-check c-ok" />
          done
        </span>
        <span>thick: in progress</span>
        {layout.boxes.some(({ task }) => task && lookAt(task).broken) && (
          <span>
            <span class="codicon codicon-warning c-warn" />
            needs attention
          </span>
        )}
        <span>dashed: optional</span>
      </p>
    </div>
  );
}

function Unreadable() {
  return (
    <div class="pad">
      <p class="muted">The wave graph in tasks.md can't be read. The tasks are not affected.</p>
      <button type="button" class="lk" onClick={() => post({ type: 'openDocument', document: 'tasks.md' })}>
        Open tasks.md
      </button>
    </div>
  );
}

const words = {
  open: 'not started',
  running: 'in progress',
  queued: 'queued',
  done: 'done',
  malformed: 'unreadable state',
} as const;

/** What a box shows: the run where it says more than the list does. */
function lookAt({ identity, state }: TaskView): {
  readonly word: string;
  readonly running: boolean;
  readonly broken: boolean;
  readonly unproven: boolean;
} {
  const run = rowRuns.value.get(identity)?.state;
  const shown = run !== undefined && (isLive(run) || state !== 'done') ? run : undefined;
  return {
    word: shown === undefined ? words[state] : lookOf(shown).word.toLowerCase(),
    running: shown === undefined ? state === 'running' : isLive(shown),
    broken: shown !== undefined && isBroken(shown),
    unproven: shown === 'not_verifiable',
  };
}

function Box({ place }: { readonly place: WaveBox }) {
  const { id, task, x, y } = place;
  const look = task && lookAt(task);
  const state = look?.word ?? 'not in the list';
  const classes = [
    task?.state === 'done' && 'ok',
    look?.running && 'run',
    task?.optional && 'optional',
    (!task || look?.broken) && 'bad',
  ];
  const done = task?.state === 'done' && look?.running === false;
  const glyph = done ? '\uEAB2' : look?.broken ? '\uEA6C' : undefined;
  const mark = glyph !== undefined || look?.unproven === true;
  const go = (): void => {
    if (task) show({ document: 'tasks.md', id: task.identity });
  };
  return (
    <g
      role="link"
      class={`node ${classes.filter(Boolean).join(' ')}`}
      data-row
      tabIndex={-1}
      aria-label={`Task ${id}, ${state}${task?.optional ? ', optional' : ''}`}
      onClick={go}
    >
      <rect x={x} y={y} width={box.width} height={box.height} rx="3" />
      {glyph !== undefined && (
        <text class="g" x={x + 6.5} y={y + 18.5}>
          {glyph}
        </text>
      )}
      {look?.unproven && (
        <text class="lbl" x={x + 10} y={y + 16}>
          ?
        </text>
      )}
      <text x={x + (mark ? 35 : 26)} y={y + 16} text-anchor="middle">
        {id}
      </text>
    </g>
  );
}
