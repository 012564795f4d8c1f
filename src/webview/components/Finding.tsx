import { useRef, useState } from 'preact/hooks';
import type { Finding as FindingData } from '../../core/flows/snapshot';
import { post } from '../host';
import { partsOf } from '../model/changes';
import { Changed } from './Changed';
import { mayAct } from './Header';
import { Icon } from './Icon';
import { SayWhy } from './run/SayWhy';

interface FindingProps {
  readonly finding: FindingData;
  /** The criterion as it stands; undefined where it is not a row of the document. */
  readonly text: string | undefined;
  readonly inRow?: boolean;
}

/** What an analysis found: why it matters, and a wording to accept or dismiss. */
export function Finding({ finding, text, inRow }: FindingProps) {
  const { criterion, consequence, wording, action, severity, question } = finding;
  const before = action === 'add_after' ? undefined : text;
  const after = action === 'remove' ? undefined : wording;
  const change = {
    kind: 'reworded',
    id: criterion,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  } as const;
  return (
    <div class="prob finding" role="note" tabIndex={-1} data-problem>
      <Icon
        name={severity === 'blocks' ? 'warning' : 'lightbulb'}
        tone={severity === 'blocks' ? 'warn' : 'info'}
        label={severity === 'blocks' ? 'Finding, blocks' : 'Finding'}
      />
      <div>
        <p>
          {consequence} <span class="code">{finding.kind}</span>
        </p>
        {finding.evidence.map(({ where, quote }) => (
          <p key={where + quote} class="muted">
            {where}: "{quote}"
          </p>
        ))}
        {question && <p>{question}</p>}
        {(wording || action === 'remove') && (
          <p class="proposal">
            <span class="muted">{{ replace: 'Replace: ', add_after: 'Add after: ', remove: 'Remove: ' }[action]}</span>
            <Changed parts={partsOf(change)} />
          </p>
        )}
        {finding.state === 'accepted' && <p class="muted">Accepted. It goes in with what you send next.</p>}
        {finding.state === 'open' && mayAct() && <Decision finding={finding} {...(inRow ? { inRow } : {})} />}
      </div>
    </div>
  );
}

/** Accept, or dismiss for a reason: the next analysis is told the reason and does not raise it again. */
function Decision({ finding: { id, criterion }, inRow }: { readonly finding: FindingData; readonly inRow?: boolean }) {
  const [dismissing, setDismissing] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const index = inRow ? -1 : undefined;
  const stay = (): void => place.current?.closest<HTMLElement>('[data-row], [data-problem]')?.focus();
  if (dismissing) {
    return (
      <div ref={place}>
        <SayWhy
          label={`Why the finding on ${criterion} is dismissed`}
          act="Dismiss"
          onSend={(reason) => {
            stay();
            post({ type: 'decideFinding', id, decision: 'dismissed', reason });
          }}
          onCancel={() => {
            stay();
            setDismissing(false);
          }}
        />
      </div>
    );
  }
  return (
    <div class="fix">
      <button
        type="button"
        class="lk"
        tabIndex={index}
        aria-label={`Accept finding on ${criterion}`}
        onClick={() => post({ type: 'decideFinding', id, decision: 'accepted' })}
      >
        Accept
      </button>
      <button
        type="button"
        class="lk"
        tabIndex={index}
        aria-label={`Dismiss finding on ${criterion}`}
        onClick={() => setDismissing(true)}
      >
        Dismiss
      </button>
    </div>
  );
}
