/** Approvals of more than one person: how many a document needs, whose count, and what is still lacking. */
import type { Settings } from '../settings';
import type { DocumentName } from '../specs/model';
import type { JudgedApproval } from './approvals';

/** What a team asks of an approval. */
export interface TeamPolicy {
  /** How many people must approve a document. */
  needed(document: DocumentName): number;
  /** Only owners of the spec's folder in CODEOWNERS count. */
  readonly owners: boolean;
  /** Who wrote a document may approve it, too. */
  readonly author: boolean;
  /** E-mail addresses by `@user` or `@org/team`; an entry may name another one. */
  readonly people: Readonly<Record<string, readonly string[]>>;
}

type TeamSettings = Pick<
  Settings,
  'approvals.needed' | 'approvals.from' | 'approvals.authorMayApprove' | 'approvals.people'
>;

/** What the settings say of it. */
export function teamPolicy(settings: TeamSettings): TeamPolicy {
  const needed = settings['approvals.needed'];
  return {
    needed: (document) => needed[document] ?? needed['*'] ?? 1,
    owners: settings['approvals.from'] === 'codeowners',
    author: settings['approvals.authorMayApprove'],
    people: settings['approvals.people'],
  };
}

/** Somebody, as git knows them. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** One approval of a text, and who stands behind it. */
export interface Vote {
  readonly vouched: JudgedApproval['vouched'];
  readonly person: Person;
  /** Owners of the spec's folder as CODEOWNERS says now. */
  readonly ownersNow: readonly string[];
  /** The same as committed before this approval was. */
  readonly ownersBefore: readonly string[];
  /** Who wrote the document. */
  readonly authors: readonly Person[];
}

/** One reason why an approval is not counted: `refuse` gives it as a sentence, or nothing. */
export interface TeamGuard {
  readonly name: string;
  refuse(vote: Vote, counted: readonly Vote[], policy: TeamPolicy): string | undefined;
}

/** Which approvals count besides each other. */
export const teamGuards: readonly TeamGuard[] = [
  {
    name: 'machine',
    refuse: ({ vouched, person }, counted) =>
      vouched === 'key' && counted.some((each) => each.vouched === 'key')
        ? `${person.name} approved on this machine, where somebody approved already: that is one person.`
        : undefined,
  },
  {
    name: 'person',
    refuse: ({ person }, counted, { people }) =>
      counted.some((each) => samePerson(each.person, person, people))
        ? `${person.name} approved already, and counts once.`
        : undefined,
  },
  {
    name: 'owner',
    refuse: ({ person, ownersNow }, _, policy) => refuseOwner(person, ownersNow, policy, 'CODEOWNERS does not name'),
  },
  {
    name: 'owner-before',
    refuse: ({ person, ownersBefore }, _, policy) =>
      refuseOwner(person, ownersBefore, policy, 'before this approval, CODEOWNERS did not name'),
  },
  {
    name: 'author',
    refuse: ({ person, authors }, _, { author, people }) =>
      !author && authors.some((each) => samePerson(each, person, people))
        ? `${person.name} wrote it, and somebody else has to approve it.`
        : undefined,
  },
];

function refuseOwner(person: Person, owners: readonly string[], policy: TeamPolicy, why: string): string | undefined {
  if (!policy.owners || owners.some((owner) => isOwner(person, owner, policy.people))) return undefined;
  return `${person.name} is no owner: ${why} ${person.email || 'them'} for this folder.`;
}

/**
 * Whether two names stand for one person: by their address (case, a `+tag` and GitHub's number in a no-reply address do
 * not matter), by an entry of people, or by their name. Two people of one name count once, which only asks for more.
 */
export function samePerson(a: Person, b: Person, people: TeamPolicy['people']): boolean {
  const [one, other] = [plainEmail(a.email), plainEmail(b.email)];
  if (one !== '' && one === other) return true;
  if (fold(a.name) !== '' && fold(a.name) === fold(b.name)) return true;
  return Object.entries(people).some(
    ([handle, entries]) =>
      !handle.includes('/') &&
      [one, other].every((email) => email !== '' && entries.some((entry) => plainEmail(entry) === email)),
  );
}

