/** Which spec goes under which folder. No vscode, so that tests read it. */

export interface Root {
  readonly path: string;
  readonly name: string;
}

/** A folder between a root and its specs: `_completed`, or `packages/api` for a `.kiro` further down. */
export interface Folder {
  readonly name: string;
  /** Unique in the window. */
  readonly id: string;
  readonly folders: readonly Folder[];
  /** Paths of spec folders, in the order given. */
  readonly specs: readonly string[];
}

/** One entry a root, in the order of the roots; specs outside of all roots are left out. */
export function groupByRoot(roots: readonly Root[], specs: readonly string[]): ReadonlyMap<string, Folder> {
  return new Map(
    roots.map((root) => {
      const inside = specs.filter((spec) => innermost(roots, spec) === root.path);
      const placed = inside.map((spec) => ({ spec, steps: stepsOf(spec.slice(root.path.length + 1)) }));
      return [root.path, folderOf(root.name, root.path, placed)];
    }),
  );
}

function innermost(roots: readonly Root[], spec: string): string | undefined {
  const around = roots.filter((root) => spec.startsWith(`${root.path}/`));
  return around.sort((a, b) => b.path.length - a.path.length)[0]?.path;
}

/** `packages/api/.kiro/specs/done/login` → `packages/api`, `done`. */
function stepsOf(relative: string): readonly string[] {
  const mark = '.kiro/specs/';
  const at = relative.indexOf(mark);
  if (at < 0) return [];
  const project = relative.slice(0, at).replace(/\/$/, '');
  const below = relative
    .slice(at + mark.length)
    .split('/')
    .slice(0, -1);
  return [...(project === '' ? [] : [project]), ...below];
}

interface Placed {
  readonly spec: string;
  readonly steps: readonly string[];
}

function folderOf(name: string, id: string, placed: readonly Placed[]): Folder {
  const names = [...new Set(placed.flatMap(({ steps }) => steps.slice(0, 1)))].sort();
  return {
    name,
    id,
    folders: names.map((step) => {
      const inside = placed.filter(({ steps }) => steps[0] === step);
      const next = inside.map(({ spec, steps }) => ({ spec, steps: steps.slice(1) }));
      return folderOf(step, `${id}//${step}`, next);
    }),
    specs: placed.filter(({ steps }) => steps.length === 0).map(({ spec }) => spec),
  };
}
