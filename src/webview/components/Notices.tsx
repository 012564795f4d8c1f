import type { DocumentSnapshot, SpecSnapshot } from '../../core/flows/snapshot';
import type { TracedChange } from '../../core/specs/impact';
import type { DocumentChange } from '../../core/specs/model';
import { post } from '../host';
import { changeWord, partsOf } from '../model/changes';
import { aheadOfThis } from '../model/following';
import { approver } from '../model/steps';
import { approvedVersion, newestVersion } from '../model/versions';
import { agoIso, count, lower } from '../model/words';
import { kept } from '../saved';
import { coverage, documents, following, readOnly, refusal, said, show, stream, trusted } from '../store';
import { Changed } from './Changed';
import { compare, useDiff } from './Comparison';
import { Icon } from './Icon';
import { Notice } from './Notice';
import { Prose } from './Prose';
import { Team } from './Team';
import { Touches } from './Touches';

interface NoticesProps {
  readonly spec: SpecSnapshot;
  readonly document: DocumentSnapshot;
}

/** What stands between the user and the document, most pressing first. */
export function DocumentNotices({ spec, document }: NoticesProps) {
  return (
    <div class="notices">
      {refusal.value !== undefined && <Refused message={refusal.value} />}
      {spec.heldBy !== undefined && (
        <Notice icon="lock" tone="warn" title={`${spec.heldBy} works on this spec`}>
          <p>You can read everything here. Nothing can be changed until it is free again.</p>
        </Notice>
      )}
      {!trusted.value && (
        <Notice icon="shield" tone="warn" title="Restricted Mode">
          <p>You can read everything here. Nothing is written or run until you trust this workspace.</p>
        </Notice>
      )}
      <Stopped spec={spec} />
      {document.conflict && <Conflict document={document} />}
      {document.state === 'claimed' && <Claimed document={document} />}
      <Team document={document} />
      {document.changes.length > 0 && (document.state === 'changed' || document.state === 'behind') && (
        <Changes spec={spec} document={document} />
      )}
      {said.value !== '' && spec.activity.kind === 'refining' && <Said text={said.value} />}
      <Missing spec={spec} document={document} />
    </div>
  );
}

function Refused({ message }: { readonly message: string }) {
  return (
    <Notice icon="warning" tone="warn" live>
      <p>{message}</p>
      <div class="row">
        <button
          type="button"
          class="lk"
          onClick={() => {
            refusal.value = undefined;
          }}
        >
          Close
        </button>
      </div>
    </Notice>
  );
}

function Stopped({ spec }: { readonly spec: SpecSnapshot }) {
  const { activity } = spec;
  if (activity.kind !== 'stopped') return null;
  const { failure } = activity;
  const title = { user: 'Stopped', failure: 'The model could not go on', crash: 'Interrupted' }[activity.by];
  const needsModel =
    failure && ['key', 'sign_in', 'access', 'unknown_model', 'region', 'needs_model'].includes(failure.kind);
  return (
    <Notice icon={activity.by === 'user' ? 'debug-pause' : 'warning'} tone="warn" title={title}>
      <p>{activity.message.startsWith(`${title}. `) ? activity.message.slice(title.length + 2) : activity.message}</p>
      {failure && failure.message !== activity.message && <p class="muted">{failure.message}</p>}
      <div class="row">
        {needsModel && (
          <button type="button" class="lk" onClick={() => post({ type: 'command', command: 'setUpModel' })}>
            Set up a model
          </button>
        )}
        {activity.by !== 'user' && (
          <button type="button" class="lk" onClick={() => post({ type: 'command', command: 'showLog' })}>
            Show log
          </button>
        )}
      </div>
    </Notice>
  );
}

