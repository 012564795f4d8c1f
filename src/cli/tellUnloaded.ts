import type { Workspace } from '../core/workspace';
import type { Cli } from './cli';

/** Says that prompts go without the folder's steering: whoever wrote it would take it for part of each. */
export async function tellUnloaded(
  { terminal }: Pick<Cli, 'terminal'>,
  workspace: Workspace,
  root: string,
): Promise<void> {
  if (await workspace.steering.unloaded(root))
    terminal.note(
      'This folder is not trusted, so none of its steering is loaded. Trust it with: tracewright trust, or once with --trust',
    );
}
