import type { ComponentChildren } from 'preact';
import type { DocumentSnapshot } from '../../core/flows/snapshot';
import { post } from '../host';
import { progressOf } from '../model/coverage';
import { isLive, lookOf } from '../model/runs';
import type { BlockView, TaskView } from '../protocol';
import { rowRuns } from '../runs';
import { kept } from '../saved';
import { readOnly } from '../store';
import { type BlockProps, CriterionChip } from './Block';
import { CommentButton, Comments } from './Comment';
import { Icon, IconButton } from './Icon';
import { Problem } from './Problem';
import { Prose } from './Prose';
import { RowActions, RowRunWords } from './run/RowActions';
import { Text } from './Text';

/** More ids than this are shown as they were written. */
const chips = 6;

/** Whether details are shown: as the user chose, else while the tasks are not approved. */
function detailsShown(document: DocumentSnapshot): boolean {
  return kept.details.value ?? document.state !== 'approved';
}

/** What concerns the whole checklist. */
export function TaskTools({ document }: { readonly document: DocumentSnapshot }) {
  const shown = detailsShown(document);
  return (
    <div class="tool">
      <button
        type="button"
        class="btn small"
        aria-pressed={shown}
        onClick={() => {
          kept.details.value = !shown;
        }}
      >
        {shown ? 'Hide details' : 'Show details'}
      </button>
    </div>
  );
}

/** A task with its children below it, or tasks that stand alone. */
export function TaskGroup(props: BlockProps<Extract<BlockView, { kind: 'tasks' }>>) {
  const { block } = props;
  return (
    <>
      {block.tasks.map((task) =>
        task.children.length === 0 ? (
          <ul key={task.identity} class="grp alone">
            <TaskRow {...props} task={task} depth={0} />
          </ul>
        ) : (
          <Group key={task.identity} {...props} task={task} />
        ),
      )}
    </>
  );
}

type TaskProps = Omit<BlockProps, 'block'> & { readonly task: TaskView };

function Group({ task, ...props }: TaskProps) {
  const heading = `group-${task.identity.replaceAll(/\W/g, '-')}`;
  const { done, of, optional } = progressOf([
    { kind: 'tasks', key: '', line: task.line, endLine: task.endLine, tasks: [task] },
  ]);
  return (
    <section class="grp" aria-labelledby={heading}>
      <header
        class="task head-row"
        data-row
        data-id={task.identity}
        data-line={task.line}
        data-end={task.line}
        tabIndex={-1}
      >
        <State task={task} />
        <span class="id">{task.id}</span>
        <div class="what">
          <h3 id={heading}>
            <Text text={task.title} />
          </h3>
          {task.optional && <Optional />}
          <span class="muted num">
            {done} of {of}
            {optional > 0 && `, ${optional} optional`}
          </span>
        </div>
        <Refs task={task} />
        <span class="side">
          <CommentOnTask task={task} />
          <OpenInFile task={task} />
          {task.children.every(({ runnable }) => !runnable) && <RowActions task={task} />}
        </span>
        <More task={task} {...props} />
      </header>
      <ul>
        {flat(task.children, 0).map(({ task: child, depth }) => (
          <TaskRow key={child.identity} {...props} task={child} depth={depth} />
        ))}
      </ul>
    </section>
  );
}

/** Children of children are rows too, set in. */
function flat(
  tasks: readonly TaskView[],
  depth: number,
): readonly { readonly task: TaskView; readonly depth: number }[] {
  return tasks.flatMap((task) => [{ task, depth }, ...flat(task.children, depth + 1)]);
}

function TaskRow({ task, depth, ...props }: TaskProps & { readonly depth: number }) {
  const classes = ['task', task.state === 'done' && 'done', depth > 0 && `in-${Math.min(depth, 3)}`]
    .filter(Boolean)
    .join(' ');
  return (
    <li class={classes} data-row data-id={task.identity} data-line={task.line} data-end={task.endLine} tabIndex={-1}>
      <State task={task} />
      <span class="id">{task.id}</span>
      <span class="what">
        <Text text={task.title} />
        {task.optional && <Optional />}
      </span>
      <Refs task={task} />
      <span class="side">
        <CommentOnTask task={task} />
        <OpenInFile task={task} />
        <RowActions task={task} />
      </span>
      <More task={task} {...props} />
    </li>
  );
}

