/** What a permission card says: the question, what it is about, and how far it reaches. Pure. */
import type { PermissionRequest, RuleRef } from '../../core/permissions/types';
import type { RunView } from '../protocol';

/** "Run this command?", "Change package.json?" */
export function askTitle({ action, judgement }: PermissionRequest): string {
  if (judgement.typeToConfirm !== undefined) return `This names production: ${judgement.typeToConfirm}`;
  switch (action.kind) {
    case 'command':
      return action.sandboxed ? 'Run this command?' : 'Run this command outside the sandbox?';
    case 'network':
      return action.registries === undefined
        ? `Let commands reach ${doorOf(action)}?`
        : 'Open the package registries of this project?';
    case 'read':
      return `Read ${nameOf(action.path)}?`;
    case 'delegate':
      return `Start a ${action.role} helper?`;
    case 'write':
      return `${writing[action.how]} ${nameOf(action.path)}?`;
  }
}

const writing = { create: 'Create', edit: 'Change', delete: 'Delete', move: 'Move' } as const;

/** What the action is, as it would be done: a command line, a path, a host. */
export function askSubject({ action }: PermissionRequest): string {
  switch (action.kind) {
    case 'command':
      return action.line;
    case 'network':
      return action.registries === undefined
        ? doorOf(action)
        : action.registries
            .map(({ name, what, source, hosts }) => `${name}: ${what}, for ${source} (${hosts.join(', ')})`)
            .join('\n');
    case 'delegate':
      return action.role;
    default:
      return action.path;
  }
}

/** Who asks, where it is not the agent that the user talks to. */
export function askWho(agent: string): string | undefined {
  if (agent === 'main') return undefined;
  return agent === 'runner' ? 'The commands that prove the work' : `The ${agent} helper`;
}

/** How far it reaches. */
export function askReach({ action, subject }: PermissionRequest, sandbox: RunView['sandbox']): string {
  switch (action.kind) {
    case 'command': {
      const place = `In ${action.cwd}.`;
      if (!action.sandboxed) return `${place} Outside the sandbox: everything that you can reach.`;
      return sandbox ? `${place} ${sandbox.sentence}` : place;
    }
    case 'network':
      return action.registries === undefined
        ? `${whoseCommands(subject.agent)}, to ${doorOf(action)} only.`
        : `${whoseCommands(subject.agent)}, to these hosts only.`;
    case 'write':
      return 'This one file.';
    case 'read':
      return 'Reading only.';
    case 'delegate':
      return 'The same rules, a share of the same budget.';
  }
}

/** A door opens for all for whom the same rule asks: where that is a rule of one agent, for it alone. */
function whoseCommands(agent: string): string {
  return agent === 'main' || agent === 'runner'
    ? 'All commands of this session, unless rules of a helper say otherwise'
    : `Commands of the ${agent} helper, and of others under the same rule`;
}

function doorOf({ host, port }: { readonly host: string; readonly port?: number }): string {
  return port === undefined ? host : `${host}:${port}`;
}

function nameOf(path: string): string {
  return path.split('/').at(-1) || path;
}

const scopes: Readonly<Record<RuleRef['scope'], string>> = {
  builtin: 'built in',
  managed: 'your organisation',
  user: 'your rules',
  workspace: 'your rules for this workspace',
  agent: 'this agent',
  session: 'this session',
};

/** "your rules, line 12" */
export function ruleSource({ scope, line }: RuleRef): string {
  return line === undefined ? scopes[scope] : `${scopes[scope]}, line ${line}`;
}
