import type { TriggerName } from '../model';
import { apiChange } from './apiChange';
import { branchChange } from './branchChange';
import { buildFinish } from './buildFinish';
import { codeGenerate } from './codeGenerate';
import { manual } from './manual';
import { postCommit } from './postCommit';
import { postCompaction } from './postCompaction';
import { postFileCreate } from './postFileCreate';
import { postFileDelete } from './postFileDelete';
import { postFileRename } from './postFileRename';
import { postFileSave } from './postFileSave';
import { postTaskExec } from './postTaskExec';
import { postToolUse } from './postToolUse';
import { preCommit } from './preCommit';
import { preCompaction } from './preCompaction';
import { prePush } from './prePush';
import { preTaskExec } from './preTaskExec';
import { preToolUse } from './preToolUse';
import { problemsAppear } from './problemsAppear';
import { runFinish } from './runFinish';
import { schedule } from './schedule';
import { sessionEnd } from './sessionEnd';
import { sessionStart } from './sessionStart';
import { specApprove } from './specApprove';
import { specGenerate } from './specGenerate';
import { specStale } from './specStale';
import { stop } from './stop';
import { testFinish } from './testFinish';
import type { TriggerKind } from './trigger';
import { userPromptSubmit } from './userPromptSubmit';

/** Order here is order in forms and lists. */
export const triggers: readonly TriggerKind[] = [
  postFileCreate,
  postFileSave,
  postFileDelete,
  postFileRename,
  preCommit,
  postCommit,
  branchChange,
  prePush,
  buildFinish,
  testFinish,
  problemsAppear,
  specGenerate,
  specApprove,
  specStale,
  preTaskExec,
  postTaskExec,
  runFinish,
  codeGenerate,
  apiChange,
  sessionStart,
  sessionEnd,
  userPromptSubmit,
  preToolUse,
  postToolUse,
  stop,
  preCompaction,
  postCompaction,
  manual,
  schedule,
];

const byName = new Map<string, TriggerKind>();
for (const each of triggers) for (const name of [each.name, ...each.aliases]) byName.set(plain(name), each);

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/gu, '');
}

/** The trigger of a name or alias, whatever its case, underscores or dashes; undefined where there is none. */
export function triggerOf(name: string): TriggerKind | undefined {
  return byName.get(plain(name));
}

/** What is known of a trigger. */
export function kindOf(name: TriggerName): TriggerKind {
  const kind = triggers.find((each) => each.name === name);
  if (kind === undefined) throw new Error(`There is no trigger ${name}.`);
  return kind;
}

/** Every name and alias, for completion and for what a wrong name was meant to be. */
export function triggerNames(): readonly string[] {
  return triggers.flatMap(({ name, aliases }) => [name, ...aliases]);
}