function CommentOnTask({ task }: { readonly task: TaskView }) {
  const at = task.id === null ? { line: task.line } : { id: task.id };
  return <CommentButton document="tasks.md" at={at} name={`task ${task.id ?? task.title}`} inRow />;
}

function OpenInFile({ task }: { readonly task: TaskView }) {
  return (
    <IconButton
      icon="go-to-file"
      label={`Open task ${task.id ?? ''} in the file`}
      inRow
      tool="edit"
      onClick={() => post({ type: 'openDocument', document: 'tasks.md', line: task.line })}
    />
  );
}

function Optional() {
  return (
    <>
      {' '}
      <span class="tag">Optional</span>
    </>
  );
}

const states = {
  open: { icon: 'circle-large-outline', tone: 'muted', word: 'Not started' },
  running: { icon: 'color-mode', tone: 'run', word: 'In progress' },
  queued: { icon: 'clockface', tone: 'muted', word: 'Queued' },
  done: { icon: 'pass-filled', tone: 'ok', word: 'Done' },
  malformed: { icon: 'error', tone: 'err', word: 'Unreadable state' },
} as const;

/** The box of a task. A click writes one character; a task with children follows them. */
function State({ task }: { readonly task: TaskView }) {
  const run = rowRuns.value.get(task.identity);
  // A tick by hand outranks an earlier run; while the run is at work its state is the truth.
  const ran = run && (isLive(run.state) || task.state !== 'done') ? lookOf(run.state) : undefined;
  const { icon, tone, word } = ran ?? states[task.state];
  const name = `${word}: ${task.id ?? ''} ${task.title}`;
  const live = run !== undefined && (isLive(run.state) || run.state === 'queued');
  const settable =
    !live && (task.state === 'open' || task.state === 'done' || task.state === 'running' || task.state === 'queued');
  if (!settable || !task.runnable || readOnly.value) {
    return (
      <span class="st">
        <Icon name={icon} tone={tone} label={name} />
      </span>
    );
  }
  const done = task.state === 'done';
  const mixed = task.state === 'running' || task.state === 'queued';
  return (
    <button
      type="button"
      class="st"
      role="checkbox"
      aria-checked={mixed ? 'mixed' : done}
      aria-label={name}
      title={`${word}. ${done ? 'Mark as not done' : 'Mark as done'}`}
      data-tool="toggle"
      tabIndex={-1}
      onClick={() => post({ type: 'setTask', identity: task.identity, state: done ? 'open' : 'done' })}
    >
      <Icon name={icon} tone={tone} />
    </button>
  );
}

function Refs({ task }: { readonly task: TaskView }) {
  return (
    <span class="refs">
      {task.refs.map((ref) =>
        ref.all || ref.ids.length > chips ? (
          <span key={ref.text} class="tag" title={ref.ids.join(', ')}>
            {ref.text}
          </span>
        ) : (
          ref.ids.map((id) => <CriterionChip key={id} id={id} inRow />)
        ),
      )}
    </span>
  );
}

/** The second line of a row: only when there is something to say. */
function More({ task, anchors, document }: TaskProps) {
  const problems = anchors.at(task);
  const details = detailsShown(document) ? task.details : '';
  const lines: ComponentChildren[] = problems.map((diagnostic) => (
    <Problem
      key={`${diagnostic.code} ${diagnostic.place.start}`}
      diagnostic={diagnostic}
      document={document.name}
      place={task.id === null ? `line ${task.line}` : `task ${task.id}`}
      inRow
    />
  ));
  const ran = rowRuns.value.has(task.identity);
  return (
    <>
      {(lines.length > 0 || details !== '' || ran) && (
        <div class="more">
          {ran && <RowRunWords task={task} />}
          {details !== '' && <Prose markdown={details} small />}
          {lines}
        </div>
      )}
      <Comments lines={task} class="more" inRow />
    </>
  );
}
