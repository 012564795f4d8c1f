/** `check --fix`: the mends of findings, written into the documents. */
import { statePaths } from '../core/flows/statePaths';
import type { Host } from '../core/host';
import { grantDocument } from '../core/permissions/grants';
import { applyEditsToBytes, decodeText, diagnosticsOf, readSpec, type Spec } from '../core/specs';
import { togetherFixes } from '../core/specs/edit/fixAll';
import { type CheckOptions, withSpecSeverities } from '../core/specs/severity';
import { CliError, exitCodes } from './exit';

/** A mend may make another possible; more rounds than this would be a mend that makes its own finding. */
const mostRounds = 10;

/** What writing needs. */
export type FixHost = Pick<Host, 'files' | 'locks' | 'stateFolder' | 'env'>;

/** Mends what can be mended in the given spec folders; gives how many findings are gone. Throws a `CliError`. */
export async function fixSpecs(paths: readonly string[], options: CheckOptions, host: FixHost): Promise<number> {
  // A mend can tick a box, and boxes are not an agent's.
  if ((host.env('TRACEWRIGHT_AGENT') ?? '') !== '')
    throw new CliError('An agent may not mend documents with --fix. Its user can.', exitCodes.denied);
  let mended = 0;
  for (const path of paths) {
    const release = await lockOf(path, host);
    try {
      for (let round = 0; round < mostRounds; round++) {
        const spec = await readSpec(host.files, path).catch(() => undefined);
        // One that can't be read is named by the check that follows.
        const count = spec === undefined ? 0 : await fixOnce(withSpecSeverities(spec, options), host);
        if (count === 0) break;
        mended += count;
      }
    } finally {
      await release();
    }
  }
  return mended;
}

async function fixOnce(spec: Spec, host: FixHost): Promise<number> {
  let count = 0;
  for (const { name, text } of spec.documents) {
    const { findings, edits } = togetherFixes(diagnosticsOf(spec, name));
    if (edits.length === 0) continue;
    const path = `${spec.path}/${name}`;
    const bytes = await host.files.read(path);
    // What was saved in between is looked at with the next run.
    if (bytes === undefined || decodeText(bytes) !== text) continue;
    await host.files.write(grantDocument(path), path, applyEditsToBytes(bytes, edits));
    count += findings;
  }
  return count;
}

async function lockOf(path: string, host: FixHost): Promise<() => Promise<void>> {
  const root = path.slice(0, Math.max(0, path.lastIndexOf('/.kiro/specs/'))) || '/';
  const lock = await host.locks.acquire((await statePaths(host.files, host.stateFolder, root, root)).lock);
  if ('heldBy' in lock)
    throw new CliError(`${lock.heldBy} is at work in ${root}. Stop it there, then mend.`, exitCodes.failed);
  return async () => lock.release();
}
