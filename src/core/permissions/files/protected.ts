/** What is never an agent's to write, whatever a rule or a person says in passing. */
import { isWithin } from '../paths';
import { canonicalPath } from './canonical';

/** Where things lie on this machine. Absolute. */
export interface FilePlaces {
  readonly roots: readonly string[];
  readonly home: string;
  readonly stateFolder: string;
  /** Steering files that are the task's own business; changing them asks. */
  readonly steering: readonly string[];
}

/** One kind of file that belongs to somebody else. */
export interface ProtectedKind {
  readonly id: string;
  /** Ends "It is refused because …". */
  readonly why: string;
  /** Told by the canonical path. */
  readonly pattern: RegExp;
  /** Paths below a workspace folder; its tests. */
  readonly examples: readonly string[];
}

/** The runner's, the user's and git's files. */
export const protectedKinds: readonly ProtectedKind[] = [
  {
    id: 'approvals',
    why: 'approvals, evidence and the records of a spec are written by Tracewright alone',
    pattern: /\/\.tracewright(?:\/|$)|\/\.config\.kiro$/u,
    examples: [
      '.kiro/specs/todo/.tracewright/approvals/design-1.json',
      '.kiro/specs/todo/.Tracewright/x',
      '.kiro/specs/todo/.config.kiro',
    ],
  },
  {
    id: 'spec-documents',
    why: 'requirements, design and tasks are changed by revising the spec, and boxes are ticked by Tracewright alone',
    pattern: /\/\.kiro\/specs\/(?:[^/]+\/)+(?:requirements|bugfix|design|tasks)\.md$/u,
    examples: ['.kiro/specs/todo/tasks.md', '.kiro/specs/a/b/requirements.md', '.KIRO/specs/todo/Tasks.md'],
  },
  {
    id: 'hooks',
    why: 'hooks run by themselves, so they are the user’s',
    pattern: /\/\.kiro\/hooks(?:\/|$|\.ya?ml$)|\.kiro\.hook$/u,
    examples: ['.kiro/hooks/lint.kiro.hook', '.kiro/hooks.yaml', '.kiro/hooks/a.json', 'x.kiro.hook'],
  },
  {
    id: 'permissions',
    why: 'what agents may do is decided by the user',
    pattern:
      /\/\.kiro\/(?:settings|workspace-roots|agents)(?:\/|$)|\/\.kiro\/(?:[^/]+\/)*permissions\.ya?ml$|\/(?:etc\/kiro|library\/application support\/kiro|programdata\/kiro)(?:\/|$)|\/managed-settings\.json$|\/tracewright\/settings\.json$/u,
    examples: [
      '.kiro/settings/permissions.yaml',
      '.kiro/settings/mcp.json',
      '.kiro/permissions.yaml',
      '.kiro/agents/code.json',
      'managed-settings.json',
    ],
  },
  {
    id: 'steering',
    why: 'steering tells every agent what to do, so it is the user’s',
    pattern: /\/\.kiro\/steering(?:\/|$|\.md$)/u,
    examples: ['.kiro/steering/tech.md', '.kiro/steering.md', '.kiro/Steering/new.md'],
  },
  {
    id: 'git',
    why: 'git’s own folder is written by git alone',
    pattern: /\/\.git(?:\/|$)/u,
    examples: ['.git/config', '.git/hooks/pre-commit', '.GIT/config', 'sub/.git', '.git\u200c/config', 'GIT~1/config'],
  },
  {
    id: 'editor-settings',
    why: 'the editor’s own settings are the user’s',
    pattern:
      /\/(?:code|code - [^/]+|code-oss|vscodium|codium|cursor|windsurf|kiro|positron|trae|void|code-server)\/user(?:\/|$)|\/\.(?:vscode|vscode-[^/]+|cursor|windsurf|kiro|codeium)(?:-server)?\/(?:extensions|data|cli|argv\.json)(?:\/|$)|\/\.vscode-server(?:-insiders)?(?:\/|$)/u,
    examples: [
      '.config/Code/User/settings.json',
      'Library/Application Support/Cursor/User/keybindings.json',
      '.local/share/code-server/User/settings.json',
      '.vscode/extensions/x',
    ],
  },
];

/** Why an agent may never write a path; undefined where it may be allowed to. */
export function protectedWhy(
  path: string,
  places: FilePlaces,
  how: 'content' | 'whole' = 'content',
): { readonly id: string; readonly why: string } | undefined {
  const canonical = canonicalPath(path);
  if (isWithin(canonicalPath(places.stateFolder), canonical)) {
    return { id: 'state', why: 'Tracewright’s own records are written by Tracewright alone' };
  }
  if (places.steering.some((each) => canonicalPath(each) === canonical)) return undefined;
  const found = protectedKinds.find(({ pattern }) => pattern.test(canonical));
  if (found !== undefined) return { id: found.id, why: found.why };
  return how === 'whole' && holdsProtected(canonical, places)
    ? { id: 'holds-protected', why: 'it holds files that are not an agent’s to move or delete' }
    : undefined;
}

/** A folder whose moving or deleting takes protected files along. */
function holdsProtected(canonical: string, { roots, home, stateFolder }: FilePlaces): boolean {
  const above = [...roots, home, stateFolder].some((each) => isWithin(canonical, canonicalPath(each)));
  return above || /\/\.kiro(?:\/specs(?:\/[^/]+)?)?$|\/\.vscode$/u.test(canonical);
}

/** What a sandbox must keep from commands of a session. */
export function protectedPaths(
  root: string,
  places: Pick<FilePlaces, 'home' | 'stateFolder'>,
): { readonly readOnly: readonly string[]; readonly hidden: readonly string[] } {
  const inRoot = ['.kiro', '.git', '.tracewright', '.vscode', '.kiroignore'];
  const credentials = [
    '.ssh',
    '.aws',
    '.azure',
    '.gnupg',
    '.kube',
    '.config/gcloud',
    '.config/gh',
    '.config/tracewright',
    '.docker',
    '.netrc',
    '.npmrc',
    '.pypirc',
    '.git-credentials',
    '.cargo/credentials',
    '.cargo/credentials.toml',
    '.kiro',
  ];
  return {
    readOnly: inRoot.map((each) => `${root}/${each}`),
    hidden: [places.stateFolder, ...credentials.map((each) => `${places.home}/${each}`)],
  };
}
