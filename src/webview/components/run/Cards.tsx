import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RestorePreview } from '../../../core/runs/service';
import type { ChecksToConfirm, RunQuestion } from '../../../core/runs/snapshot';
import { counts } from '../../model/runs';
import { agoIso, count } from '../../model/words';
import { ask, preview, start } from '../../runs';
import { Icon } from '../Icon';
import { PromptField } from '../PromptField';

/** The agent's question to the user, in the middle of a run. */
export function Question({ question, first }: { readonly question: RunQuestion; readonly first: boolean }) {
  const [other, setOther] = useState('');
  const send = (answer: string): void => ask({ do: 'answer', question: question.id, answer });
  return (
    <section class="card ask" id={first ? 'ask' : undefined} tabIndex={-1} aria-label="The agent asks">
      <div class="in">
        <h3 class="askh">
          <Icon name="comment-discussion" tone="warn" /> {question.question}
        </h3>
        {question.why !== '' && <p class="muted">{question.why}</p>}
        <div class="choices">
          {question.choices.map(({ label, detail }) => (
            <button key={label} type="button" class="choice" onClick={() => send(label)}>
              <span>{label}</span>
              {detail !== '' && <span class="muted">{detail}</span>}
            </button>
          ))}
        </div>
        <div class="row">
          <div class="grow">
            <PromptField
              id={`answer-${question.id}`}
              rows={1}
              aria-label="Something else"
              placeholder={question.choices.length > 0 ? 'Something else' : 'Your answer'}
              text={other}
              set={setOther}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
                event.preventDefault();
                if (other.trim() !== '') send(other.trim());
              }}
            />
          </div>
          <button type="button" class="btn" disabled={other.trim() === ''} onClick={() => send(other.trim())}>
            Answer
          </button>
          <button type="button" class="btn" onClick={() => send('')}>
            Skip
          </button>
        </div>
        <p class="muted">Skipped, the agent does this: {question.ifSkipped}</p>
      </div>
    </section>
  );
}

/** Which commands are to prove the work. Nothing runs as proof that the user has not seen. */
export function Checks({ confirm }: { readonly confirm: ChecksToConfirm }) {
  const [left, setLeft] = useState<readonly number[]>([]);
  const [own, setOwn] = useState('');
  const cwd = confirm.checks[0]?.cwd ?? '';
  const lines = [
    ...confirm.checks.filter((_, at) => !left.includes(at)).map((check) => ({ line: check.line, cwd: check.cwd })),
    ...(own.trim() === '' ? [] : [{ line: own.trim(), cwd }]),
  ];
  return (
    <section class="card ask" id="ask" tabIndex={-1} aria-labelledby="checks-title">
      <div class="in">
        <h3 class="askh" id="checks-title">
          <Icon name="beaker" tone="warn" />{' '}
          {confirm.checks.length === 0 ? 'Which command proves the work?' : 'Do these commands prove the work?'}
        </h3>
        <p class="muted">{confirm.reason}</p>
        {confirm.checks.map(({ line, source }, at) => (
          <label key={`${line} ${source}`} class="opt">
            <input
              type="checkbox"
              checked={!left.includes(at)}
              onChange={() => setLeft(left.includes(at) ? left.filter((each) => each !== at) : [...left, at])}
            />
            <span>
              <code>{line}</code>
            </span>
            <span class="d">{source}</span>
          </label>
        ))}
        <input
          class="field mono"
          type="text"
          spellcheck={false}
          aria-label="Another command"
          placeholder="Another command"
          value={own}
          onInput={(event) => setOwn(event.currentTarget.value)}
        />
        <div class="row go">
          <button
            type="button"
            class="btn primary"
            disabled={lines.length === 0}
            onClick={() => ask({ do: 'confirm', lines })}
          >
            {lines.length === 1 ? 'Use this command' : `Use these ${lines.length} commands`}
          </button>
          <button type="button" class="btn" onClick={() => ask({ do: 'confirm', lines: [] })}>
            Nothing proves it
          </button>
        </div>
      </div>
    </section>
  );
}

/** What going back would change, before it is done. It was asked for, so it takes the focus. */
export function GoBack({ shown, how }: { readonly shown: RestorePreview; readonly how: 'restore' | 'fork' }) {
  const { checkpoint } = shown;
  const host = useRef<HTMLElement>(null);
  useLayoutEffect(() => host.current?.focus(), [checkpoint.id, how]);
  return (
    <section
      ref={host}
      class="card ask"
      id="restore"
      tabIndex={-1}
      aria-labelledby="restore-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.shiftKey) leave();
      }}
    >
      <div class="in">
        <h3 class="askh" id="restore-title">
          <Icon name="history" tone="warn" /> {how === 'restore' ? 'Restore' : 'Fork from'} "{checkpoint.label}"?
        </h3>
        {how === 'restore' ? <Restore shown={shown} /> : <Fork shown={shown} />}
      </div>
    </section>
  );
}

function Restore({ shown }: { readonly shown: RestorePreview }) {
  const [conversation, setConversation] = useState(true);
  const { checkpoint, files } = shown;
  return (
    <>
      <p class="muted">
        {files.length === 0 ? 'No file changes.' : `${count(files.length, 'file')} will change.`} What is there now is
        kept as a checkpoint first, so this can be undone. {agoIso(checkpoint.at, Date.now())}
      </p>
      <WouldChange shown={shown} />
      <Choice checked={conversation} set={setConversation}>
        The agent forgets what it did since
      </Choice>
      <Go words="Restore" go={() => ask({ do: 'restore', checkpoint: checkpoint.id, conversation })} />
    </>
  );
}

