/** Reads what a team's rules ask about: who owns the spec's folder, and who wrote its documents. */
import { codeownersPlaces, ownersOf, parseCodeowners } from '../../codeowners';
import type { SpecDocument } from '../../specs/model';
import { approvalsFolder, type JudgedApproval } from '../approvals';
import { hashOf } from '../documents';
import { type Person, refusedVote, type TeamStanding, teamStanding, type Vote, type VotedApproval } from '../team';
import { readText } from '../textFiles';
import type { FlowDeps } from './deps';
import type { SpecPlace } from './state';

/** What the rules say of the approvals of a document's text; undefined where one approval of anybody is enough. */
export async function documentTeam(
  deps: FlowDeps,
  place: SpecPlace,
  document: SpecDocument,
  approvals: readonly JudgedApproval[],
  upstream: Upstream,
): Promise<TeamStanding | undefined> {
  const { team, guards } = deps;
  const needed = team.needed(document.name);
  if (needed <= 1 && !team.owners && team.author) return undefined;
  const owners = ownersReader(deps, place, document);
  const own = approvals.filter(
    ({ record, vouched }) => vouched !== 'none' && record.document === document.name && record.hash === document.hash,
  );
  const authors = own.length === 0 || team.author ? [] : await authorsOf(deps, place, document);
  const votes: VotedApproval[] = [];
  for (const approval of own) {
    const { committed, vouched, record } = approval;
    // The key vouches for the machine and a commit for its author; the name in a record is only what it says.
    const person =
      vouched === 'commit' && committed !== undefined ? { name: committed.author, email: committed.email } : record.by;
    votes.push({ approval, vote: { vouched, person, authors, ...(await owners(committed?.commit)) } });
  }
  const shown = team.owners ? (await owners(undefined)).ownersBefore : [];
  const standing = teamStanding(votes, needed, shown, team, guards.team);
  const uncommitted = await uncommittedOf(deps, place, standing.counted);
  if (standing.counted.length >= needed) return { ...standing, uncommitted };
  const inVain = await whyInVain(deps, place, document, standing, upstream);
  return { ...standing, uncommitted, ...(inVain === undefined ? {} : { inVain }) };
}

/**
 * Why another approval of whoever works here would not count. Approving again what rests on documents that changed since
 * is never in vain, nor is approving again what is complete.
 */
export async function whyInVain(
  deps: FlowDeps,
  place: SpecPlace,
  document: SpecDocument,
  { needed, counted, votes }: Pick<TeamStanding, 'needed' | 'counted' | 'votes'>,
  upstream: Upstream,
): Promise<string | undefined> {
  const inLine = (each?: JudgedApproval) =>
    Object.entries(upstream).every(([name, hash]) => each?.record.upstream[name] === hash);
  const beside = counted.length >= needed ? [] : votes.filter((_, at) => inLine(counted[at]));
  return refusedVote(await ownVote(deps, place, document), beside, deps.team, deps.guards.team);
}

/** The hashes of the documents that one rests on, by name. */
type Upstream = Readonly<Record<string, string>>;

/** Git is asked of those alone that this machine's key vouches for: the others count by their commit. */
async function uncommittedOf(
  { host }: FlowDeps,
  place: SpecPlace,
  counted: readonly JudgedApproval[],
): Promise<readonly string[]> {
  const own = counted.filter(({ vouched }) => vouched === 'key').map(({ file }) => file);
  const committed = await Promise.all(own.map((file) => host.git.committed(`${approvalsFolder(place.path)}/${file}`)));
  return own.filter((_, at) => committed[at] === undefined);
}

/** The vote that whoever works here would give now. */
async function ownVote(deps: FlowDeps, place: SpecPlace, document: SpecDocument): Promise<Vote> {
  const person = await whoWorksHere(deps, place);
  const authors = deps.team.author ? [] : await authorsOf(deps, place, document);
  return { vouched: 'key', person, authors, ...(await ownersReader(deps, place, document)(undefined)) };
}

/** More than any document has; only those that ticked its boxes are looked through. */
const mostCommits = 10_000;

/**
 * Who made the last commit that changed more than ticks and line ends, as an approval has it: whoever runs tasks wrote
 * none of them. While HEAD has another text, who works here.
 */
async function authorsOf(deps: FlowDeps, place: SpecPlace, { name, hash }: SpecDocument): Promise<readonly Person[]> {
  const { git } = deps.host;
  const path = `${place.path}/${name}`;
  const has = async (revision: string): Promise<boolean> => {
    const text = await git.textAt(path, revision);
    return text !== undefined && hashOf(text) === hash;
  };
  for (const { commit, author, email } of (await has('HEAD')) ? await git.history(path, mostCommits) : []) {
    // A merge of two branches that ticked other boxes brings no text of its own.
    const inherited = (await has(`${commit}^`)) || (await has(`${commit}^2`));
    if (!inherited && (await has(commit))) return [{ name: author, email }];
  }
  return [await whoWorksHere(deps, place)];
}

/** As git knows them, else by the name of their account. */
export async function whoWorksHere({ host }: FlowDeps, { root }: SpecPlace): Promise<Person> {
  return (await host.git.identity(root)) ?? { name: host.userName() ?? 'somebody on this machine', email: '' };
}

type Owners = Pick<Vote, 'ownersNow' | 'ownersBefore'>;

/**
 * Owners of a document as the file says now, and as it was committed before a commit: a commit that makes somebody an
 * owner and brings their approval along is no approval of an owner. Without a commit, as HEAD has it.
 */
function ownersReader(
  deps: FlowDeps,
  place: SpecPlace,
  { name }: SpecDocument,
): (commit: string | undefined) => Promise<Owners> {
  const { files, git } = deps.host;
  let top: Promise<string | undefined> | undefined;
  return async (commit) => {
    if (!deps.team.owners) return { ownersNow: [], ownersBefore: [] };
    top ??= repositoryOf(deps, place.root);
    const root = await top;
    if (root === undefined) return { ownersNow: [], ownersBefore: [] };
    const path = `${place.path}/${name}`.slice(root.length + 1);
    const of = (text: string | undefined) => (text === undefined ? [] : ownersOf(parseCodeowners(text), path));
    const revision = commit === undefined ? 'HEAD' : `${commit}^`;
    return {
      ownersNow: of(await first((at) => readText(files, `${root}/${at}`))),
      ownersBefore: of(await first((at) => git.textAt(`${root}/${at}`, revision))),
    };
  };
}

async function first(read: (place: string) => Promise<string | undefined>): Promise<string | undefined> {
  for (const place of codeownersPlaces) {
    const text = await read(place);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The folder of the repository around a folder. */
async function repositoryOf({ host }: FlowDeps, folder: string): Promise<string | undefined> {
  for (let at = folder; at !== ''; at = at.slice(0, at.lastIndexOf('/')))
    if ((await host.files.stat(`${at}/.git`)) !== undefined) return at;
  return undefined;
}
