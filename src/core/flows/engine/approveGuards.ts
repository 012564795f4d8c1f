import type { OpenDocument } from '../../host';
import type { SpecDocument } from '../../specs/model';
import type { Outcome } from '../service';

type Refusal = Extract<Outcome, { kind: 'refused' }>;

/** Everything that an approval is judged by, read once. */
export interface ApproveRequest {
  readonly label: string;
  readonly document: SpecDocument;
  readonly open: OpenDocument;
  /** The text of the file itself; undefined where there is none. */
  readonly fileText: string | undefined;
  readonly shownHash: string;
  /** Labels of the documents before it that are not approved. */
  readonly closed: readonly string[];
  readonly conflict: boolean;
  /** Why this person's approval would not count, where it would not. */
  readonly notCounted?: string;
  /** The process was started by an agent. */
  readonly byAgent: boolean;
}

/** One condition of approving: `refuse` gives why not, or nothing. */
export interface ApproveGuard {
  readonly name: string;
  refuse(request: ApproveRequest): Refusal | undefined;
}

/** What must hold before an approval is written. */
export const approveGuards: readonly ApproveGuard[] = [
  {
    name: 'agent',
    refuse: ({ byAgent }) =>
      byAgent
        ? refused(
            'agent',
            'Approving is refused here: this process was started by an agent (TRACEWRIGHT_AGENT is set).',
          )
        : undefined,
  },
  {
    name: 'conflict',
    refuse: ({ conflict, label }) =>
      conflict
        ? refused('conflict', `${label} has a conflict. Keep the file or the version first, then approve.`)
        : undefined,
  },
  {
    name: 'shown',
    refuse: ({ document, shownHash, label }) =>
      document.hash === shownHash
        ? undefined
        : refused('stale', `${label} changed after it was shown. Read it again, then approve.`),
  },
  {
    name: 'saved',
    refuse: ({ open, fileText, label }) =>
      open.dirty || fileText !== open.text
        ? refused('stale', `${label} has changes that are not saved. Save or undo them, then approve.`)
        : undefined,
  },
  {
    name: 'gates',
    refuse: ({ closed, label }) =>
      closed.length === 0
        ? undefined
        : refused(
            'gate',
            `${label} can be approved after ${closed.join(' and ')}. Approve ${closed.length === 1 ? 'it' : 'them'} first.`,
          ),
  },
  {
    name: 'team',
    refuse: ({ notCounted }) => (notCounted === undefined ? undefined : refused('gate', notCounted)),
  },
];

function refused(code: Refusal['code'], message: string): Refusal {
  return { kind: 'refused', code, message };
}
