import { useState } from 'preact/hooks';
import type { FileReview, HunkReview } from '../../../core/runs/snapshot';
import { changeText, counts, hunkTitle, isOpen, reviewWords } from '../../model/runs';
import { ask, saidKey, saidWhy } from '../../runs';
import { Icon, IconButton } from '../Icon';
import { MenuButton } from '../Menu';
import { Diff } from './Diff';
import { Fold } from './Fold';
import { SayWhy } from './SayWhy';

interface FileProps {
  /** Identity of the task. */
  readonly task: string;
  readonly file: FileReview;
}

/** What a file's change comes to, beside its name. */
export function fileWords(file: FileReview): string {
  return file.hunks.length > 1 && file.state === 'mixed'
    ? `${file.hunks.filter(({ state }) => state === 'accepted').length} of ${file.hunks.length} hunks accepted`
    : reviewWords(file);
}

/** The hunks of one file, each with its decision; folded once everything is decided. */
export function FileChange({ task, file }: FileProps) {
  return (
    <Fold
      class="change"
      open={isOpen(file)}
      summary={<span class="muted">Changes</span>}
      body={() => (
        <section class="card" aria-label={`Changes in ${file.path}`}>
          {file.hunks.length === 0 ? (
            <Whole task={task} file={file} />
          ) : (
            file.hunks.map((hunk, at) => <Hunk key={hunk.id} task={task} file={file} hunk={hunk} number={at + 1} />)
          )}
        </section>
      )}
    />
  );
}

/** A binary or very large file is decided as a whole. */
function Whole({ task, file }: FileProps) {
  return (
    <Decision
      task={task}
      file={file}
      state={file.state === 'mixed' ? 'open' : file.state}
      title={file.whole ?? 'Decided as a whole.'}
      name={file.path}
    />
  );
}

function Hunk({ task, file, hunk, number }: FileProps & { readonly hunk: HunkReview; readonly number: number }) {
  return (
    <>
      <Decision
        task={task}
        file={file}
        hunk={hunk}
        state={hunk.state}
        title={hunkTitle(hunk)}
        name={`hunk ${number} of ${file.path}`}
      />
      {(hunk.state === 'open' || hunk.state === 'conflict') && (
        <Diff lines={hunk.lines} label={`Hunk ${number} of ${file.path}`} />
      )}
    </>
  );
}

interface DecisionProps extends FileProps {
  readonly hunk?: HunkReview;
  readonly state: HunkReview['state'];
  readonly title: string;
  /** "hunk 2 of src/routes.ts" */
  readonly name: string;
}

/** The head of a hunk: what it is, Reject and Accept, or what was decided with Undo. */
function Decision(props: DecisionProps) {
  const { task, file, hunk, state, title, name } = props;
  const [why, setWhy] = useState(false);

  const at = { path: file.path, ...(hunk ? { hunk: hunk.id } : {}) };
  const line = hunk ? { line: hunk.newStart } : {};
  const decide = (accept: boolean, tell?: string): void =>
    ask({ do: 'review', decision: { accept, ...at, ...(tell === undefined ? {} : { tell }) } });
  return (
    <>
      <div
        class="hunk"
        data-change={state === 'open' || state === 'conflict' ? '' : undefined}
        tabIndex={-1}
        role="group"
        aria-label={`${name}, ${words[state]}`}
      >
        <span class="grow">{title}</span>
        <IconButton
          icon="go-to-file"
          label={`Open ${name} in the diff editor`}
          onClick={() => ask({ do: 'diff', identity: task, path: file.path, ...line })}
        />
        {state === 'open' ? (
          <>
            <MenuButton label={`More for ${name}`} items={[{ label: 'Reject and say why', act: () => setWhy(true) }]} />
            <button type="button" class="btn small" aria-label={`Reject ${name}`} onClick={() => decide(false)}>
              Reject
            </button>
            <button type="button" class="btn small" aria-label={`Accept ${name}`} onClick={() => decide(true)}>
              Accept
            </button>
          </>
        ) : (
          <Decided {...props} />
        )}
      </div>
      {why && (
        <SayWhy
          label="Say what should be different"
          act="Reject and send"
          onSend={(text) => {
            setWhy(false);
            saidWhy.value = new Map([...saidWhy.value, [saidKey(task, file.path, hunk?.id), text]]);
            decide(false, text);
          }}
          onCancel={() => setWhy(false)}
        />
      )}
    </>
  );
}

const words = { open: 'open', accepted: 'accepted', rejected: 'rejected', conflict: 'changed since' } as const;

function Decided({ task, file, hunk, state, name }: DecisionProps) {
  if (state === 'conflict')
    return (
      <span class="said">
        <Icon name="warning" tone="warn" /> The file changed since, so this can't be undone exactly.
      </span>
    );
  const accepted = state === 'accepted';
  const said = saidWhy.value.get(saidKey(task, file.path, hunk?.id));
  return (
    <>
      <Icon name={accepted ? 'check' : 'discard'} tone={accepted ? 'ok' : 'muted'} />
      <span class="said">{accepted ? 'Accepted' : 'Rejected'}</span>
      <button
        type="button"
        class="lk"
        aria-label={`Undo ${accepted ? 'accepting' : 'rejecting'} ${name}`}
        onClick={() =>
          ask({
            do: 'review',
            decision: { accept: !accepted, path: file.path, undo: true, ...(hunk ? { hunk: hunk.id } : {}) },
          })
        }
      >
        Undo
      </button>
      {!accepted && (
        <button
          type="button"
          class="lk"
          aria-label={`Learn a rule from rejecting ${name}`}
          title="Propose a steering rule, shown before anything is written"
          onClick={() =>
            ask({
              do: 'learn',
              path: file.path,
              change: changeText(file, hunk),
              ...(said === undefined ? {} : { comment: said }),
            })
          }
        >
          Learn
        </button>
      )}
    </>
  );
}

/** "Edited src/todos/routes.ts +11 -2" as a link to its diff. */
export function FileLink({ task, file }: FileProps) {
  return (
    <>
      <button type="button" class="lk" onClick={() => ask({ do: 'diff', identity: task, path: file.path })}>
        {file.path}
      </button>{' '}
      <span class="muted num">{counts(file)}</span>
    </>
  );
}
