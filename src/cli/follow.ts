/** Runs an operation on a spec while telling the terminal what goes on; Ctrl+C stops it. */
import type { Outcome, SpecHandle } from '../core/flows/service';
import type { SpecSnapshot } from '../core/flows/snapshot';
import type { Cli } from './cli';

/** How progress is told: as words, or as the log's events one a line. */
export interface FollowOptions {
  /** Session events go to standard output instead of words. */
  readonly json: boolean;
}

/** Runs an operation on a spec, tells what happens meanwhile, and stops it when the user interrupts. */
export async function follow(
  cli: Cli,
  handle: SpecHandle,
  options: FollowOptions,
  operation: () => Promise<Outcome>,
): Promise<Outcome> {
  const tell = options.json ? () => {} : teller(cli, handle.snapshot());
  const subscription = handle.subscribe({ changed: tell });
  const forget = cli.terminal.onInterrupt(() => void handle.stop());
  try {
    return await operation();
  } finally {
    forget();
    subscription.dispose();
  }
}

/** One line for each step that has ended and each new activity; steps of the work before `begun` were told then. */
function teller(cli: Cli, begun: SpecSnapshot): (snapshot: SpecSnapshot) => void {
  const told = new Set(words(begun) === '' ? begun.steps.keys() : []);
  let length = begun.steps.length;
  let last = '';
  return (snapshot) => {
    if (snapshot.steps.length < length) told.clear();
    length = snapshot.steps.length;
    for (const [at, { label, state }] of snapshot.steps.entries()) {
      if (state === 'running' || told.has(at)) continue;
      told.add(at);
      cli.terminal.note(`  ${label}${state === 'failed' ? ': failed' : ''}`);
    }
    const now = words(snapshot);
    if (now !== '' && now !== last) cli.terminal.note(now);
    last = now;
  };
}

function words({ activity, waiting }: SpecSnapshot): string {
  if (waiting !== undefined) return `Waiting, attempt ${waiting.attempt} of ${waiting.of}: ${waiting.reason}`;
  switch (activity.kind) {
    case 'reading':
      return 'Reading the repository';
    case 'writing':
      return `Writing ${activity.document}`;
    case 'repairing':
      return `Repairing ${activity.document}, turn ${activity.turn} of ${activity.of}`;
    case 'refining':
      return `Refining ${activity.document}`;
    default:
      return '';
  }
}