function Conflict({ document }: { readonly document: DocumentSnapshot }) {
  const { conflict, name } = document;
  if (!conflict) return null;
  const version = document.versions.find(({ id }) => id === conflict.versionId)?.number;
  const named = version === undefined ? 'the new version' : `version ${version}`;
  return (
    <Notice icon="warning" tone="warn" title="The file and the new version differ">
      <p>{conflict.message}</p>
      <p class="muted">Both are kept until you choose.</p>
      <div class="row buttons">
        <button
          type="button"
          class="btn"
          disabled={readOnly.value}
          onClick={() => post({ type: 'resolveConflict', document: name, keep: 'file' })}
        >
          Keep the file
        </button>
        <button
          type="button"
          class="btn"
          disabled={readOnly.value}
          onClick={() => post({ type: 'resolveConflict', document: name, keep: 'version' })}
        >
          Take {named}
        </button>
        <button
          type="button"
          class="lk"
          onClick={() => post({ type: 'compare', document: name, from: conflict.versionId })}
        >
          Compare
        </button>
      </div>
    </Notice>
  );
}

function Claimed({ document }: { readonly document: DocumentSnapshot }) {
  const { approval, label } = document;
  const who = approval?.author ? `, or accept what ${approval.author.name} commits` : '';
  return (
    <Notice
      icon="unverified"
      tone="warn"
      title={approval ? `${approval.by} is named as approver` : 'Approved elsewhere'}
    >
      <p>
        {approval?.why ?? 'This machine cannot vouch for the approval that is in the folder.'} It counts as not
        approved. Read the {lower(label)} and approve them yourself{who}.
      </p>
      <div class="row">
        <button
          type="button"
          class="lk"
          disabled={readOnly.value}
          onClick={() => post({ type: 'command', command: 'reviewClaim' })}
        >
          Review the claim
        </button>
      </div>
    </Notice>
  );
}

/** Exactly what changed, each to be ticked for the update. */
function Changes({ spec, document }: NoticesProps) {
  const { changes, state } = document;
  const version = approvedVersion(document);
  const since = { document: document.name, from: 'approved', to: 'draft' };
  const answer = useDiff(spec, state === 'changed' ? since : undefined);
  const traced = answer !== undefined && 'diff' in answer ? answer.diff.changes : [];
  const source = (state === 'behind' ? aheadOfThis(spec, document)?.source : undefined) ?? document;
  const title =
    state === 'changed'
      ? changedTitle(document, version?.number)
      : `${source.label} changed: ${count(changes.length, 'change')} to bring in`;
  return (
    <section class="notice warn" aria-labelledby="changes">
      <Icon name="warning" tone="warn" />
      <div>
        <h3 id="changes">{title}</h3>
        <p class="muted">
          {state === 'changed'
            ? changedWords(spec, document.name)
            : `${document.label} rests on ${lower(source.label)}. Nothing else is affected.`}
        </p>
        <ul class="changes" aria-label="Changes">
          {changes.map((change) => (
            <Change key={keyOf(change)} change={change} traced={traced.find((each) => keyOf(each) === keyOf(change))} />
          ))}
        </ul>
        {version && state === 'changed' && (
          <div class="row">
            <button type="button" class="lk" onClick={() => compare(document, since)}>
              Show what changed alone
            </button>
            <button
              type="button"
              class="lk"
              onClick={() => post({ type: 'compare', document: document.name, from: version.id })}
            >
              Compare with version {version.number}
            </button>
            <button
              type="button"
              class="lk"
              disabled={readOnly.value}
              onClick={() => post({ type: 'restore', document: document.name, versionId: version.id })}
            >
              Restore version {version.number}
            </button>
          </div>
        )}
      </div>
    </section>
  );
}

/** Without a tick to set, everything is in line and only the approval is missing. */
function changedWords({ documents }: SpecSnapshot, name: string): string {
  if (following.value.length > 0) return 'What rests on it waits. Nothing else in the spec is affected.';
  const last = documents.findLast(({ hash }) => hash !== undefined);
  return last?.name === name
    ? 'Nothing else in the spec is affected.'
    : 'What rests on it is in line with it, and waits for its approval.';
}

