import type { Part } from '../shell/words';
import { type CatalogueEntry, runs } from './entry';

/** What only reads, by group: everything else changes something on a server, or runs an extension or an alias. */
const reads: Readonly<Record<string, RegExp>> = {
  alias: /^list$/u,
  attestation: /^(?:verify|trusted-root)$/u,
  auth: /^status$/u,
  cache: /^list$/u,
  changelog: /^generate$/u,
  ci: /^(?:list|view|status|trace|get|lint)$/u,
  codespace: /^(?:list|view|logs)$/u,
  config: /^(?:get|list)$/u,
  extension: /^(?:list|search)$/u,
  gist: /^(?:list|view)$/u,
  'gpg-key': /^list$/u,
  issue: /^(?:list|view|status)$/u,
  issues: /^(?:list|ls)$/u,
  label: /^list$/u,
  milestone: /^(?:list|get)$/u,
  mr: /^(?:list|view|show|diff|checkout|issues|approvers)$/u,
  org: /^list$/u,
  pipeline: /^(?:list|view|status|trace|get)$/u,
  pr: /^(?:list|show|view|checks|diff|status|checkout)$/u,
  project: /^(?:list|view|field-list|item-list)$/u,
  pulls: /^(?:list|ls|checkout)$/u,
  release: /^(?:list|show|view|download|verify|verify-asset)$/u,
  releases: /^(?:list|ls)$/u,
  repo: /^(?:list|view|clone|search|contributors|gitignore|license|read-file|read-dir)$/u,
  ruleset: /^(?:list|view|check)$/u,
  run: /^(?:list|view|watch|download)$/u,
  schedule: /^list$/u,
  search: /^(?:code|commits|issues|prs|repos)$/u,
  'ssh-key': /^(?:list|get)$/u,
  user: /^events$/u,
  workflow: /^(?:list|view)$/u,
};

/** Short names, as they are typed. */
const short: Readonly<Record<string, string>> = {
  ls: 'list',
  co: 'checkout',
  cs: 'codespace',
  ext: 'extension',
  at: 'attestation',
  rs: 'ruleset',
};

/** Without a group. */
const alone = /^(?:browse|check-update|ci-status|compare|completion|help|status|version|whoami)$/u;

/**
 * The first two words; undefined where an option stands before them that is not known: whether the word behind it is its
 * value is then open, as in `gh pr -t list merge 3`.
 */
function words(args: readonly string[]): readonly string[] | undefined {
  const found: string[] = [];
  for (let at = 0; at < args.length && found.length < 2; at++) {
    const arg = args[at] ?? '';
    if (/^(?:-R|--repo|--hostname)$/u.test(arg)) at += 1;
    else if (!arg.startsWith('-')) found.push(short[arg] ?? arg);
    else if (found.length === 1 && alone.test(found[0] ?? '')) break;
    else if (!/^(?:--repo=.*|-R.+|--hostname=.*)$/u.test(arg)) return undefined;
  }
  return found;
}

/** Whether a command for a forge only reads. */
export function onlyReads({ args }: Part): boolean {
  if (args.length === 0 || (args.length === 1 && /^(?:--version|--help|-h|-v)$/u.test(args[0] ?? ''))) return true;
  const list = words(args);
  if (list === undefined) return false;
  const [group = '', verb] = list;
  if (alone.test(group)) return true;
  // Any field makes it a POST.
  if (group === 'api') return !args.some((each) => /^(?:-[XfF]|--(?:method|field|raw-field|form|input))/u.test(each));
  if (verb === undefined) return reads[group] !== undefined;
  return reads[group]?.test(verb) === true;
}

/** Changing what lies at GitHub, GitLab and their like. */
export const forge: readonly CatalogueEntry[] = [
  {
    id: 'remote-history',
    why: 'changes something on a server that holds repositories, or runs an extension or an alias',
    matches: (part) =>
      runs(part, 'gh glab tea')
        ? !onlyReads(part)
        : runs(part, 'hub') && hubs.test(part.args[0] ?? '') && !onlyReads(part),
    examples: [
      'gh repo delete a/b --yes',
      'gh pr merge 3 --admin',
      'gh pr review 3 --approve',
      'gh pr -t list merge 3',
      'gh api -X DELETE repos/a/b',
      'gh api -XPOST user/repos',
      'gh api graphql -f query=x',
      'gh secret set TOKEN',
      'gh workflow run deploy.yml',
      'gh extension install a/gh-b',
      'gh extension exec b',
      'gh b',
      'gh alias set x "!id"',
      'gh variable set A',
      'glab mr approve 3',
      'glab api -X DELETE projects/1',
    ],
    harmless: [
      'gh pr view 3',
      'gh pr list',
      'gh pr checks 3',
      'gh -R a/b pr diff 3',
      'gh pr checkout 3',
      'gh issue view 2',
      'gh run list',
      'gh release list',
      'gh repo view',
      'gh api repos/a/b/pulls',
      'gh search prs x',
      'gh auth status',
      'gh --version',
      'glab mr list',
      'glab ci status',
    ],
  },
];

/** Words of hub's own; what else it is given, it hands on to git. */
const hubs = /^(?:alias|api|create|delete|fork|gist|issue|pr|pull-request|release|sync)$/u;
