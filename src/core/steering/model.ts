/** What steering is: files that a team (or its user) wrote so that every prompt says what they would say themselves. */
import type { Diagnostic } from '../diagnostic';

/** Whose it is: the user's, for every workspace, or the workspace folder's. Where two differ the workspace's holds. */
export type SteeringScope = 'user' | 'workspace';

/** Which tool a file was written for. `kiro` and `agents` always count, the others by setting. */
export type SteeringSourceId =
  | 'agents'
  | 'amazonq'
  | 'claude'
  | 'cline'
  | 'copilot'
  | 'cursor'
  | 'gemini'
  | 'kiro'
  | 'windsurf';

/** When a file takes part, as its author most likely meant it. */
export type Inclusion =
  | { readonly kind: 'always' }
  /** While files are worked on that match one of these globs and none of those that begin with `!`. */
  | { readonly kind: 'fileMatch'; readonly patterns: readonly string[] }
  /** When a prompt names it: `#name` or `/name`. */
  | { readonly kind: 'manual' }
  /** When what is asked for is about this. */
  | { readonly kind: 'auto'; readonly description: string }
  | { readonly kind: 'never' };

/** Why nothing of a file is ever used, although it is there. */
export type SteeringBar =
  /** `.kiroignore` hides it. */
  | { readonly kind: 'hidden' }
  /** It is a link that leads out of the workspace. */
  | { readonly kind: 'outside' }
  /** It is the same file, or says the same, as this one (a label). */
  | { readonly kind: 'same'; readonly as: string }
  | { readonly kind: 'unreadable'; readonly message: string };

/** A file, or lines of one, that a steering file brings along. */
export interface SteeringReference {
  /** Relative to the workspace folder. */
  readonly path: string;
  /** 1-based, both inclusive. */
  readonly lines?: { readonly from: number; readonly to: number };
  readonly text: string;
}

/** One steering file. */
export interface SteeringFile {
  /** Absolute. */
  readonly path: string;
  /** `.kiro/steering/tech.md`, `~/.kiro/steering.md` */
  readonly label: string;
  /** What a prompt names it by, without `#` or `/`: the name its front matter gives, else that of the file. */
  readonly name: string;
  readonly scope: SteeringScope;
  readonly source: SteeringSourceId;
  /** The folder whose files it is for, relative to the workspace folder; empty: all of them. Its globs begin there. */
  readonly subtree: string;
  readonly inclusion: Inclusion;
  /** The text without front matter, empty where `bar` is set. */
  readonly body: string;
  /** 1-based line of the file that `body` begins at. */
  readonly bodyLine: number;
  /** Offset of `body` in the file's text. */
  readonly bodyStart: number;
  /** What it brings along: `#[[file:path]]`. */
  readonly references: readonly SteeringReference[];
  /** About how many tokens body and references take in a prompt. */
  readonly tokens: number;
  /** What is wrong with it, with positions in the file; it counts all the same, and each says how. */
  readonly problems: readonly Diagnostic[];
  readonly bar?: SteeringBar;
}

/** What steering is chosen for. */
export interface SteeringOccasion {
  /** Files that are mentioned, read or changed, relative to the workspace folder, with `/`. */
  readonly paths: readonly string[];
  /** What prompts named with `#name` or `/name`; case does not matter. */
  readonly named?: readonly string[];
  /** The user's own words, for files that are included by what they are about. */
  readonly request?: string;
  /** Labels that the user switched off. */
  readonly off?: readonly string[];
}

/** Why a file is in a prompt, or out. */
export type SteeringReason =
  | { readonly kind: 'always' }
  /** `path` matched `pattern`. */
  | { readonly kind: 'matched'; readonly pattern: string; readonly path: string }
  /** `path` lies in the folder that it is for. */
  | { readonly kind: 'below'; readonly path: string }
  | { readonly kind: 'named' }
  /** These words of its description stand in the request. */
  | { readonly kind: 'about'; readonly words: readonly string[] }
  | { readonly kind: 'noMatch'; readonly patterns: readonly string[] }
  | { readonly kind: 'notBelow' }
  | { readonly kind: 'notNamed' }
  | { readonly kind: 'notAbout' }
  | { readonly kind: 'never' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'off' }
  | { readonly kind: 'barred'; readonly bar: SteeringBar };

/** What was decided on one file. */
export interface SteeringChoice {
  readonly file: SteeringFile;
  readonly included: boolean;
  readonly reason: SteeringReason;
  /** The reason as a person reads it, after "Included because" or "Not included because": "src/a.ts matches src/**". */
  readonly why: string;
}

/** Characters to a token, about, as the agent's own meter counts them. */
const perToken = 3.5;

/** About how many tokens a text takes. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / perToken);
}

/** The name of a file without what tells its kind: `api` for `.github/instructions/api.instructions.md`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:instructions\.md|mdc?|txt)$/iu, '');
}
