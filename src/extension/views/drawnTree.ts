/** The rows of a tree as the editor holds them. No vscode, so that tests read it. */

/** Rows that were given to the editor, kept as the same objects, and which of them it has to draw anew. */
export interface DrawnTree<Node extends object> {
  /** Hears which rows lie below one, or at the top; gives them as the objects that the editor knows them by. */
  took(parent: Node | undefined, rows: readonly Node[]): Node[];
  /** Hears how a row looks. */
  drew(row: Node, look: string): void;
  /**
   * Rows to draw anew, of this one and all below it, or of the whole tree: those that look different, and those below
   * which rows came or went; undefined among them stands for the whole tree. Rows of which only the data changed have
   * it afterwards.
   */
  different(row: Node | undefined): Promise<readonly (Node | undefined)[]>;
}

/** What a tree is made of. */
export interface TreeSource<Node> {
  keyOf(row: Node): string;
  childrenOf(row: Node | undefined): Promise<readonly Node[]>;
  lookOf(row: Node): Promise<string>;
}

/**
 * While a row is drawn anew the editor knows none of the rows below it, and a command on one would not find it. So no
 * more is drawn than what looks different.
 */
export function drawnTree<Node extends object>({ keyOf, childrenOf, lookOf }: TreeSource<Node>): DrawnTree<Node> {
  const held = new Map<string, Node>();
  const below = new Map<string, readonly string[]>();
  const looks = new Map<string, string>();
  const keyOrTop = (row: Node | undefined): string => (row === undefined ? '' : keyOf(row));
  const forget = (key: string): void => {
    for (const each of below.get(key) ?? []) forget(each);
    for (const kept of [held, below, looks]) kept.delete(key);
  };
  const adopt = (row: Node): Node => {
    const kept = held.get(keyOf(row)) ?? row;
    held.set(keyOf(row), kept);
    return kept === row ? row : Object.assign(kept, row);
  };
  /** The editor is about to ask for all of them. */
  const undraw = (key: string): void => {
    for (const each of below.get(key) ?? []) {
      looks.delete(each);
      undraw(each);
    }
  };
  const visit = async (row: Node | undefined, found: (Node | undefined)[]): Promise<void> => {
    const key = keyOrTop(row);
    const known = below.get(key);
    const rows = known === undefined ? [] : await childrenOf(row);
    const moved = row === undefined && known === undefined ? true : !sameKeys(known ?? [], rows.map(keyOf));
    const look = row === undefined || !looks.has(key) ? undefined : await lookOf(row);
    if (moved || look !== looks.get(key)) {
      if (look !== undefined) looks.set(key, look);
      undraw(key);
      found.push(row);
      return;
    }
    for (const each of rows) await visit(adopt(each), found);
  };
  return {
    took: (parent, rows) => {
      const keys = rows.map(keyOf);
      const now = new Set(keys);
      for (const gone of below.get(keyOrTop(parent)) ?? []) if (!now.has(gone)) forget(gone);
      below.set(keyOrTop(parent), keys);
      return rows.map(adopt);
    },
    drew: (row, look) => void looks.set(keyOf(row), look),
    different: async (row) => {
      const found: (Node | undefined)[] = [];
      await visit(row, found);
      return found;
    },
  };
}

function sameKeys(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, at) => key === other[at]);
}
