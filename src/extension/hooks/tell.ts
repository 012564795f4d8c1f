/** Tells the hooks of a folder what has happened. */
import type { NewEvent } from '../../core/hooks/engine/engine';
import type { Shared } from '../app';

/** Nobody waits for it; what goes wrong is in the log. */
export function tell(
  app: Shared,
  root: string,
  event: Omit<NewEvent, 'root' | 'files'> & Partial<Pick<NewEvent, 'files'>>,
): void {
  app
    .engine()
    .then(({ hooks }) => hooks.tell({ files: [], ...event, root }))
    .catch((error: unknown) => app.log.error(`Hooks: ${String(error)}`));
}
