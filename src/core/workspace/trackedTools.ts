/** Tools of an agent whose changes find their cause: what they write, and whatever changes while a command of theirs runs. */
import { createHash } from 'node:crypto';
import type { ToolRunner } from '../agent/types';
import type { Changes } from '../hooks/engine/changes';
import type { Cause } from '../hooks/model';
import type { Files } from '../host';
import { filesNamed } from './placed';

/** What changes are told of. */
export interface Tracking {
  readonly changes: Changes;
  readonly files: Pick<Files, 'read'>;
  /** The workspace folders, and the one that relative paths belong to. */
  readonly roots: readonly string[];
  readonly root: string;
  /** What a call that begins now is caused by. */
  readonly cause: () => Cause;
}

/** The same tools; a watcher may see a change before the tool has ended, so each is told of before and after. */
export function trackedTools(
  tools: ToolRunner,
  { changes, files, roots, root, cause: causeNow }: Tracking,
): ToolRunner {
  return {
    ...tools,
    run: async (call, signal, output) => {
      if (tools.readOnly(call)) return tools.run(call, signal, output);
      const cause = causeNow();
      const work = call.name === 'run_command' ? changes.began(roots, cause) : undefined;
      const paths = filesNamed(call, roots, root);
      for (const path of paths) changes.wrote(path, cause);
      try {
        return await tools.run(call, signal, output);
      } finally {
        work?.end();
        // With what it holds now, so that what the user changes next is the user's.
        for (const path of paths) changes.wrote(path, cause, await hashOf(files, path));
      }
    },
  };
}

async function hashOf(files: Pick<Files, 'read'>, path: string): Promise<string | undefined> {
  const bytes = await files.read(path).catch(() => undefined);
  return bytes && createHash('sha256').update(bytes).digest('hex');
}