function changedTitle({ changes, approval }: DocumentSnapshot, version: number | undefined): string {
  const criteria = changes.every(({ kind, id }) => kind !== 'prose' && /\d/.test(id));
  const what = criteria ? count(changes.length, 'criterion', 'criteria') : count(changes.length, 'place');
  if (!approval) return `${what} changed since the approval`;
  const when = agoIso(approval.at, Date.now());
  return `${what} changed since ${approver(approval)} approved${version === undefined ? '' : ` version ${version}`}${when ? `, ${when}` : ''}`;
}

function keyOf({ kind, id, previousId }: DocumentChange): string {
  return `${kind} ${id} ${previousId ?? ''}`;
}

interface ChangeProps {
  readonly change: DocumentChange;
  /** The same with what it touches, once that is known. */
  readonly traced: TracedChange | undefined;
}

function Change({ change, traced }: ChangeProps) {
  const { id } = change;
  const off = kept.unticked.value.includes(id);
  const toggle = (on: boolean): void => {
    kept.unticked.value = on ? kept.unticked.value.filter((each) => each !== id) : [...kept.unticked.value, id];
  };
  const key = `change-${id.replaceAll(/\W/g, '-')}`;
  return (
    <li class="chg" data-change tabIndex={-1}>
      {following.value.includes(id) ? (
        <label class="opt">
          <input
            type="checkbox"
            checked={!off}
            aria-describedby={key}
            onChange={(event) => toggle(event.currentTarget.checked)}
          />
          <Address change={change} />
        </label>
      ) : (
        <div class="address">
          <Address change={change} />
        </div>
      )}
      <div class="d txt" id={key}>
        <p>
          <Changed parts={partsOf(change)} />
        </p>
        {traced && traced.of !== 'prose' ? (
          <Touches touches={traced.touches} />
        ) : (
          <Reach id={change.previousId ?? id} />
        )}
      </div>
    </li>
  );
}

function Address({ change }: { readonly change: DocumentChange }) {
  return (
    <span>
      <span class="id">{change.id}</span> <span class="muted">{changeWord(change)}</span>
    </span>
  );
}

/** Which tasks a change reaches. */
function Reach({ id }: { readonly id: string }) {
  const tasks = coverage.value?.tasksOf(id) ?? [];
  if (!coverage.value || !/\d/.test(id)) return null;
  return (
    <p class="muted">
      Tasks:{' '}
      {tasks.length === 0
        ? 'none yet'
        : tasks.map((task) => (
            <button
              key={task.identity}
              type="button"
              class="to ref"
              aria-label={`Task ${task.id ?? task.title}`}
              onClick={() => show({ document: 'tasks.md', id: task.identity })}
            >
              {task.id ?? task.title}
            </button>
          ))}
    </p>
  );
}

function Said({ text }: { readonly text: string }) {
  return (
    <section class="notice" aria-label="What the agent says">
      <Icon name="comment-discussion" />
      <div>
        <Prose markdown={text} open small />
      </div>
    </section>
  );
}

/** Why there is nothing to read yet. */
function Missing({ spec, document }: NoticesProps) {
  if (documents.value.has(document.name) || stream.value?.name === document.name) return null;
  if (spec.activity.kind === 'writing' && spec.activity.document === document.name) return <Arriving />;
  if (spec.activity.kind === 'reading') {
    return (
      <>
        {spec.sentence !== undefined && <p class="txt">{spec.sentence}</p>}
        <p class="muted">Questions follow when the repository is read.</p>
      </>
    );
  }
  if (document.state === 'locked') {
    const at = spec.documents.findIndex(({ name }) => name === document.name);
    const open = spec.documents.slice(0, at).find(({ state }) => state !== 'approved');
    return (
      <p class="muted">
        {document.label} {document.label.endsWith('s') ? 'are' : 'is'} written from what you approve before.{' '}
        {open ? `Approve the ${lower(open.label)} first.` : ''}
      </p>
    );
  }
  const partial = newestVersion(document);
  return (
    <p class="muted">
      {partial?.partial ? `What arrived is kept as draft version ${partial.number}.` : 'Not written yet.'}
    </p>
  );
}

function Arriving() {
  return (
    <p class="muted" role="status">
      The first lines are on their way.
    </p>
  );
}
