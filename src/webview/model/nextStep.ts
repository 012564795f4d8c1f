/** What the footer offers: one primary button, the step the user most likely wants, and what else can be done. */
import type { DocumentSnapshot, SpecSnapshot } from '../../core/flows/snapshot';
import type { DocumentName } from '../../core/specs/model';
import type { PanelMessage } from '../protocol';
import { aheadOfThis, behindThis, type Following } from './following';
import { count, lower } from './words';

/** A button: something to ask of the extension, or a document to show. */
export interface Offer {
  readonly label: string;
  /** A shorter label for narrow panels; the accessible name stays the long one. */
  readonly narrow?: string;
  readonly act: { readonly post: PanelMessage } | { readonly show: DocumentName };
}

/** What the footer offers. */
export interface NextStep {
  readonly primary?: Offer;
  readonly others: readonly Offer[];
  /** One sentence above the buttons: what the primary button will do. */
  readonly plan?: string;
}

/** What the offers follow from. */
export interface StepInput {
  readonly snapshot: SpecSnapshot;
  readonly document: DocumentSnapshot;
  /** Hash of the document as it is shown; undefined while it is not there. */
  readonly hash: string | undefined;
  /** Ids of the changes that are ticked for an update. */
  readonly ticked: readonly string[];
}

const nothing: NextStep = { others: [] };

/** The offers for the document shown, while nothing is going on and nobody else holds the spec. */
export function nextStep(input: StepInput): NextStep {
  return forTeam(stepOf(input), input.document);
}

function stepOf(input: StepInput): NextStep {
  const { snapshot, document } = input;
  const { activity } = snapshot;
  const stoppedHere = activity.kind === 'stopped' && (activity.document ?? document.name) === document.name;
  if (stoppedHere)
    return { primary: { label: 'Resume', act: { post: { type: 'resume' } } }, others: approveOffers(input) };
  if (document.conflict) return nothing;
  const open = before(snapshot, document).find(({ state }) => state !== 'approved');
  if (open && document.state !== 'locked') {
    return {
      primary: goOffer(open),
      others: [],
      plan: `${document.label} can be approved after ${lower(open.label)}.`,
    };
  }
  switch (document.state) {
    case 'locked':
      return lockedStep(snapshot, document);
    case 'absent':
      return { primary: writeOffer(document), others: [] };
    case 'draft':
    case 'claimed': {
      const [primary, ...others] = approveOffers(input);
      return primary ? { primary, others } : nothing;
    }
    case 'changed':
      return changedStep(input);
    case 'behind':
      return behindStep(input);
    case 'approved':
      return approvedStep(snapshot, document);
  }
}

/** Where a team approves: an approval that would not count is not offered, and one of several is said to be that. */
function forTeam(step: NextStep, { team }: DocumentSnapshot): NextStep {
  const all = step.primary === undefined ? step.others : [step.primary, ...step.others];
  if (team?.lacking === undefined || !all.some(approves)) return step;
  if (team.inVain !== undefined) {
    const [primary, ...others] = all.filter((offer) => !approves(offer));
    return {
      ...(primary === undefined ? {} : { primary }),
      others,
      plan: `Your approval would not count. ${team.inVain}`,
    };
  }
  const own = `Yours is approval ${team.by.length + 1} of ${team.needed}.`;
  return { ...step, plan: step.plan === undefined ? own : `${own} ${step.plan}` };
}

function approves({ act }: Offer): boolean {
  return 'post' in act && act.post.type === 'approve';
}

function writeOffer({ label, name }: DocumentSnapshot): Offer {
  return { label: `Write ${lower(label)}`, act: { post: { type: 'generate', document: name } } };
}

function goOffer({ label, name }: DocumentSnapshot): Offer {
  return { label: `Go to ${lower(label)}`, act: { show: name } };
}

function approveOffers({ document, hash }: StepInput): readonly Offer[] {
  const approvable = document.state === 'draft' || document.state === 'claimed';
  if (hash === undefined || !approvable) return [];
  return [approveOffer(document, hash, [], `Approve ${lower(document.label)}`, 'Approve')];
}

