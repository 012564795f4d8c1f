import { useLayoutEffect, useRef } from 'preact/hooks';
import type { CommentView } from '../../core/flows/snapshot';
import type { DocumentName } from '../../core/specs/model';
import { post } from '../host';
import { placeWords, standOf } from '../model/comments';
import { agoIso } from '../model/words';
import type { CommentPlace, Lines } from '../protocol';
import { type CommentDraft, kept } from '../saved';
import { commentRows, draftRows, refusal, shownView } from '../store';
import { mayAct } from './Header';
import { IconButton } from './Icon';
import { PromptField } from './PromptField';

let wanted: string | undefined;

/** Opens a comment on a place, or goes to the one that is there. */
export function startComment(document: DocumentName, at: CommentPlace): void {
  const hash = shownView.value?.hash ?? '';
  const draft: CommentDraft =
    'id' in at
      ? { document, target: at.id, text: '' }
      : { document, target: `line ${at.line}`, text: '', line: at.line, hash };
  const key = keyOf(draft);
  if (kept.drafts.value.some((each) => keyOf(each) === key))
    globalThis.document.querySelector<HTMLElement>(`[data-comment="${CSS.escape(key)}"]`)?.focus();
  else {
    wanted = key;
    kept.drafts.value = [...kept.drafts.value, draft];
  }
}

function keyOf({ document, target }: CommentDraft): string {
  return `${document} ${target}`;
}

function change(draft: CommentDraft, next: CommentDraft | undefined): void {
  kept.drafts.value = kept.drafts.value.flatMap((each) =>
    keyOf(each) !== keyOf(draft) ? [each] : next === undefined ? [] : [next],
  );
}

function send(draft: CommentDraft): void {
  const { document, target, line, hash } = draft;
  const text = draft.text.trim();
  const shown = shownView.value?.hash;
  if (text === '' || draft.sent || !mayAct() || shown === undefined) return;
  refusal.value = undefined;
  change(draft, { ...draft, sent: true });
  const at = line === undefined ? { id: target } : { line };
  post({ type: 'comment', document, hash: hash ?? shown, at, text });
}

interface CommentsProps {
  /** The row or block that they are about. */
  readonly lines: Lines;
  readonly class?: string;
  /** In a list with roving focus. */
  readonly inRow?: boolean;
}

/** The comments on a row, and those that are being typed. */
export function Comments({ lines, class: name, inRow }: CommentsProps) {
  return (
    <Threads comments={commentRows.value.at(lines)} drafts={draftRows.value.at(lines)} class={name} inRow={inRow} />
  );
}

/** Comments whose place is gone. */
export function LooseComments() {
  return (
    <Threads comments={commentRows.value.loose} drafts={draftRows.value.loose} class="loose" inRow={false} loose />
  );
}

interface ThreadsProps {
  readonly comments: readonly CommentView[];
  readonly drafts: readonly CommentDraft[];
  readonly class: string | undefined;
  readonly inRow: boolean | undefined;
  /** Not beside its text, so that it says where that was. */
  readonly loose?: boolean;
}

function Threads({ comments, drafts, class: name, inRow, loose }: ThreadsProps) {
  if (comments.length + drafts.length === 0) return null;
  return (
    <div class={name}>
      {comments.map((comment) => (
        <Thread key={comment.id} comment={comment} loose={loose === true} {...(inRow ? { inRow } : {})} />
      ))}
      {drafts.map((draft) => (
        <Draft key={keyOf(draft)} draft={draft} loose={loose === true} {...(inRow ? { inRow } : {})} />
      ))}
    </div>
  );
}

interface PlaceProps {
  readonly inRow?: boolean;
  readonly loose: boolean;
}

/** A comment with its answer. */
function Thread({ comment, inRow, loose }: PlaceProps & { readonly comment: CommentView }) {
  const { id, by, at, text, answer, line, quote } = comment;
  const { word } = standOf(comment);
  const place = placeWords(comment);
  return (
    <section class="thread" aria-label={`Comment on ${place} by ${by}`}>
      <div class="msg">
        <div class="who">
          <b>{by}</b>
          <span>{agoIso(at, Date.now())}</span>
          <span class="tag">{word}</span>
          {loose && <span>On {place}</span>}
          <span class="grow" />
          {answer === undefined && mayAct() && (
            <IconButton
              icon="trash"
              label={`Withdraw comment on ${place}`}
              {...(inRow ? { inRow } : {})}
              onClick={() => post({ type: 'withdrawComment', id })}
            />
          )}
        </div>
        {line === undefined && <p class="muted">On text that is gone: "{quote}"</p>}
        <p class="said">{text}</p>
      </div>
      {answer && (
        <div class="msg answer">
          <div class="who">
            <b>{answer.by}</b>
            <span>{agoIso(answer.at, Date.now())}</span>
          </div>
          <p class="said">{answer.reason}</p>
        </div>
      )}
    </section>
  );
}

/** A comment that is being typed; gone when it is left empty. */
function Draft({ draft, inRow, loose }: PlaceProps & { readonly draft: CommentDraft }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const key = keyOf(draft);
  const { target, text, sent } = draft;
  useLayoutEffect(() => {
    if (wanted === key) field.current?.focus();
    wanted = undefined;
  }, [key]);
  const index = inRow ? -1 : undefined;
  const leave = (): void => {
    field.current?.closest<HTMLElement>('[data-row], [data-line]')?.focus();
    if (text.trim() === '') change(draft, undefined);
  };
  return (
    <section class="thread" aria-label={`Your comment on ${target}`}>
      <div class="msg">
        {loose && <p class="who">On {target}</p>}
        <label class="sr" for={`comment-${key}`}>
          Comment on {target}
        </label>
        <PromptField
          field={field}
          id={`comment-${key}`}
          data-comment={key}
          rows={2}
          tabIndex={index}
          placeholder="What should change here"
          text={text}
          disabled={sent === true}
          set={(next) => change(draft, { ...draft, text: next })}
          onKeyDown={(event) => {
            const sending = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
            if (!sending && event.key !== 'Escape') return;
            event.preventDefault();
            event.stopPropagation();
            leave();
            if (sending) send(draft);
          }}
        />
        <div class="row">
          <button
            type="button"
            class="btn small"
            tabIndex={index}
            aria-keyshortcuts="Control+Enter"
            disabled={text.trim() === '' || sent === true || !mayAct()}
            onClick={() => {
              leave();
              send(draft);
            }}
          >
            Comment
          </button>
          <button
            type="button"
            class="btn small"
            tabIndex={index}
            aria-label={`Discard comment on ${target}`}
            onClick={() => {
              leave();
              change(draft, undefined);
            }}
          >
            Discard
          </button>
        </div>
      </div>
    </section>
  );
}

/** The button that opens a comment on a row or a block. */
export function CommentButton({
  document,
  at,
  name,
  inRow,
}: {
  readonly document: DocumentName;
  readonly at: CommentPlace;
  /** What it is called: "1.2", "task 3". */
  readonly name: string;
  readonly inRow: boolean;
}) {
  if (!mayAct()) return null;
  return (
    <IconButton
      icon="comment"
      label={`Comment on ${name}`}
      shortcut="C"
      tool="comment"
      inRow={inRow}
      onClick={() => startComment(document, at)}
    />
  );
}
