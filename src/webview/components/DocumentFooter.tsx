import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { DocumentSnapshot, SpecSnapshot } from '../../core/flows/snapshot';
import { composing } from '../compose';
import { post } from '../host';
import { openComments } from '../model/comments';
import { nextStep, type Offer } from '../model/nextStep';
import { findingsOf } from '../model/problems';
import { count, list, lower } from '../model/words';
import { runs } from '../runs';
import { kept } from '../saved';
import { readOnly, refusal, show, shownView, ticked } from '../store';
import { CostStatus, Footer } from './Footer';
import { MentionButton, PromptField } from './PromptField';
import { RunBar } from './run/RunFooter';

interface FooterProps {
  readonly spec: SpecSnapshot;
  readonly document: DocumentSnapshot;
}

/** Refine box, what can be done next, and what it has cost. */
export function DocumentFooter({ spec, document }: FooterProps) {
  const view = shownView.value;
  const there = view !== undefined;
  const free = !readOnly.value;
  const step = free ? nextStep({ snapshot: spec, document, hash: view?.hash, ticked: ticked.value }) : { others: [] };
  const comments = free && there ? openComments(spec.comments, document.name) : [];
  const accepted = free && there ? acceptedOf(spec, document) : [];
  const refinable = free && there && !document.conflict;
  return (
    <Footer>
      {refinable && <Composer document={document} />}
      {step.plan && <p class="muted plan">{step.plan}</p>}
      {document.name === 'tasks.md' && document.state === 'approved' && runs.value && <RunBar runs={runs.value} />}
      <div class="row go">
        {refinable && document.name !== 'tasks.md' && (
          <button
            type="button"
            class="btn"
            onClick={() => act({ label: 'Analyze', act: { post: { type: 'analyze', document: document.name } } })}
          >
            Analyze
          </button>
        )}
        <CostStatus spec={spec} />
        {comments.length + accepted.length > 0 && (
          <button type="button" class="btn" onClick={() => sendRemarks(document, comments.length > 0)}>
            Send {remarks(comments.length, accepted.length)}
          </button>
        )}
        {step.others.map((offer) => (
          <OfferButton key={offer.label} offer={offer} />
        ))}
        {step.primary && <OfferButton offer={step.primary} primary />}
      </div>
    </Footer>
  );
}

function act(offer: Offer): void {
  refusal.value = undefined;
  if ('show' in offer.act) {
    show({ document: offer.act.show });
    return;
  }
  const message = offer.act.post;
  post(message);
  if (message.type === 'generate') show({ document: message.document });
  if (message.type === 'approve') kept.unticked.value = [];
}

function OfferButton({ offer, primary }: { readonly offer: Offer; readonly primary?: boolean }) {
  const { label, narrow } = offer;
  return (
    <button type="button" class={primary ? 'btn primary' : 'btn'} aria-label={label} onClick={() => act(offer)}>
      {narrow && label.startsWith(narrow) ? (
        <span>
          {narrow}
          <span class="hide-s">{label.slice(narrow.length)}</span>
        </span>
      ) : (
        label
      )}
    </button>
  );
}

function acceptedOf(spec: SpecSnapshot, { name }: DocumentSnapshot) {
  return findingsOf(spec.findings, name).filter(({ state }) => state === 'accepted');
}

/** "2 comments and 1 finding" */
function remarks(comments: number, findings: number): string {
  const parts = [comments > 0 ? count(comments, 'comment') : '', findings > 0 ? count(findings, 'finding') : ''];
  return list(parts.filter((part) => part !== ''));
}

/** Sends all open comments as one revision; accepted findings go along with every revision by themselves. */
function sendRemarks({ name }: DocumentSnapshot, comments: boolean): void {
  refusal.value = undefined;
  post(
    comments
      ? { type: 'sendComments', document: name }
      : { type: 'refine', document: name, request: 'Take in the accepted findings, and nothing else.' },
  );
}

/** The refine box: a sentence, sent with Ctrl+Enter. */
function Composer({ document }: { readonly document: DocumentSnapshot }) {
  const { name } = document;
  const field = useRef<HTMLTextAreaElement>(null);
  const text = kept.composer.value[name] ?? '';
  const set = (next: string): void => {
    kept.composer.value = { ...kept.composer.value, [name]: next };
  };
  const send = (): void => {
    if (text.trim() === '') return;
    refusal.value = undefined;
    post({ type: 'refine', document: name, request: text.trim() });
    set('');
  };
  useSignalEffect(() => {
    if (!composing.value || !field.current) return;
    composing.value = false;
    const element = field.current;
    queueMicrotask(() => {
      element.focus();
      element.setSelectionRange(element.value.length, element.value.length);
    });
  });
  return (
    <div class="box one">
      <MentionButton label="Mention a requirement or a file" field={field} />
      <label class="sr" for="say">
        Refine the {lower(document.label)}
      </label>
      <PromptField
        field={field}
        id="say"
        rows={1}
        placeholder="Say what should change, # to mention"
        text={text}
        set={set}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
          if (event.key === 'Escape' && !event.shiftKey)
            globalThis.document.querySelector<HTMLElement>('#doc [data-row][tabindex="0"]')?.focus();
        }}
      />
      <button
        type="button"
        class="btn small"
        aria-keyshortcuts="Control+Enter"
        disabled={text.trim() === ''}
        onClick={send}
      >
        Send
      </button>
    </div>
  );
}
