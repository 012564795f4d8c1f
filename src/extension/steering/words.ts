import type { SteeringFile } from '../../core/steering/model';

/** When a file takes part, in the words of its front matter. */
export function modeWords({ inclusion, subtree }: SteeringFile): string {
  if (subtree !== '') return `in ${subtree}/`;
  return inclusion.kind === 'fileMatch' ? inclusion.patterns.join(', ') : inclusion.kind;
}

/** "about 120 tokens" */
export function tokenWords(tokens: number): string {
  return `About ${tokens} token${tokens === 1 ? '' : 's'}`;
}
