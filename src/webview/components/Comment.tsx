import { useLayoutEffect, useRef } from 'preact/hooks';
import type { DocumentName } from '../../core/specs/model';
import { type CommentDraft, kept } from '../saved';
import { IconButton } from './Icon';

let wanted: string | undefined;

/** Opens a comment on a criterion or requirement, or goes to the one that is there. */
export function startComment(document: DocumentName, target: string): void {
  const there = kept.comments.value.some((each) => sameComment(each, { document, target, text: '' }));
  wanted = `${document} ${target}`;
  if (!there) kept.comments.value = [...kept.comments.value, { document, target, text: '' }];
  else globalThis.document.querySelector<HTMLElement>(`[data-comment="${CSS.escape(wanted)}"]`)?.focus();
}

function sameComment(a: CommentDraft, b: CommentDraft): boolean {
  return a.document === b.document && a.target === b.target && a.sentAt === b.sentAt;
}

function remove(comment: CommentDraft): void {
  kept.comments.value = kept.comments.value.filter((each) => !sameComment(each, comment));
}

/** A comment that is not sent; kept as it is typed, gone when it is left empty. */
export function Comment({ comment }: { readonly comment: CommentDraft }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const key = `${comment.document} ${comment.target}`;
  useLayoutEffect(() => {
    if (wanted === key) field.current?.focus();
    wanted = undefined;
  }, [key]);
  const set = (text: string): void => {
    kept.comments.value = kept.comments.value.map((each) => (sameComment(each, comment) ? { ...each, text } : each));
  };
  const leave = (event: { readonly currentTarget: HTMLElement }): void => {
    event.currentTarget.closest<HTMLElement>('[data-row]')?.focus();
    if (comment.text.trim() === '') remove(comment);
  };
  return (
    <section class="thread" aria-label={`Comment on ${comment.target}`}>
      <div class="msg">
        <div class="who">
          <b>You</b>
          <span class="tag">Not sent</span>
          <span class="grow" />
          <IconButton
            icon="trash"
            label={`Delete comment on ${comment.target}`}
            inRow
            onClick={() => remove(comment)}
          />
        </div>
        <label class="sr" for={`comment-${key}`}>
          Comment on {comment.target}
        </label>
        <textarea
          ref={field}
          class="field"
          id={`comment-${key}`}
          data-comment={key}
          rows={1}
          tabIndex={-1}
          placeholder="What should change here"
          value={comment.text}
          onInput={(event) => set(event.currentTarget.value)}
          onBlur={(event) => {
            if (event.currentTarget.value.trim() === '') remove(comment);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) {
              event.preventDefault();
              event.stopPropagation();
              leave(event);
            }
          }}
        />
      </div>
    </section>
  );
}
