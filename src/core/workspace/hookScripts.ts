/** What the commands of hooks run of the project: what agreeing to a hook is bound to. */
import type { ScriptsOf } from '../hooks/engine/trust';
import type { Hook } from '../hooks/model';
import type { Files, Host } from '../host';
import { takeApart } from '../permissions/shell/parts';
import type { Part } from '../permissions/shell/words';
import { resolvedTexts } from '../runs/verify/resolves/index';

/** What looking takes. */
export interface HookScriptPorts {
  readonly files: Pick<Files, 'read' | 'list' | 'realpath'>;
  readonly loadPart: Host['loadPart'];
  readonly roots: readonly string[];
}

/**
 * Text by name of everything of the project that commands of a hook run or load in a workspace folder; empty where no
 * step is a command. Rejects where the grammar of the shell can't be loaded.
 */
export function hookScripts({ files, loadPart, roots }: HookScriptPorts, root: string): ScriptsOf {
  return async ({ steps }: Hook) => {
    const lines = steps.flatMap(({ action }) => (action.kind === 'run' ? [action.command] : []));
    if (lines.length === 0) return {};
    const { parse } = await loadPart('shell');
    const found: Record<string, string> = {};
    for (const line of lines) {
      const { parts, unclear } = takeApart(line, { parse, cwd: root, home: '/', unwrap: true });
      if (unclear.length === 0 && parts.every(isPlain)) continue;
      const { command: _, ...texts } = await resolvedTexts({ files, parse, root, roots }, line, root);
      Object.assign(found, texts);
    }
    return found;
  };
}

/** A program that is called by its name only: what a path leads to may be the project's. */
function isPlain({ program, words }: Part): boolean {
  return words[0]?.value === program && plain.test(program);
}

/** Programs of the system that load nothing of a project: whatever a runner is configured with, they do the same. */
const plain =
  /^(?:echo|printf|cat|tee|true|false|test|\[|cd|pwd|ls|mkdir|touch|cp|mv|date|sleep|wc|head|tail|grep|sort|uniq|cut|tr|basename|dirname|exit|git)$/u;
