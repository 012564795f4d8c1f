/** What is said to reading or changing one file, whoever does it: a tool, a redirect, `cp`. */
import type { Files } from '../host';
import { canonicalPath } from './files/canonical';
import { deferredWhy } from './files/deferred';
import { type FilePlaces, protectedWhy } from './files/protected';
import { isWithin, joinPath } from './paths';
import { pathMatches, type Rule, ruleRef, speaksOf } from './rules';
import type { RuleRef } from './types';

/** What was said to one thing. */
export interface Verdict {
  readonly effect: 'allow' | 'ask' | 'deny';
  readonly rule: RuleRef;
  readonly reason: string;
  /** May an "always allow" open it. */
  readonly settles: boolean;
  readonly typeToConfirm?: string;
}

/** One use of a file. */
export interface FileUse {
  /** Absolute. */
  readonly path: string;
  readonly capability: 'fs_read' | 'fs_write';
  /** `whole`: the file or folder itself goes, moves or is linked. */
  readonly how: 'content' | 'whole';
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** What path verdicts need. */
export interface PathContext {
  readonly rules: readonly Rule[];
  readonly places: FilePlaces;
  readonly sandboxed: boolean;
  /** Which guards are in force. */
  readonly on: (guard: string) => boolean;
  /** Hidden by `.kiroignore`. */
  readonly hidden: (path: string) => Promise<boolean>;
  /**
   * Hidden files (absolute) whose content the repository around a folder holds, in commits or otherwise; undefined where
   * git does not answer.
   */
  readonly committedHidden: (folder: string) => Promise<readonly string[] | undefined>;
  readonly files: Pick<Files, 'realpath'>;
}

/** Follows links as far as the path exists. */
export async function realTarget(files: Pick<Files, 'realpath'>, path: string): Promise<string> {
  let head = joinPath('/', path);
  let rest = '';
  for (;;) {
    const real = await files.realpath(head).catch(() => undefined);
    if (real !== undefined) return rest === '' ? real : joinPath(real, `.${rest}`);
    const at = head.lastIndexOf('/');
    if (at <= 0) return joinPath(head, `.${rest}`);
    rest = head.slice(at) + rest;
    head = head.slice(0, at);
  }
}

/** The strictest of what is said to the path as written and as links lead. */
export async function judgePath(use: FileUse, context: PathContext): Promise<Verdict> {
  const real = await realTarget(context.files, use.path);
  const verdict = await judgeAt({ ...use, path: real }, context);
  if (real === use.path) return verdict;
  // As it was written it may only be stricter: where it lies is decided by where the links lead.
  const written = await judgeAt(use, context);
  const strict = written.effect !== 'allow' && !written.rule.text.startsWith('default:');
  return strict ? (strictest([verdict, written]) ?? verdict) : verdict;
}

async function judgeAt(use: FileUse, context: PathContext): Promise<Verdict> {
  const { path, capability } = use;
  const { places, on } = context;
  const covering = context.rules.filter((rule) => coversPath(rule, use, places));
  const denied = covering.find(({ effect }) => effect === 'deny');
  if (denied !== undefined) return ofRule(denied);
  const guarded = guardedPath(use, context);
  if (guarded?.effect === 'deny') return guarded;
  if (on('hidden') && (await context.hidden(path)))
    return builtin('deny', 'guard: hidden', `${path} is hidden by .kiroignore.`);
  const asked = covering.find(({ effect }) => effect === 'ask');
  if (asked !== undefined) return { ...ofRule(asked), settles: false };
  if (guarded !== undefined) return guarded;
  const allowed = covering.find(({ effect }) => effect === 'allow');
  if (allowed !== undefined) return ofRule(allowed);
  if (places.roots.some((root) => isWithin(root, path)))
    return capability === 'fs_read'
      ? builtin('allow', 'default: reads in the workspace', 'It lies in the workspace.')
      : builtin(
          'allow',
          'default: edits in the workspace',
          'It lies in the workspace, and every change can be undone.',
        );
  if (context.sandboxed && /^\/(?:tmp|var\/tmp|private\/tmp)\//u.test(path))
    return builtin(
      'allow',
      'default: temporary files in the sandbox',
      'The sandbox has a temporary folder of its own.',
    );
  return {
    ...builtin('ask', 'default: files outside the workspace', `${path} lies outside the workspace.`),
    settles: true,
  };
}

function guardedPath(use: FileUse, { places, on }: PathContext): Verdict | undefined {
  const { path, capability, how } = use;
  if (isWithin(canonicalPath(places.stateFolder), canonicalPath(path)) && on('protected'))
    return builtin('deny', 'guard: protected', `${path} is refused because Tracewright’s own records are its own.`);
  if (capability === 'fs_read') {
    return on('credentials') && isCredential(path)
      ? builtin('ask', 'guard: credentials', `${path} holds keys or passwords.`)
      : undefined;
  }
  const never = protectedWhy(path, places, how);
  if (never !== undefined && on('protected'))
    return builtin('deny', `guard: protected (${never.id})`, `${path} is refused because ${never.why}.`);
  const own = places.steering.some((each) => canonicalPath(each) === canonicalPath(path));
  const later = own ? { id: 'steering', why: 'steering tells every agent what to do' } : deferredWhy(path, use);
  if (later === undefined || !on('deferred')) return undefined;
  return builtin('ask', `guard: deferred (${later.id})`, `${path} asks every time because ${later.why}.`);
}

const credential =
  /\/\.(?:ssh|aws|azure|gnupg|kube|password-store)(?:\/|$)|\/\.(?:netrc|npmrc|pypirc|git-credentials|pgpass|my\.cnf|dockercfg|vault-token|boto|s3cfg)$|\/\.config\/(?:gcloud|gh|glab-cli|hub|op|doctl|rclone|configstore|heroku|netlify|vercel|fly|wrangler|stripe)(?:\/|$)|\/\.docker\/config\.json$|\/\.cargo\/credentials|\/\.terraform\.d\/credentials|\/\.local\/share\/keyrings|\/library\/keychains|\/etc\/(?:g?shadow|sudoers)|\/proc\/[^/]+\/(?:environ|mem|maps|root|cwd|fd|cmdline)|\/(?:id_(?:rsa|dsa|ecdsa|ed25519)|credentials\.json|service-account[^/]*\.json)$|\.(?:pem|p12|pfx|jks|keystore|kdbx)$/u;

/** A file that holds keys or passwords, by its name. */
export function isCredential(path: string): boolean {
  return credential.test(canonicalPath(path));
}

function coversPath(rule: Rule, { path, capability, how }: FileUse, places: FilePlaces): boolean {
  if (!speaksOf(rule.capability, capability)) return false;
  const own = rule.root === undefined ? places : { ...places, roots: [rule.root] };
  const covers = (pattern: string) => pathMatches(pattern, path, own);
  const excluded = rule.exclude.some(covers);
  if (rule.match.length === 0) return !excluded;
  if (rule.match.some(covers)) return !excluded;
  // Moving or deleting a folder takes along what a rule protects below it.
  return rule.effect !== 'allow' && how === 'whole' && rule.match.some((pattern) => beginsBelow(pattern, path, own));
}

function beginsBelow(pattern: string, path: string, { roots, home }: FilePlaces): boolean {
  const steady = pattern.replace(/\/?[^/]*[*?{[].*$/su, '');
  const starts = steady.startsWith('/')
    ? [steady]
    : steady.startsWith('~/')
      ? [home + steady.slice(1)]
      : roots.map((root) => joinPath(root, `./${steady}`));
  return starts.some((start) => isWithin(path, start));
}

function ofRule(rule: Rule): Verdict {
  const where = rule.file === undefined ? '' : ` in ${rule.file}:${rule.line ?? 1}`;
  const verb = { allow: 'allows', ask: 'asks for', deny: 'denies' }[rule.effect];
  return { effect: rule.effect, rule: ruleRef(rule), reason: `A rule${where} ${verb} it.`, settles: false };
}

/** A verdict of the product's own. */
export function builtin(effect: Verdict['effect'], text: string, reason: string): Verdict {
  return { effect, rule: { text, scope: 'builtin' }, reason, settles: false };
}

/** The verdict of a rule, as a verdict on anything. */
export const ruleVerdict = ofRule;

const rank = { allow: 0, ask: 1, deny: 2 } as const;

/** Deny beats ask, ask beats allow; among equals, what nothing settles beats what an exact rule would. */
export function strictest<Each extends Verdict>(verdicts: readonly Each[]): Each | undefined {
  const weight = (each: Verdict) =>
    rank[each.effect] * 4 +
    (each.typeToConfirm === undefined ? 0 : 2) +
    (each.effect === 'ask' && !each.settles ? 1 : 0);
  return verdicts.reduce<Each | undefined>(
    (best, each) => (best === undefined || weight(each) > weight(best) ? each : best),
    undefined,
  );
}
