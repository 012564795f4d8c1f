import type { ComponentChildren } from 'preact';
import type { Question, SpecSnapshot } from '../../core/flows/snapshot';
import { post } from '../host';
import { type AnswerDraft, answersOf, choose, chooseOther, draftOf, skippedAll, tally } from '../model/questions';
import { count, lower } from '../model/words';
import { kept } from '../saved';
import { readOnly } from '../store';
import { AgentSteps } from './AgentSteps';
import { Footer } from './Footer';
import { PromptField } from './PromptField';

/** Sends the answers; what is open counts as skipped. */
export function sendAnswers(spec: SpecSnapshot): void {
  if (!readOnly.value) post({ type: 'answer', answers: answersOf(spec.questions, kept.answers.value) });
}

/** The questions the agent asks before it writes. */
export function Questions({ spec }: { readonly spec: SpecSnapshot }) {
  const total = spec.questions.length;
  return (
    <main class="doc" id="doc">
      <div class="col">
        <AgentSteps spec={spec} />
        <div class="dochead">
          <h2>A few questions first</h2>
          <span class="meta">{count(total, 'question')}. Skip any of them; the agent then decides and says so.</span>
        </div>
        {spec.questions.map((question, at) => (
          <QuestionRow key={question.id} question={question} number={at + 1} total={total} />
        ))}
      </div>
    </main>
  );
}

/** How many are answered, Skip all, and Write. */
export function QuestionsFooter({ spec }: { readonly spec: SpecSnapshot }) {
  const first = spec.documents[0];
  return (
    <Footer>
      <div class="row go">
        <span class="muted grow" role="status">
          {tally(spec.questions, kept.answers.value)}
        </span>
        <button
          type="button"
          class="btn"
          disabled={readOnly.value}
          onClick={() => post({ type: 'answer', answers: skippedAll(spec.questions) })}
        >
          Skip all
        </button>
        <button
          type="button"
          class="btn primary"
          disabled={readOnly.value}
          aria-keyshortcuts="Control+Enter"
          onClick={() => sendAnswers(spec)}
        >
          Write {lower(first?.label ?? 'requirements')}
        </button>
      </div>
    </Footer>
  );
}

interface RowProps {
  readonly question: Question;
  readonly number: number;
  readonly total: number;
}

function QuestionRow({ question, number, total }: RowProps) {
  const draft = draftOf(question, kept.answers.value);
  const set = (next: AnswerDraft): void => {
    kept.answers.value = { ...kept.answers.value, [question.id]: next };
  };
  if (draft.skipped) {
    return (
      <div class="q skipped">
        <Numbered question={question} number={number} verb="Answer" act={() => set({ ...draft, skipped: false })}>
          <p class="why">Skipped. {question.ifSkipped}</p>
        </Numbered>
      </div>
    );
  }
  return (
    <fieldset class="q" aria-describedby={`why-${number}`}>
      <legend class="sr">
        Question {number} of {total}: {question.question}
      </legend>
      <Numbered
        question={question}
        number={number}
        verb="Skip"
        act={() => set({ ...draft, skipped: true, touched: true })}
      >
        <p class="why" id={`why-${number}`}>
          <span class="sr">Why it matters: </span>
          {question.why}
        </p>
        {question.kind === 'text' ? (
          <AnswerField number={number} draft={draft} set={set} />
        ) : (
          <Choices question={question} number={number} draft={draft} set={set} />
        )}
      </Numbered>
    </fieldset>
  );
}

interface NumberedProps {
  readonly question: Question;
  readonly number: number;
  /** What the link beside the question says and does. */
  readonly verb: 'Answer' | 'Skip';
  readonly act: () => void;
  readonly children: ComponentChildren;
}

/** A question behind its number, with what belongs to it below. */
function Numbered({ question, number, verb, act, children }: NumberedProps) {
  return (
    <>
      <span class="n" aria-hidden="true">
        {number}
      </span>
      <div>
        <div class="h">
          <h3>{question.question}</h3>
          <button type="button" class="lk" aria-label={`${verb} question ${number}`} onClick={act}>
            {verb}
          </button>
        </div>
        {children}
      </div>
    </>
  );
}

interface AnswerProps {
  readonly number: number;
  readonly draft: AnswerDraft;
  readonly set: (next: AnswerDraft) => void;
}

function AnswerField({ number, draft, set }: AnswerProps) {
  return (
    <>
      <label class="sr" for={`answer-${number}`}>
        Your answer to question {number}
      </label>
      <PromptField
        id={`answer-${number}`}
        rows={2}
        placeholder="Your answer"
        text={draft.text}
        set={(text) => set({ ...draft, text, touched: true })}
      />
    </>
  );
}

function Choices({ question, number, draft, set }: AnswerProps & { readonly question: Question }) {
  const type = question.kind === 'single' ? 'radio' : 'checkbox';
  return (
    <div class="opts">
      {question.choices.map(({ label, detail }) => (
        <label key={label} class="opt">
          <input
            type={type}
            name={`q${number}`}
            checked={draft.chosen.includes(label)}
            onChange={(event) => set(choose(question, draft, label, event.currentTarget.checked))}
          />
          <span>{label}</span>
          {detail && <span class="d">{detail}</span>}
        </label>
      ))}
      <label class="opt">
        <input
          type={type}
          name={`q${number}`}
          checked={draft.other}
          onChange={(event) => set(chooseOther(question, draft, event.currentTarget.checked))}
        />
        <span>Something else</span>
      </label>
      {draft.other && (
        <div class="other">
          <AnswerField number={number} draft={draft} set={set} />
        </div>
      )}
    </div>
  );
}
