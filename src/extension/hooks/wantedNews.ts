/** Which news of files anybody waits for; everything else is not even read. No vscode, so that tests read it. */
import type { TriggerName } from '../../core/hooks/model';
import type { EditorNews } from '../../node/editorEvents';

/** `waitedFor`: triggers of hooks that are switched on. `wants`: whether one of them fits a path, relative to the folder. */
export function wantedNews(
  waitedFor: ReadonlySet<TriggerName>,
  wants: (trigger: TriggerName, path: string) => boolean,
  news: EditorNews,
  path: string,
): boolean {
  if (wants('ApiChange', path)) return true;
  if (news === 'saved' || news === 'change') return wants('PostFileSave', path);
  // A rename is a file that goes and one that comes, and a hook may wait for either name.
  if (waitedFor.has('PostFileRename')) return true;
  // A folder that goes is told of as one, and no pattern of its files fits its own name.
  if (news === 'unlink') return waitedFor.has('PostFileDelete');
  // What comes must be known, so that it is told of when its folder goes.
  return (['PostFileCreate', 'PostFileSave', 'PostFileDelete'] as const).some((trigger) => wants(trigger, path));
}
