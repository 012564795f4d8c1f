/** Which commands the user has confirmed as proof, and whether they still do what they did then. */
import * as z from 'zod';
import type { Files } from '../../host';
import type { ChecksStanding, RunStore } from '../deps';
import type { ChecksToConfirm } from '../snapshot';
import { discoverChecks } from './discover/index';
import { changedParts, type Resolved, resolveCheck } from './resolves';

/** A confirmed command and what it rested on when it was. */
export interface ConfirmedCheck {
  readonly line: string;
  /** Absolute. */
  readonly cwd: string;
  readonly resolved: Resolved;
}

const command = z.object({ line: z.string(), cwd: z.string() });

const schema = z.object({
  checks: z.array(command.extend({ resolved: z.record(z.string(), z.string()) })),
  /** What had been found when the user said that nothing proves the work. */
  declined: z.array(command).default([]),
});

type Ports = Pick<Files, 'read' | 'list'>;

async function readAnswer(files: Ports, path: string): Promise<z.infer<typeof schema> | undefined> {
  const bytes = await files.read(path);
  if (bytes === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}

/** What was confirmed; undefined where nobody was asked yet, or the file can't be read. */
export async function confirmedChecks(files: Ports, path: string): Promise<readonly ConfirmedCheck[] | undefined> {
  return (await readAnswer(files, path))?.checks;
}

/** Writes down what the user confirmed, bound to what it does today; of nothing, what it was chosen over. */
export async function confirmChecks(
  files: Ports,
  store: Pick<RunStore, 'state'>,
  { path, root }: { readonly path: string; readonly root: string },
  lines: readonly { readonly line: string; readonly cwd: string }[],
): Promise<void> {
  const checks = await Promise.all(
    lines.map(async ({ line, cwd }) => ({ line, cwd, resolved: await resolveCheck(files, line, cwd) })),
  );
  const declined = checks.length > 0 ? [] : (await discoverChecks(files, root)).map(({ line, cwd }) => ({ line, cwd }));
  await store.state(path, `${JSON.stringify({ checks, declined }, undefined, 2)}\n`);
}

/** What differs since the confirmation: "npm test: vitest.config.ts". */
export async function changedChecks(files: Ports, confirmed: readonly ConfirmedCheck[]): Promise<readonly string[]> {
  const changes = await Promise.all(
    confirmed.map(async ({ line, cwd, resolved }) => {
      const parts = changedParts(resolved, await resolveCheck(files, line, cwd));
      return parts.length === 0 ? [] : [`${line}: ${parts.join(', ')}`];
    }),
  );
  return changes.flat();
}

/** The confirmed lines, or what is to be confirmed and why. */
export async function standingOf(files: Ports, path: string, root: string): Promise<ChecksStanding> {
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
  const changed = await changedChecks(files, confirmed);
  if (changed.length > 0) {
    const known = await found();
    const checks = confirmed.map(({ line, cwd }) => ({
      line,
      cwd,
      source: known.find((each) => each.line === line && each.cwd === cwd)?.source ?? 'Named by you',
    }));
    return ask(checks, `What they run changed since you confirmed them: ${changed.join('; ')}.`);
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
