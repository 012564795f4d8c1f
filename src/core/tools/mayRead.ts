import type { ToolContext } from './tool';

/** Asks the policy for a read, where there is one; rejects where it is denied. */
export async function mayRead({ acting }: ToolContext, path: string, signal: AbortSignal): Promise<void> {
  await acting?.authority.permit({ kind: 'read', path }, signal);
}

/** Whether a file may turn up in an answer about many: only what the policy allows without a question. */
export async function readableSilently({ acting }: Pick<ToolContext, 'acting'>, path: string): Promise<boolean> {
  return acting === undefined || (await acting.authority.judge({ kind: 'read', path })).effect === 'allow';
}