/** Whether an owner of CODEOWNERS is this person: an address, `@user` or `@org/team`. */
export function isOwner(person: Person, owner: string, people: TeamPolicy['people'], depth = 0): boolean {
  const email = plainEmail(person.email);
  if (email === '') return false;
  if (!owner.startsWith('@')) return plainEmail(owner) === email;
  if (email === `${owner.slice(1).toLowerCase()}@users.noreply.github.com`) return true;
  const handle = Object.keys(people).find((each) => each.toLowerCase() === owner.toLowerCase());
  // A team may name its members by their handles; deeper than that is a circle.
  if (handle === undefined || depth > 1) return false;
  return (people[handle] ?? []).some((entry) => isOwner(person, entry, people, depth + 1));
}

function plainEmail(email: string): string {
  const lower = email.trim().toLowerCase();
  return lower
    .replace(/\+[^@]*(?=@)/u, (tag) => (lower.endsWith('@users.noreply.github.com') ? tag : ''))
    .replace(/^\d+\+(?=[^@]+@users\.noreply\.github\.com$)/u, '');
}

function fold(name: string): string {
  return name.trim().toLowerCase();
}

/** An approval with its vote. */
export interface VotedApproval {
  readonly approval: JudgedApproval;
  readonly vote: Vote;
}

/** What a team's rules say of the approvals of one text. */
export interface TeamStanding {
  readonly needed: number;
  readonly counted: readonly JudgedApproval[];
  /** The votes of those. */
  readonly votes: readonly Vote[];
  /** Approvals that are vouched for and do not count, each with why. */
  readonly passedOver: readonly { readonly by: string; readonly why: string }[];
  /** Whose approvals would count, where only owners' do. */
  readonly owners: readonly string[];
  /** Files of those approvals that are in no commit yet: nobody else can know of them. */
  readonly uncommitted: readonly string[];
  /** Why another approval of whoever works here would not count, where any is lacking. */
  readonly inVain?: string;
}

/**
 * Counts approvals of one text, given oldest first. Somebody's newest one speaks for them: an older one may rest on
 * documents that changed since.
 */
export function teamStanding(
  votes: readonly VotedApproval[],
  needed: number,
  owners: readonly string[],
  policy: TeamPolicy,
  guards: readonly TeamGuard[],
): Omit<TeamStanding, 'uncommitted' | 'inVain'> {
  const counted: VotedApproval[] = [];
  const passedOver: { by: string; why: string }[] = [];
  for (const each of votes.toReversed()) {
    const before = counted.map(({ vote }) => vote);
    const why = refusedVote(each.vote, before, policy, guards);
    if (why === undefined) counted.push(each);
    else passedOver.push({ by: each.vote.person.name, why });
  }
  counted.reverse();
  passedOver.reverse();
  return {
    needed,
    counted: counted.map(({ approval }) => approval),
    votes: counted.map(({ vote }) => vote),
    passedOver,
    owners,
  };
}

/** The first guard's reason why a vote would not count beside others; undefined where it would. */
export function refusedVote(
  vote: Vote,
  counted: readonly Vote[],
  policy: TeamPolicy,
  guards: readonly TeamGuard[],
): string | undefined {
  return guards.map((guard) => guard.refuse(vote, counted, policy)).find((reason) => reason !== undefined);
}

/** "1 of 2 approvals, by Ada. One more is needed, of an owner (@bo)." Undefined where nothing is lacking. */
export function lackingWords({
  needed,
  votes,
  passedOver,
  owners,
}: Pick<TeamStanding, 'needed' | 'votes' | 'passedOver' | 'owners'>): string | undefined {
  const lacking = needed - votes.length;
  if (lacking <= 0) return undefined;
  const by = votes.length === 0 ? '' : `, by ${votes.map(({ person }) => person.name).join(' and ')}`;
  const whom = owners.length === 0 ? '' : `, of an owner (${owners.join(', ')})`;
  const more = `${lacking === 1 ? 'One' : lacking}${votes.length === 0 ? '' : ' more'} ${lacking === 1 ? 'is' : 'are'} needed${whom}.`;
  return [`${votes.length} of ${needed} approvals${by}. ${more}`, ...passedOver.map(({ why }) => why)].join(' ');
}
