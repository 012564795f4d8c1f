import type { PhaseStart } from '../log';
import { versionText } from '../versions';
import type { Cell } from './cell';

/** The text that the document had when the phase began; undefined where there was none. */
export async function baseText(cell: Cell, start: PhaseStart): Promise<string | undefined> {
  const version = cell.state.versions.all.find((each) => each.id === start.base);
  return version && versionText({ files: cell.deps.host.files, folder: cell.state.paths.versions }, version);
}
