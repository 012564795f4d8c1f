import { useEffect } from 'preact/hooks';
import type { DocumentSnapshot, SpecSnapshot } from '../../core/flows/snapshot';
import type { TracedChange } from '../../core/specs/impact';
import { post } from '../host';
import { changeWord, partsOf } from '../model/changes';
import { type SideChoice, sideChoices, subjectOf, summaryOf, usualSides } from '../model/comparison';
import type { Sides } from '../protocol';
import { kept } from '../saved';
import { commits, diffs, sidesKey } from '../store';
import { Changed } from './Changed';
import { Icon, IconButton } from './Icon';
import { Text } from './Text';
import { Touches } from './Touches';

/** Shows what changed in a document; without sides, what is most likely wanted. */
export function compare(document: DocumentSnapshot, sides?: Pick<Sides, 'from' | 'to'>): void {
  kept.compared.value = { document: document.name, ...(sides ?? usualSides(document)) };
  kept.view.value = 'doc';
}

/** Asks for what changed between two sides, again whenever the spec changes; undefined until it is there. */
export function useDiff(spec: SpecSnapshot, sides: Sides | undefined) {
  const stamp = JSON.stringify(
    spec.documents.map(({ hash, approval, versions }) => [hash, approval?.hash, versions.length]),
  );
  const key = sides && sidesKey(sides);
  useEffect(() => {
    if (sides) post({ type: 'diff', document: sides.document, from: sides.from, to: sides.to });
  }, [key, stamp]);
  return key === undefined ? undefined : diffs.value.get(key);
}

interface ComparisonProps {
  readonly spec: SpecSnapshot;
  readonly document: DocumentSnapshot;
  readonly sides: Sides;
}

/** What changed in a document between two sides, requirement by requirement, and what each change touches. */
export function Comparison({ spec, document, sides }: ComparisonProps) {
  const answer = useDiff(spec, sides);
  const { name } = document;
  useEffect(() => post({ type: 'commits', document: name }), [name, document.hash]);
  const choices = sideChoices(document, commits.value.get(name) ?? []);
  const set = (more: Partial<Sides>): void => {
    kept.compared.value = { ...sides, ...more };
  };
  return (
    <section class="comparison" aria-labelledby="comparison">
      <div class="row">
        <h3 id="comparison" class="sec">
          What changed
        </h3>
        <span class="grow" />
        <TextDiff document={document} sides={sides} />
        <IconButton icon="close" label="Close the comparison" onClick={close} />
      </div>
      <div class="row sides">
        <SidePicker label="From" value={sides.from} choices={choices} onChange={(from) => set({ from })} />
        <SidePicker label="to" value={sides.to} choices={choices} onChange={(to) => set({ to })} />
        <IconButton icon="arrow-swap" label="Swap the sides" onClick={() => set({ from: sides.to, to: sides.from })} />
      </div>
      <div aria-live="polite">
        {answer === undefined ? (
          <p class="muted">Comparing.</p>
        ) : 'refused' in answer ? (
          <p>{answer.refused}</p>
        ) : (
          <p class="muted">{summaryOf(answer.diff.changes) || 'Both sides say the same.'}</p>
        )}
      </div>
      {answer !== undefined && 'diff' in answer && (
        <ul class="changes" aria-label="Changes">
          {answer.diff.changes.map((change) => (
            <Row key={`${change.kind} ${change.id} ${change.previousId ?? ''}`} change={change} />
          ))}
        </ul>
      )}
    </section>
  );
}

function close(): void {
  kept.compared.value = {};
}

interface PickerProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly SideChoice[];
  readonly onChange: (value: string) => void;
}

function SidePicker({ label, value, choices, onChange }: PickerProps) {
  const known = choices.some((choice) => choice.value === value);
  return (
    <label class="side-of">
      <span>{label}</span>
      <span class="sel">
        <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {!known && <option value={value}>{value}</option>}
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" />
      </span>
    </label>
  );
}

/** The same as text, in the editor; only where the editor has both sides. */
function TextDiff({ document, sides }: Pick<ComparisonProps, 'document' | 'sides'>) {
  const id = (side: string) =>
    side === 'approved'
      ? document.versions.find(({ hash }) => hash === document.approval?.hash)?.id
      : document.versions.find((version) => version.id === side)?.id;
  const [from, to] = [id(sides.from), id(sides.to)];
  if (from === undefined || (to === undefined && sides.to !== 'draft')) return null;
  return (
    <button
      type="button"
      class="lk"
      onClick={() => post({ type: 'compare', document: document.name, from, ...(to === undefined ? {} : { to }) })}
    >
      Compare as text
    </button>
  );
}

function Row({ change }: { readonly change: TracedChange }) {
  return (
    <li class="chg" data-change tabIndex={-1}>
      <h4>
        <Text text={subjectOf(change)} /> <span class="tag">{changeWord(change)}</span>
        {change.under !== undefined && (
          <span class="muted">
            {' '}
            <Text text={change.under} />
          </span>
        )}
      </h4>
      <div class="txt">
        <p>
          <Changed parts={partsOf(change)} />
        </p>
        {change.of !== 'prose' && <Touches touches={change.touches} />}
      </div>
    </li>
  );
}
