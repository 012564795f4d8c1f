import type { DocumentName } from '../../core/specs/model';
import { compose } from '../compose';
import { post } from '../host';
import { findingsOf } from '../model/problems';
import type { BlockView, CriterionView, TaskView } from '../protocol';
import { findings as allFindings, changedIds, coverage, documents, show } from '../store';
import type { BlockProps } from './Block';
import { CommentButton, Comments, startComment } from './Comment';
import { Finding } from './Finding';
import { mayAct } from './Header';
import { Icon, IconButton } from './Icon';
import { MenuButton } from './Menu';
import { Problem } from './Problem';
import { Prose } from './Prose';
import { Text } from './Text';

/** How many tasks of a criterion are named before the rest is a number. */
const chips = 3;

/** A requirement with its story and its criteria as rows. */
export function Requirement({
  block,
  anchors,
  document,
  open,
}: BlockProps<Extract<BlockView, { kind: 'requirement' }>>) {
  const heading = `requirement-${block.key.replaceAll(/\W/g, '-')}`;
  const last = block.rows.length - 1;
  return (
    <section
      class="req"
      aria-labelledby={heading}
      data-id={block.id}
      data-line={block.line}
      data-end={block.endLine}
      tabIndex={-1}
    >
      <header>
        <span class="id" aria-hidden="true">
          {block.id}
        </span>
        <h3 id={heading}>
          <span class="sr">Requirement {block.id}: </span>
          <Text text={block.title || `Requirement ${block.id}`} />
        </h3>
        {!open && <RequirementMenu block={block} document={document.name} />}
      </header>
      {anchors.at(block).map((diagnostic) => (
        <Problem
          key={`${diagnostic.code} ${diagnostic.place.start}`}
          diagnostic={diagnostic}
          document={document.name}
          place={`requirement ${block.id}`}
        />
      ))}
      {!open && <Comments lines={block} class="story-under" />}
      {block.story && (
        <p class={`story txt${open && last === -1 ? ' caret' : ''}`}>
          <Text text={block.story} />
        </p>
      )}
      <ol>
        {block.rows.map((row, at) =>
          row.kind === 'criterion' ? (
            <Criterion
              key={`${row.id} ${at}`}
              row={row}
              document={document.name}
              problems={anchors.at(row)}
              open={open && at === last}
              writing={open}
            />
          ) : (
            <li key={at} class="aside" data-line={row.line} data-end={row.endLine}>
              <Prose markdown={row.markdown} open={open && at === last} />
            </li>
          ),
        )}
      </ol>
    </section>
  );
}

interface CriterionProps {
  readonly row: CriterionView;
  readonly document: DocumentName;
  readonly problems: ReturnType<BlockProps['anchors']['at']>;
  readonly open: boolean;
  /** The requirement is still being written: nothing can be done with it yet. */
  readonly writing: boolean;
}

function Criterion({ row, document, problems, open, writing }: CriterionProps) {
  const changed = changedIds.value[document]?.includes(row.id) === true;
  const findings = writing
    ? []
    : findingsOf(allFindings.value, document).filter(({ criterion }) => criterion === row.id);
  return (
    <li
      class={changed ? 'crit mod' : 'crit'}
      data-row
      data-id={row.id}
      data-line={row.line}
      data-end={row.endLine}
      data-change={changed || undefined}
      tabIndex={-1}
    >
      <button
        type="button"
        class="id"
        aria-label={`Criterion ${row.id}${changed ? ', changed since approval' : ''}`}
        title="Open in the file"
        data-tool="open"
        tabIndex={-1}
        onClick={() => post({ type: 'openDocument', document, line: row.line })}
      >
        {row.id}
      </button>
      <p class={open ? 'txt caret' : 'txt'}>
        <Text text={row.text} />
      </p>
      {writing ? <span /> : <CoverageChips id={row.id} text={row.text} />}
      {!writing && <RowTools row={row} document={document} />}
      {(problems.length > 0 || findings.length > 0) && (
        <div class="under">
          {problems.map((diagnostic) => (
            <Problem
              key={`${diagnostic.code} ${diagnostic.place.start}`}
              diagnostic={diagnostic}
              document={document}
              place={`criterion ${row.id}`}
              inRow
            />
          ))}
          {findings.map((finding) => (
            <Finding key={finding.id} finding={finding} text={row.text} inRow />
          ))}
        </div>
      )}
      {!writing && <Comments lines={row} class="under" inRow />}
    </li>
  );
}

function CoverageChips({ id, text }: { readonly id: string; readonly text: string }) {
  const known = coverage.value;
  if (!known) return <span />;
  const tasks = known.tasksOf(id);
  if (tasks.length === 0) {
    return (
      <span class="cov">
        <button
          type="button"
          class="to none"
          tabIndex={-1}
          aria-label={`No task covers ${id}. Add task`}
          title="No task covers this criterion. Add task"
          disabled={!mayAct()}
          onClick={() => compose('tasks.md', `Add a task for criterion ${id}: ${text}`)}
        >
          No task
        </button>
      </span>
    );
  }
  return (
    <span class="cov">
      {tasks.slice(0, chips).map((task) => (
        <TaskChip key={task.identity} task={task} />
      ))}
      {tasks.length > chips && (
        <span class="tag" title={tasks.map((task) => task.id ?? task.title).join(', ')}>
          {tasks.length - chips} more
        </span>
      )}
    </span>
  );
}

function TaskChip({ task }: { readonly task: TaskView }) {
  const name = `Covered by task ${task.id ?? ''} ${task.title}`;
  return (
    <button
      type="button"
      class="to"
      aria-label={name}
      title={name}
      tabIndex={-1}
      onClick={() => show({ document: 'tasks.md', id: task.identity })}
    >
      <Icon name="arrow-small-right" />
      {task.id ?? 'task'}
    </button>
  );
}

function RowTools({ row, document }: Pick<CriterionProps, 'row' | 'document'>) {
  const { id, line } = row;
  return (
    <span class="acts">
      <CommentButton document={document} at={{ id }} name={id} inRow />
      <IconButton
        icon="edit"
        label={`Edit ${id} in the file`}
        shortcut="E"
        tool="edit"
        inRow
        onClick={() => post({ type: 'openDocument', document, line })}
      />
      <MenuButton
        label={`More actions for ${id}`}
        inRow
        items={[
          { label: `Refine ${id}`, disabled: !mayAct(), act: () => compose(document, `Criterion ${id}: `) },
          { label: 'Open in the file', act: () => post({ type: 'openDocument', document, line }) },
          { label: 'Copy text', act: () => post({ type: 'copy', text: `${id} ${row.text}` }) },
        ]}
      />
    </span>
  );
}

function RequirementMenu({
  block,
  document,
}: {
  readonly block: Extract<BlockView, { kind: 'requirement' }>;
  readonly document: DocumentName;
}) {
  const there = documents.value.has(document);
  return (
    <MenuButton
      label={`More actions for requirement ${block.id}`}
      items={[
        {
          label: 'Refine this requirement',
          disabled: !mayAct(),
          act: () => compose(document, `Requirement ${block.id}: `),
        },
        {
          label: 'Comment on this requirement',
          disabled: !mayAct(),
          act: () => startComment(document, { id: block.id }),
        },
        {
          label: 'Open in the file',
          disabled: !there,
          act: () => post({ type: 'openDocument', document, line: block.line }),
        },
      ]}
    />
  );
}
