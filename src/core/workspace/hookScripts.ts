/** What the commands of hooks run of the project: what agreeing to a hook is bound to. */
import type { ScriptsOf } from '../hooks/engine/trust';
import type { Hook } from '../hooks/model';
import type { Files, Host } from '../host';
import { takeApart } from '../permissions/shell/parts';
import type { Part } from '../permissions/shell/words';
import { resolvedTexts } from '../runs/verify/resolves/index';
import type { TreeFiles } from '../runs/verify/resolves/tree';

/** What looking takes. */
export interface HookScriptPorts {
  readonly files: Pick<Files, 'read' | 'list' | 'realpath'>;
  readonly loadPart: Host['loadPart'];
  readonly roots: readonly string[];
}

/**
 * Text by name of everything of the project that commands of each hook run or load in a workspace folder; empty where no
 * step is a command. Each file is read once for all of them, and anew the next time. Rejects where the grammar of the
 * shell can't be loaded.
 */
export function hookScripts({ files, loadPart, roots }: HookScriptPorts, root: string): ScriptsOf {
  return async (hooks) => {
    if (hooks.every((hook) => linesOf(hook).length === 0)) return hooks.map(() => ({}));
    const { parse } = await loadPart('shell');
    const read: TreeFiles = {
      read: once((path) => files.read(path)),
      list: once((path) => files.list(path)),
      realpath: once((path) => files.realpath(path)),
    };
    const scriptsOf = async (hook: Hook) => {
      const found: Record<string, string> = {};
      for (const line of linesOf(hook)) {
        const { parts, unclear } = takeApart(line, { parse, cwd: root, home: '/', unwrap: true });
        if (unclear.length === 0 && parts.every(isPlain)) continue;
        const { command: _, ...texts } = await resolvedTexts({ files: read, parse, root, roots }, line, root);
        Object.assign(found, texts);
      }
      return found;
    };
    return Promise.all(hooks.map(scriptsOf));
  };
}

function linesOf({ steps }: Hook): readonly string[] {
  return steps.flatMap(({ action }) => (action.kind === 'run' ? [action.command] : []));
}

function once<Value>(ask: (path: string) => Promise<Value>): (path: string) => Promise<Value> {
  const known = new Map<string, Promise<Value>>();
  return (path) => {
    const asked = known.get(path) ?? ask(path);
    known.set(path, asked);
    return asked;
  };
}

/** A program that is called by its name only: what a path leads to may be the project's. */
function isPlain({ program, words }: Part): boolean {
  return words[0]?.value === program && plain.test(program);
}

/** Programs of the system that load nothing of a project: whatever a runner is configured with, they do the same. */
const plain =
  /^(?:echo|printf|cat|tee|true|false|test|\[|cd|pwd|ls|mkdir|touch|cp|mv|date|sleep|wc|head|tail|grep|sort|uniq|cut|tr|basename|dirname|exit|git)$/u;
