/** The system prompt: fixed text first, what varies by workspace last, so that a vendor's cache holds the longest part. */
import type { SteeringFile } from '../steering/model';
import { escapeRepositoryText } from './frames';
import { none } from './render';

/** What the system prompt is put together from. */
export interface SystemParts {
  /** Base prompt, with `{{size_rule}}`, and `{{steering}}` and `{{repository_facts}}` in the frame that begins the varying part. */
  readonly base: string;
  readonly sizeRule: string;
  readonly steering: readonly Pick<SteeringFile, 'label' | 'body'>[];
  /** What stands for the repository, see `repositoryOverview`. */
  readonly overview: string;
}

const varying = '<steering>';

/** Two parts, each a possible cache point: the same for every workspace, and this workspace's own. */
export function composeSystem({ base, sizeRule, steering, overview }: SystemParts): readonly string[] {
  const at = base.indexOf(varying);
  const fixed = base.slice(0, at).replace('{{size_rule}}', () => sizeRule.trim());
  const own = base
    .slice(at)
    .replace('{{steering}}', () => steeringText(steering))
    .replace('{{repository_facts}}', () => escapeRepositoryText(overview.trim()) || none);
  return [fixed.trimEnd(), own.trim()];
}

/** Each file under its name; those of the workspace come last and say so, since they win. */
function steeringText(steering: SystemParts['steering']): string {
  if (steering.length === 0) return none;
  const texts = steering.map(
    ({ label, body }) => `### ${escapeRepositoryText(label)}\n\n${escapeRepositoryText(body.trim())}`,
  );
  return [...texts, ...(steering.length > 1 ? ['Where two of these differ, the later one holds.'] : [])].join('\n\n');
}
