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
  const tell = options.json ? () => {} : teller(cli);
  const subscription = handle.subscribe({ changed: tell });
  const forget = cli.terminal.onInterrupt(() => void handle.stop());
  try {
    return await operation();
  } finally {
    forget();
    subscription.dispose();
  }
}

/** One line for each step and each new activity. */
function teller(cli: Cli): (snapshot: SpecSnapshot) => void {
  let steps = 0;
  let last = '';
  return (snapshot) => {
    if (snapshot.steps.length < steps) steps = 0;
    for (const step of snapshot.steps.slice(steps)) cli.terminal.note(`  ${step.label}`);
    steps = snapshot.steps.length;
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