function approveOffer(
  { name }: DocumentSnapshot,
  hash: string,
  update: readonly string[],
  label: string,
  narrow?: string,
): Offer {
  const act = { post: { type: 'approve', document: name, hash, update } } as const;
  return narrow === undefined ? { label, act } : { label, narrow, act };
}

function lockedStep(snapshot: SpecSnapshot, document: DocumentSnapshot): NextStep {
  const open = before(snapshot, document).find(({ state }) => state !== 'approved');
  return open ? { primary: goOffer(open), others: [] } : nothing;
}

function changedStep(input: StepInput): NextStep {
  const { snapshot, document, hash } = input;
  if (hash === undefined) return nothing;
  const later = behindThis(snapshot, document);
  const own = aheadOfThis(snapshot, document);
  const catchUp = own === undefined ? [] : [updateOffer(own, own.ids)];
  if (later === undefined)
    return {
      primary: approveOffer(document, hash, [], `Approve ${lower(document.label)}`, 'Approve'),
      others: catchUp,
    };
  const only = approveOffer(document, hash, [], 'Approve only');
  const update = chosen(later, input.ticked);
  if (update.length === 0) return { primary: only, others: catchUp };
  const label = update.length === 1 ? 'Approve and update this 1' : `Approve and update these ${update.length}`;
  const exactly = update.length === 1 ? 'exactly this one' : `exactly these ${update.length}`;
  return {
    primary: approveOffer(document, hash, update, label),
    others: [only, ...catchUp],
    plan: `Approves what you see in your name, then updates ${namesOf(later)} for ${exactly}.`,
  };
}

function behindStep({ snapshot, document, hash, ticked }: StepInput): NextStep {
  if (hash === undefined) return nothing;
  const ahead = aheadOfThis(snapshot, document);
  if (ahead === undefined)
    return {
      primary: approveOffer(document, hash, [], `Approve ${lower(document.label)}`, 'Approve'),
      others: [],
      plan: `${document.label}: what it rests on was approved anew, and nothing in it has to follow.`,
    };
  const only = approveOffer(document, hash, [], 'Approve only');
  const update = chosen(ahead, ticked);
  if (update.length === 0) return { primary: only, others: [] };
  const { source } = ahead;
  const label = `Update for ${update.length === 1 ? 'this 1' : `these ${update.length}`}`;
  return {
    primary: { label, act: { post: { type: 'updateDownstream', document: source.name, only: update } } },
    others: [only],
    plan: `Updates ${lower(document.label)} for ${count(update.length, 'change')} in ${lower(source.label)}. You approve the result.`,
  };
}

function approvedStep(snapshot: SpecSnapshot, document: DocumentSnapshot): NextStep {
  const next = after(snapshot, document)[0];
  if (!next || next.state === 'locked') return nothing;
  const later = behindThis(snapshot, document);
  const others = later === undefined ? [] : [updateOffer(later, later.ids)];
  return { primary: next.state === 'absent' ? writeOffer(next) : goOffer(next), others };
}

function updateOffer(following: Following, only: readonly string[]): Offer {
  const { source } = following;
  return {
    label: `Update ${namesOf(following)} for ${count(only.length, 'change')} in ${lower(source.label)}`,
    narrow: 'Update',
    act: { post: { type: 'updateDownstream', document: source.name, only } },
  };
}

function chosen({ ids }: Following, ticked: readonly string[]): readonly string[] {
  return ids.filter((id) => ticked.includes(id));
}

function namesOf({ into }: Following): string {
  return into.map((each) => lower(each.label)).join(' and ');
}

function before({ documents }: SpecSnapshot, { name }: DocumentSnapshot): readonly DocumentSnapshot[] {
  return documents.slice(
    0,
    documents.findIndex((each) => each.name === name),
  );
}

function after({ documents }: SpecSnapshot, { name }: DocumentSnapshot): readonly DocumentSnapshot[] {
  return documents.slice(documents.findIndex((each) => each.name === name) + 1);
}
