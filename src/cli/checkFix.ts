/** `check --fix`: the mends of findings, written into the documents. */
import { statePaths } from '../core/flows/statePaths';
import type { Host } from '../core/host';
import { grantDocument } from '../core/permissions/grants';
import { applyEditsToBytes, decodeText, diagnosticsOf, readSpec, type Spec } from '../core/specs';
import { togetherEdits } from '../core/specs/edit/fixAll';
import { type CheckOptions, withSpecSeverities } from '../core/specs/severity';
import { CliError, exitCodes } from './exit';

/** A mend may make another possible; more rounds than this would be a mend that makes its own finding. */
const mostRounds = 10;

/** What writing needs. */
export type FixHost = Pick<Host, 'files' | 'locks' | 'stateFolder' | 'env'>;

/** Mends what can be mended and gives the specs as they are then, with how many findings are gone. Throws a `CliError`. */
export async function fixSpecs(
  specs: readonly Spec[],
  options: CheckOptions,
  host: FixHost,
): Promise<{ readonly specs: readonly Spec[]; readonly mended: number }> {
  // A mend can tick a box, and boxes are not an agent's.
  if ((host.env('TRACEWRIGHT_AGENT') ?? '') !== '')
    throw new CliError('An agent may not mend documents with --fix. Its user can.', exitCodes.denied);
  let mended = 0;
  const after: Spec[] = [];
  for (const spec of specs) {
    const release = await lockOf(spec, host);
    try {
      let current = spec;
      for (let round = 0; round < mostRounds; round++) {
        const count = await fixOnce(withSpecSeverities(current, options), host);
        if (count === 0) break;
        mended += count;
        current = await readSpec(host.files, spec.path);
      }
      after.push(current);
    } finally {
      await release();
    }
  }
  return { specs: after, mended };
}

async function fixOnce(spec: Spec, host: FixHost): Promise<number> {
  let count = 0;
  for (const { name, text } of spec.documents) {
    const edits = togetherEdits(diagnosticsOf(spec, name));
    if (edits.length === 0) continue;
    const path = `${spec.path}/${name}`;
    const bytes = await host.files.read(path);
    // What was saved in between is looked at with the next run.
    if (bytes === undefined || decodeText(bytes) !== text) continue;
    await host.files.write(grantDocument(path), path, applyEditsToBytes(bytes, edits));
    count += edits.length;
  }
  return count;
}

async function lockOf(spec: Spec, host: FixHost): Promise<() => Promise<void>> {
  const root = spec.path.slice(0, Math.max(0, spec.path.lastIndexOf('/.kiro/specs/'))) || '/';
  const lock = await host.locks.acquire((await statePaths(host.files, host.stateFolder, root, root)).lock);
  if ('heldBy' in lock)
    throw new CliError(`${lock.heldBy} is at work in ${root}. Stop it there, then mend.`, exitCodes.failed);
  return async () => lock.release();
}