function Fork({ shown }: { readonly shown: RestorePreview }) {
  const [putBack, setPutBack] = useState(false);
  const { checkpoint, files } = shown;
  return (
    <>
      <p class="muted">
        The conversation goes on from here in a session of its own; the one until now stays in the log.{' '}
        {putBack
          ? `${count(files.length, 'file')} will change. What is there now is kept as a checkpoint first, so this can be undone.`
          : 'The files stay as they are.'}{' '}
        {agoIso(checkpoint.at, Date.now())}
      </p>
      {putBack && <WouldChange shown={shown} />}
      {files.length > 0 && (
        <Choice checked={putBack} set={setPutBack}>
          Put the files back too ({count(files.length, 'file')})
        </Choice>
      )}
      <Go words="Fork" go={() => ask({ do: 'fork', checkpoint: checkpoint.id, files: putBack })} />
    </>
  );
}

function leave(): void {
  preview.value = undefined;
}

interface ChoiceProps {
  readonly checked: boolean;
  readonly set: (checked: boolean) => void;
  readonly children: ComponentChildren;
}

function Choice({ checked, set, children }: ChoiceProps) {
  return (
    <label class="opt">
      <input type="checkbox" checked={checked} onChange={() => set(!checked)} />
      <span>{children}</span>
    </label>
  );
}

function Go({ words, go }: { readonly words: string; readonly go: () => void }) {
  return (
    <div class="row go">
      <button
        type="button"
        class="btn primary"
        onClick={() => {
          go();
          leave();
        }}
      >
        {words}
      </button>
      <button type="button" class="btn" onClick={leave}>
        Cancel
      </button>
    </div>
  );
}

/** The files that would be put back, and what is particular about some. */
function WouldChange({ shown: { files, byUser, notHeld } }: { readonly shown: RestorePreview }) {
  return (
    <>
      {files.length > 0 && (
        <ul class="files">
          {files.map((file) => (
            <li key={`${file.root} ${file.path}`}>
              <Icon name={fileIcons[file.kind]} label={fileWord[file.kind]} />
              <span class="path">{file.path}</span>
              <span class="muted num">{counts(file)}</span>
            </li>
          ))}
        </ul>
      )}
      {byUser.length > 0 && (
        <Named
          icon="warning"
          tone="warn"
          words="Changed since by somebody else than the agent, and put back too:"
          names={byUser}
        />
      )}
      {notHeld.length > 0 && (
        <Named icon="info" words="Not held by the checkpoint, left as they are:" names={notHeld} />
      )}
    </>
  );
}

export const fileIcons = { added: 'diff-added', changed: 'diff-modified', deleted: 'diff-removed' } as const;
export const fileWord = { added: 'Added', changed: 'Changed', deleted: 'Deleted' } as const;

/** More names than this are counted. */
const namesShown = 12;

function Named({
  icon,
  tone,
  words,
  names,
}: {
  readonly icon: string;
  readonly tone?: string;
  readonly words: string;
  readonly names: readonly string[];
}) {
  const more = names.length - namesShown;
  return (
    <p class="warned">
      <Icon name={icon} {...(tone ? { tone } : {})} /> {words} {names.slice(0, namesShown).join(', ')}
      {more > 0 && ` and ${more} more`}
    </p>
  );
}

/** A pause, a failure or a crash ended the task: what happened, what was kept, and how to go on. */
export function Ended({
  state,
  message,
  identity,
}: {
  readonly state: string;
  readonly message: string;
  readonly identity: string;
}) {
  const paused = state === 'paused';
  const mayResume = paused || state === 'stopped' || state === 'interrupted' || state === 'failed';
  return (
    <section class="card ask" id="ask" tabIndex={-1} aria-labelledby="ended-title">
      <div class="in">
        <h3 class="askh" id="ended-title">
          <Icon name={paused ? 'debug-pause' : state === 'not_verifiable' ? 'unverified' : 'warning'} tone="warn" />{' '}
          {endings[state] ?? 'Ended'}
        </h3>
        <p>{message}</p>
        <div class="row go">
          {paused && (
            <button type="button" class="btn primary" onClick={() => ask({ do: 'raise' })}>
              Raise limit
            </button>
          )}
          {mayResume && !paused && (
            <button type="button" class="btn primary" onClick={() => start({ do: 'resume' })}>
              Go on
            </button>
          )}
          {state === 'not_verifiable' && (
            <button type="button" class="btn primary" onClick={() => ask({ do: 'reviewed', identity })}>
              Mark reviewed
            </button>
          )}
          <button type="button" class="btn" onClick={() => start({ do: 'retry', identity })}>
            Retry
          </button>
          {mayResume && (
            <button type="button" class="btn" onClick={() => ask({ do: 'skip', identity })}>
              Skip
            </button>
          )}
        </div>
      </div>
    </section>
  );
}

const endings: Readonly<Record<string, string>> = {
  paused: 'Paused',
  failed: 'Needs attention',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
  not_verifiable: 'Not verifiable',
};

/** How long something has been going on, every second. */
export function Elapsed({ since, words }: { readonly since: number; readonly words: (ms: number) => string }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <>{words(now - since)}</>;
}
