/**
 * The only place where a `Grant` comes into being. A grant names one subject and one kind; the ports ask `assertGrant`
 * before they act, so that an object that merely looks like a grant opens nothing.
 */
import type { Grant, GrantKind } from '../host';
import { isBelow, isPlainPath } from './paths';
import { places } from './places';

/** A write or a command that nobody was allowed to do. Its sentence says what was refused. */
export class GrantError extends Error {
  override readonly name = 'GrantError';
}

/** What a port asks before it acts; throws a `GrantError`. Tests hand in another one to see that the guard matters. */
export type GrantCheck = (grant: Grant, kinds: readonly GrantKind[], subject: string) => void;

/** Which folder the real target of a write must lie in, after links are resolved; undefined where there is none. */
export type GrantBorder = (grant: Grant) => string | undefined;

const made = new WeakMap<object, { readonly border: string | undefined }>();

/** Every kind that may write a file. */
export const writeKinds: readonly GrantKind[] = [
  'agent_write',
  'approval',
  'document',
  'evidence',
  'permission',
  'restore',
  'sidecar',
  'state',
  'template',
  'tick',
];

/** The kinds that may change a document that a user can have open. */
export const documentKinds: readonly GrantKind[] = ['agent_write', 'document', 'template', 'tick'];

function make(kind: GrantKind, subject: string, rule: string, border?: string): Grant {
  const grant = Object.freeze({ kind, subject, rule }) as Grant;
  made.set(grant, { border });
  return grant;
}

function runnerGrant(kind: keyof typeof places, path: string): Grant {
  const folder = isPlainPath(path) ? places[kind](path) : undefined;
  if (folder === undefined) throw new GrantError(`${path} is not a place for a write of the kind "${kind}".`);
  return make(kind, path, `runner:${kind}`, folder);
}

/** A document of a spec: requirements.md, bugfix.md, design.md or tasks.md in a folder below `.kiro/specs`. */
export function grantDocument(path: string): Grant {
  return runnerGrant('document', path);
}

/** A box of a tasks.md below `.kiro/specs`. */
export function grantTick(path: string): Grant {
  return runnerGrant('tick', path);
}

/** One approval: `.tracewright/approvals/<name>.json` of a spec. */
export function grantApproval(path: string): Grant {
  return runnerGrant('approval', path);
}

/** `.tracewright/spec.json` or `.config.kiro` of a spec. */
export function grantSidecar(path: string): Grant {
  return runnerGrant('sidecar', path);
}

/** One record of evidence: `.tracewright/evidence/<name>.json` of a spec. */
export function grantEvidence(path: string): Grant {
  return runnerGrant('evidence', path);
}

/** A file that "Initialise" makes, or a hook file: Markdown, YAML or JSON below `.kiro`, outside `specs`, and `hooks/*.kiro.hook`. */
export function grantTemplate(path: string): Grant {
  return runnerGrant('template', path);
}

/** The file of the state folder that holds the key of all MACs; nothing writes it but the port that makes it. */
export const keyFile = 'key';

/** A file below the state folder, the key excepted. */
export function grantState(stateFolder: string, path: string): Grant {
  const inside = isPlainPath(path) && isBelow(stateFolder, path);
  if (!inside || path.toLowerCase() === `${stateFolder}/${keyFile}`.toLowerCase()) {
    throw new GrantError(`${path} is not a place of the state folder that may be written.`);
  }
  return make('state', path, 'runner:state', stateFolder);
}

/** A file that an agent may change; it must still lie in `root` once links are resolved. Only authorities call this. */
export function grantAgentWrite(path: string, root: string, rule: string): Grant {
  if (!isPlainPath(path) || !isBelow(root, path)) {
    throw new GrantError(`${path} is not a place of ${root} that an agent may write.`);
  }
  return make('agent_write', path, rule, root);
}

/** A workspace folder, or a file in it, that is put back to what a checkpoint holds because the user said so. */
export function grantRestore(path: string, root: string): Grant {
  if (!isPlainPath(path) || (path !== root && !isBelow(root, path))) {
    throw new GrantError(`${path} is not a place of ${root} that may be put back.`);
  }
  return make('restore', path, 'user: restore', root);
}

/** A command line for a shell, exactly as the policy judged it. Only authorities call this. */
export function grantCommand(line: string, rule: string): Grant {
  return make('exec', line, rule);
}

/** Says yes where no port is needed; the subject begins with the kind of action, so that it is never a path or a line. */
export function grantConsent(subject: string, rule: string): Grant {
  return make('consent', subject, rule);
}

/** The user's rules, or those for one workspace folder: `permissions.yaml` below `~/.kiro`, when the user said "always". */
export function grantPermissionFile(home: string, path: string): Grant {
  const rest = isPlainPath(path) && isBelow(home, path) ? path.slice(home.length) : '';
  if (!/^\/\.kiro\/(?:settings|workspace-roots\/[0-9a-f]{16})\/permissions\.yaml$/u.test(rest)) {
    throw new GrantError(`${path} is not a place for rules of the user.`);
  }
  return make('permission', path, 'user: always allow', home);
}

/** A command that a policy allowed; `rule` is the one that did. */
export function grantExec(command: string, args: readonly string[], rule: string): Grant {
  return make('exec', commandLine(command, args), rule);
}

/** The subject of an exec grant: program and arguments in one line that stands for no other list of arguments. */
export function commandLine(command: string, args: readonly string[]): string {
  return [command, ...args].map((word) => (/^[\w./:=@%+,-]+$/u.test(word) ? word : JSON.stringify(word))).join(' ');
}

/** Throws unless the grant was made here, is of one of `kinds`, and is for exactly `subject`. */
export const assertGrant: GrantCheck = (grant, kinds, subject) => {
  if (typeof grant !== 'object' || grant === null || !made.has(grant)) {
    throw new GrantError(`Nothing was allowed to act on ${subject}.`);
  }
  if (!kinds.includes(grant.kind)) {
    throw new GrantError(`A grant of the kind "${grant.kind}" does not allow this use of ${subject}.`);
  }
  if (grant.subject !== subject) {
    throw new GrantError(`The grant is for ${grant.subject}, not for ${subject}.`);
  }
};

/** The folder a granted write must stay in once links are resolved. */
export const grantBorder: GrantBorder = (grant) => made.get(grant)?.border;
