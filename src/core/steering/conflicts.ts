import type { SteeringFile } from './model';

/** Two files that may say different things about the same. */
export interface SteeringConflict {
  /** What holds where they differ. */
  readonly holds: SteeringFile;
  readonly over: SteeringFile;
  readonly why: string;
}

/** Files of one name in different places; `files` in the order in which they are loaded, of which the later holds. */
export function conflictsOf(files: readonly SteeringFile[]): readonly SteeringConflict[] {
  const usable = files.filter(({ bar, inclusion }) => bar === undefined && inclusion.kind !== 'never');
  return usable.flatMap((holds, at) =>
    usable
      .slice(0, at)
      .filter((over) => over.name.toLowerCase() === holds.name.toLowerCase() && related(over, holds))
      .map((over) => ({ holds, over, why: whyHolds(holds, over) })),
  );
}

/** Neither is for a folder beside the other's. */
function related(over: SteeringFile, holds: SteeringFile): boolean {
  return over.subtree === '' || over.subtree === holds.subtree || holds.subtree.startsWith(`${over.subtree}/`);
}

function whyHolds(holds: SteeringFile, over: SteeringFile): string {
  if (holds.scope !== over.scope) return `Where they differ, ${holds.label} holds: the workspace’s goes before yours.`;
  if (holds.subtree !== over.subtree)
    return `Where they differ, ${holds.label} holds for files in ${holds.subtree}/: it is nearer.`;
  return `Both are named ${holds.name}. Where they differ, ${holds.label} holds, since it comes later.`;
}
