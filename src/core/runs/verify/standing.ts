/** Which commands the user has confirmed as proof, and whether they still do what they did then. */
import * as z from 'zod';
import type { Files, Host } from '../../host';
import type { ChecksStanding, RunStore } from '../deps';
import type { ChecksToConfirm } from '../snapshot';
import { discoverChecks } from './discover/index';
import { type ResolvePorts, resolveCheck } from './resolves/index';
import { type BoundCheck, rewiredChecks, rewiredWords } from './rewired';

const command = z.object({ line: z.string(), cwd: z.string() });

const schema = z.object({
  checks: z.array(command.extend({ resolved: z.record(z.string(), z.string()) })),
  /** What had been found when the user said that nothing proves the work. */
  declined: z.array(command).default([]),
});

/** What looking at checks takes. */
export interface CheckPorts {
  readonly files: Pick<Files, 'read' | 'list'> & Partial<Pick<Files, 'realpath'>>;
  readonly loadPart: Host['loadPart'];
  /** Absolute paths of the workspace folders. */
  readonly roots: readonly string[];
}

/** What resolving the checks of a workspace folder takes. */
export async function resolvePorts({ files, loadPart, roots }: CheckPorts, root: string): Promise<ResolvePorts> {
  const { parse } = await loadPart('shell');
  return { files, parse, root, roots };
}

async function readAnswer(files: Pick<Files, 'read'>, path: string): Promise<z.infer<typeof schema> | undefined> {
  const bytes = await files.read(path);
  if (bytes === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}

/** What was confirmed; undefined where nobody was asked yet, or the file can't be read. */
export async function confirmedChecks(
  files: Pick<Files, 'read'>,
  path: string,
): Promise<readonly BoundCheck[] | undefined> {
  return (await readAnswer(files, path))?.checks;
}

/** Writes down what the user confirmed, bound to what it does today; of nothing, what it was chosen over. */
export async function confirmChecks(
  ports: CheckPorts,
  store: Pick<RunStore, 'state'>,
  { path, root }: { readonly path: string; readonly root: string },
  lines: readonly { readonly line: string; readonly cwd: string }[],
): Promise<void> {
  const resolving = await resolvePorts(ports, root);
  const checks = await Promise.all(
    lines.map(async ({ line, cwd: given }) => {
      // What the user named by themselves, where nothing was found, runs in the workspace folder.
      const cwd = given === '' ? root : given;
      return { line, cwd, resolved: await resolveCheck(resolving, line, cwd) };
    }),
  );
  const declined =
    checks.length > 0 ? [] : (await discoverChecks(ports.files, root)).map(({ line, cwd }) => ({ line, cwd }));
  await store.state(path, `${JSON.stringify({ checks, declined }, undefined, 2)}\n`);
}

/** The confirmed lines, or what is to be confirmed and why. */
export async function standingOf(ports: CheckPorts, path: string, root: string): Promise<ChecksStanding> {
  const { files } = ports;
  const answer = await readAnswer(files, path);
  const confirmed = answer?.checks;
  const found = async () => (await discoverChecks(files, root)).map(({ line, cwd, source }) => ({ line, cwd, source }));
  if (confirmed === undefined) {
    const checks = await found();
    const reason =
      checks.length === 0
        ? 'No command was found that proves the work. Name one, or go on without: tasks are then not ticked by themselves.'
        : 'These commands will prove each task. They run in this workspace, so look at what they do.';
    return ask(checks, reason);
  }
  const changed = confirmed.length === 0 ? [] : await rewiredChecks(await resolvePorts(ports, root), confirmed);
  if (changed.length > 0) {
    const known = await found();
    const checks = confirmed.map(({ line, cwd }) => ({
      line,
      cwd,
      source: known.find((each) => each.line === line && each.cwd === cwd)?.source ?? 'Named by you',
    }));
    return ask(checks, `What they run changed since you confirmed them: ${changed.map(rewiredWords).join('; ')}.`);
  }
  if (confirmed.length > 0) return { kind: 'confirmed', lines: confirmed.map(({ line }) => line) };
  const checks = await found();
  const known = (each: { line: string; cwd: string }) =>
    answer?.declined.some(({ line, cwd }) => line === each.line && cwd === each.cwd) === true;
  return checks.every(known)
    ? { kind: 'confirmed', lines: [] }
    : ask(checks, 'There are commands now that can prove the work and were not there before.');
}

function ask(checks: ChecksToConfirm['checks'], reason: string): ChecksStanding {
  return { kind: 'ask', confirm: { checks, reason } };
}
