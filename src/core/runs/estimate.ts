/** What a run will cost, and what it did, in words. Pure. */
import type { RunEstimate } from './service';

/** "$0.31"; small sums are not rounded to nothing. */
export function money(dollars: number): string {
  return dollars > 0 && dollars < 0.01 ? 'under $0.01' : `$${dollars.toFixed(2)}`;
}

/** "7 tasks, about $1.20 and 30 min; from the last 3 tasks of this spec" */
export function estimateWords({ tasks, dollars, minutes, basis }: RunEstimate): string {
  const parts = [
    ...(dollars === undefined ? [] : [money(dollars)]),
    ...(minutes > 0 ? [`${Math.round(minutes)} min`] : []),
  ];
  const about = parts.length === 0 ? '' : `, ${parts[0]?.startsWith('under') ? '' : 'about '}${parts.join(' and ')}`;
  return `${tasks === 1 ? '1 task' : `${tasks} tasks`}${about}; from ${basis}`;
}
