/** A folder whose states are told from times where they can be, beside a look at every file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLocks } from '../../../src/node/locks';
import { createSnapshots } from '../../../src/node/snapshots/snapshots';
import { createMemo, type Look, type Memo, type MemoGuards, memoGuards } from '../../../src/node/snapshots/unchanged';
import { type Tree, temporaryFolder } from '../../support/temporary';
import { userGit } from './rig';

const log = { write: () => undefined };
/** The disk's clock alone decides, without a margin on top of it, so that no test has to wait. */
export const prompt: MemoGuards = { ...memoGuards, isSettled: ({ ctimeMs }, clockMs) => ctimeMs < clockMs };

/** What a rig is made with. */
export interface Told {
  readonly guards?: Partial<MemoGuards> | undefined;
  readonly look?: Look;
  readonly tree?: Tree;
  /** The workspace folder below the repository; empty for the repository itself. */
  readonly within?: string;
  /** The repository, where it is not to be a temporary folder of its own. */
  readonly at?: string;
  readonly maxFileBytes?: number;
  /** Called after git has looked, before the memo looks at the times. */
  readonly beforeKeep?: () => unknown;
}

const usualTree = { '.gitignore': '*.log\ndata/\n', a: 'one', 'd/b': 'two', 'data/x.bin': 'x' };

export type ToldRig = ReturnType<typeof toldRig>;

export function toldRig({ guards, look, tree = usualTree, within = '', at, maxFileBytes, beforeKeep }: Told = {}) {
  const top = at ?? temporaryFolder(tree);
  const root = join(top, within);
  userGit(top, 'init', '-q');
  const stateFolder = `${temporaryFolder()}/state`;
  const counted = { hits: 0 };
  const inner = createMemo({ ...prompt, ...guards }, look);
  const memo: Memo = {
    recall: async (...args) => {
      const recalled = await inner.recall(...args);
      if (recalled.state !== undefined) counted.hits++;
      const keep: typeof recalled.keep = (...kept) => {
        beforeKeep?.();
        return recalled.keep(...kept);
      };
      return { ...recalled, keep };
    },
  };
  const make = (own?: Memo) =>
    createSnapshots({ stateFolder, locks: createLocks('a test', log), log, ...(own && { memo: own }) });
  const records = () => {
    const roots = join(stateFolder, 'roots');
    return join(roots, readdirSync(roots)[0] ?? '', 'checkpoints/records');
  };
  const taken = async (snapshots: ReturnType<typeof make>) => {
    const { id } = await snapshots.take(root, {}, maxFileBytes === undefined ? {} : { maxFileBytes });
    const { roots, left, extras } = JSON.parse(readFileSync(join(records(), `${id}.json`), 'utf8'));
    return { roots, left, extras };
  };
  const snapshots = make(memo);
  return { top, root, counted, told: () => taken(snapshots), looked: () => taken(make()) };
}

/** Far more looks than it takes the clock to go on, or git to be sure of a file. */
const mostLooks = 300;

/** Until a state is told from times: what was written last is older than the clock's last step by then. */
export async function untilTold({ counted, told }: ToldRig): Promise<void> {
  const before = counted.hits;
  for (let looks = 0; looks < mostLooks; looks++) {
    await told();
    if (counted.hits > before) return;
  }
  throw new Error(`In ${mostLooks} looks at a folder in which nothing changes, no state was told from times.`);
}
