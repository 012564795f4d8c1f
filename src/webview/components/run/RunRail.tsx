import { useState } from 'preact/hooks';
import type { FileReview } from '../../../core/runs/snapshot';
import { clock, counts, fileName, folderOf, isOpen, meterLook, reviewWords } from '../../model/runs';
import { count } from '../../model/words';
import type { RunView } from '../../protocol';
import { ask, changes, goBackTo } from '../../runs';
import { documents, show, sourceDocument } from '../../store';
import type { ViewTab } from '../Header';
import { Line, type Section, SectionList } from '../Rail';
import { Text } from '../Text';
import { fileIcons, fileWord } from './Cards';
import { SayWhy } from './SayWhy';

interface RailProps {
  readonly runs: RunView;
  readonly current: NonNullable<RunView['current']>;
}

/** The sections beside a run. */
function sectionsOf({ runs, current }: RailProps): readonly Section[] {
  const files = changes.value;
  const { checkpoints, criteria, design } = current;
  return [
    {
      id: 'changes',
      label: 'Changes',
      badge: files.length,
      open: true,
      body: () => <Changes task={current.task.identity} files={files} />,
    },
    {
      id: 'task',
      label: 'Task',
      open: true,
      body: () => <TaskParts criteria={criteria} design={design} />,
    },
    {
      id: 'checkpoints',
      label: 'Checkpoints',
      badge: checkpoints.length,
      open: true,
      body: () => <Checkpoints runs={runs} current={current} />,
    },
    { id: 'budget', label: 'Budget', open: true, body: () => <Budget runs={runs} current={current} /> },
  ];
}

/** In a narrow panel each section is a tab. */
export function runTabs(props: RailProps): readonly ViewTab[] {
  const tabs = sectionsOf(props).map(({ id, label, badge }): ViewTab => {
    return badge === undefined || id === 'checkpoints' ? { id, label } : { id, label, badge };
  });
  return [{ id: 'doc', label: 'Steps' }, ...tabs];
}

/** Changes, task, checkpoints and budget. */
export function RunRail(props: RailProps) {
  return <SectionList label="Changes, task, checkpoints and budget" sections={sectionsOf(props)} />;
}

function Changes({ task, files }: { readonly task: string; readonly files: readonly FileReview[] }) {
  const [why, setWhy] = useState(false);
  const open = files.some(isOpen);
  if (files.length === 0) return <p class="muted pad">Nothing is changed yet.</p>;
  return (
    <>
      {files.map((file) => (
        <Line
          key={`${file.root} ${file.path}`}
          icon={fileIcons[file.kind]}
          {...(file.kind === 'added' ? { tone: 'ok' } : {})}
          label={fileWord[file.kind]}
          more={[folderOf(file.path), reviewWords(file)].filter(Boolean).join(', ')}
          place={counts(file)}
          onClick={() => ask({ do: 'diff', identity: task, path: file.path })}
        >
          {fileName(file.path)}
        </Line>
      ))}
      <div class="pad row">
        {open && (
          <>
            <button type="button" class="btn small" onClick={() => ask({ do: 'review', decision: { accept: true } })}>
              Accept all
            </button>
            <button type="button" class="btn small" onClick={() => ask({ do: 'review', decision: { accept: false } })}>
              Reject all
            </button>
            <button type="button" class="btn small" aria-expanded={why} onClick={() => setWhy(!why)}>
              Reject and say why
            </button>
          </>
        )}
        <button type="button" class="btn small" onClick={() => ask({ do: 'diff', identity: task })}>
          Open all
        </button>
      </div>
      {why && (
        <div class="pad">
          <SayWhy
            label="Say what should be different"
            act="Reject and send"
            onSend={(tell) => {
              setWhy(false);
              ask({ do: 'review', decision: { accept: false, tell } });
            }}
            onCancel={() => setWhy(false)}
          />
        </div>
      )}
    </>
  );
}

function TaskParts({ criteria, design }: Pick<RailProps['current'], 'criteria' | 'design'>) {
  if (criteria.length + design.length === 0)
    return <p class="muted pad">No criteria and no parts of the design are listed for it.</p>;
  return (
    <>
      {criteria.map(({ id, text, tests }) => (
        <Line
          key={id}
          icon="law"
          more={
            tests.length === 0
              ? 'No test names it yet'
              : `${count(tests.length, 'test')} ${tests.length === 1 ? 'names' : 'name'} it`
          }
          onClick={() => show({ document: sourceDocument(), id })}
        >
          {id} <Text text={text} />
        </Line>
      ))}
      {design.length > 0 && (
        <Line
          icon="book"
          onClick={() => show({ document: documents.value.has('design.md') ? 'design.md' : 'tasks.md' })}
        >
          Design: {design.join(', ')}
        </Line>
      )}
    </>
  );
}

function Checkpoints({ runs, current }: RailProps) {
  const { checkpoints } = current;
  if (checkpoints.length === 0) return <p class="muted pad">One is made before each turn.</p>;
  return (
    <>
      {checkpoints.map((checkpoint) => (
        <Line
          key={checkpoint.id}
          icon="history"
          {...(checkpoint.changed === undefined ? {} : { more: `${count(checkpoint.changed, 'file')} since` })}
          place={clock(Date.parse(checkpoint.at), false)}
          onClick={() => goBackTo(checkpoint.id, 'restore')}
        >
          {checkpoint.label}
        </Line>
      ))}
      {runs.active && <p class="muted pad">Stop the run to restore one.</p>}
    </>
  );
}

function Budget({ runs, current }: RailProps) {
  const paused = current.task.state === 'paused';
  const { sandbox } = runs;
  return (
    <div class="pad">
      <div class="bud">
        {current.budget.map((meter) => {
          const { label, text: own, share, earlier } = meterLook(meter);
          const text = earlier === undefined ? own : `${own}, ${earlier}`;
          return (
            <>
              <span class="muted">{label}</span>
              {share === undefined ? (
                <span />
              ) : (
                <svg
                  viewBox="0 0 100 4"
                  preserveAspectRatio="none"
                  role="meter"
                  aria-label={`${label} of the ${meter.of}`}
                  aria-valuemin={0}
                  aria-valuemax={100}
                  aria-valuenow={share}
                  aria-valuetext={text}
                >
                  <rect class="t" width="100" height="4" />
                  <rect class={share >= 80 ? 'v w' : 'v'} width={share} height="4" />
                </svg>
              )}
              <span class="num">{text}</span>
            </>
          );
        })}
      </div>
      {paused && (
        <button type="button" class="btn small" onClick={() => ask({ do: 'raise' })}>
          Raise limit
        </button>
      )}
      {sandbox && (
        <p class="muted sandbox-words">
          {sandbox.sentence}
          {sandbox.doors.length > 0 && ` Open: ${sandbox.doors.map(doorWords).join(', ')}.`}
        </p>
      )}
    </div>
  );
}

function doorWords(door: NonNullable<RunView['sandbox']>['doors'][number]): string {
  if (door.kind === 'service') return `localhost:${door.port}`;
  return door.port === undefined ? door.host : `${door.host}:${door.port}`;
}
