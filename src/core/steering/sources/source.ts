import type { FrontMatter } from '../frontMatter/model';
import type { FrontMatterKey } from '../keys';
import type { Meant } from '../meant';
import type { SteeringSourceId } from '../model';

/** Where files lie, relative to a folder: one file, or all below a folder whose names end so. */
export type Spot = { readonly file: string } | { readonly folder: string; readonly ending: RegExp };

/** A tool whose steering files are read. */
export interface SteeringSource {
  readonly id: SteeringSourceId;
  /** "Claude Code" */
  readonly title: string;
  /** In a workspace folder. */
  readonly workspace: readonly Spot[];
  /** In the home folder. */
  readonly user: readonly Spot[];
  /** In any folder below the workspace folder: for what lies in that folder. */
  readonly nested: readonly Spot[];
  /** Whether front matter is looked for in this file; in the others what looks like it is text. */
  readonly frontMatter: (path: string) => boolean;
  /** The tool itself writes globs without quotes, which is no YAML. */
  readonly bareGlobs?: true;
  /** What may stand in its front matter. */
  readonly keys: readonly FrontMatterKey[];
  /** How a file counts; `body` is its text below the front matter. */
  meant(front: FrontMatter, body: string, path: string): Meant;
}
