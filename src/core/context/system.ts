/** The system prompt: fixed text first, what varies by workspace last, so that a vendor's cache holds the longest part. */
import type { SteeringFile } from '../steering/model';
import { escapeRepositoryText } from './frames';
import { none } from './render';
import { type ShownSteering, steeringText } from './steeringText';

/** What the system prompt is put together from. */
export interface SystemParts {
  /** Base prompt, with `{{size_rule}}`, and `{{steering}}` and `{{repository_facts}}` in the frame that begins the varying part. */
  readonly base: string;
  readonly sizeRule: string;
  readonly steering: readonly ShownSteering[];
  /** Files that the agent reads by itself where its work is about them. */
  readonly offered?: readonly SteeringFile[];
  /** What stands for the repository, see `repositoryOverview`. */
  readonly overview: string;
}

const varying = '<steering>';

/** Two parts, each a possible cache point: the same for every workspace, and this workspace's own. */
export function composeSystem({ base, sizeRule, steering, offered, overview }: SystemParts): readonly string[] {
  const at = base.indexOf(varying);
  const fixed = base.slice(0, at).replace('{{size_rule}}', () => sizeRule.trim());
  const own = base
    .slice(at)
    .replace('{{steering}}', () => steeringText(steering, offered))
    .replace('{{repository_facts}}', () => escapeRepositoryText(overview.trim()) || none);
  return [fixed.trimEnd(), own.trim()];
}
