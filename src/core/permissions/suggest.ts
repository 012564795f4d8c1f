/** Rules that would have made a question needless, the narrowest first. */
import type { PartVerdict } from './judgeCommand';
import type { Verdict } from './judgePath';
import { isBelow } from './paths';
import { grantName } from './registries';
import type { Action, RuleSuggestion } from './types';

/** For a command: the exact line or part; a wider one only where nothing but the lack of a rule asks. */
export function suggestForCommand(line: string, verdicts: readonly PartVerdict[]): readonly RuleSuggestion[] {
  const asking = verdicts.filter(({ effect }) => effect === 'ask');
  if (asking.length === 0 || asking.some(({ settles }) => !settles)) return [];
  const [only] = asking;
  const exact = asking.length === 1 && only !== undefined && only.text !== '' ? only.text : line.trim();
  const suggestions: RuleSuggestion[] = [];
  if (!exact.includes('*')) {
    suggestions.push({ pattern: exact, capability: 'shell', meaning: `Runs exactly ${exact} from now on.` });
  }
  const wider = asking.length === 1 && only?.plain === true ? widerPattern(only.text) : undefined;
  if (wider !== undefined && wider !== exact) {
    suggestions.push({
      pattern: wider,
      capability: 'shell',
      meaning: `Runs ${wider.replace(/ \*$/u, '')} with whatever follows, except for what always asks.`,
    });
  }
  return suggestions;
}

/** Two plain words, then anything. */
function widerPattern(text: string): string | undefined {
  const [program, verb] = text.split(' ');
  if (program === undefined || !/^[\w./-]+$/u.test(program)) return undefined;
  if (verb === undefined) return `${program} *`;
  return /^[a-z][\w:-]*$/iu.test(verb) ? `${program} ${verb} *` : undefined;
}

/** For everything else. */
export function suggestForAction(
  action: Action,
  verdict: Verdict,
  roots: readonly string[],
): readonly RuleSuggestion[] {
  if (!verdict.settles) return [];
  switch (action.kind) {
    case 'read':
    case 'write': {
      const root = roots.find((each) => isBelow(each, action.path));
      const path = root === undefined ? action.path : action.path.slice(root.length + 1);
      const capability = action.kind === 'read' ? 'fs_read' : 'fs_write';
      const verb = action.kind === 'read' ? 'Reads' : 'Writes';
      const folder = path.slice(0, path.lastIndexOf('/'));
      return [
        { pattern: path, capability, meaning: `${verb} exactly ${path} from now on.` },
        ...(folder === ''
          ? []
          : [
              { pattern: `${folder}/**`, capability, meaning: `${verb} everything in ${folder} from now on.` } as const,
            ]),
      ];
    }
    case 'network': {
      const { registries = [] } = action;
      if (registries.length > 0) {
        const pattern = registries.map(({ name }) => grantName(name)).join(' ');
        const meaning = `Commands may reach ${registries.flatMap(({ hosts }) => hosts).join(', ')} from now on.`;
        return [{ pattern, capability: 'sandbox_network', meaning }];
      }
      const host = action.port === undefined ? action.host : `${action.host}:${action.port}`;
      return [{ pattern: host, capability: 'sandbox_network', meaning: `Commands may reach ${host} from now on.` }];
    }
    case 'delegate':
      return [
        {
          pattern: action.role,
          capability: 'subagent',
          meaning: `Starts helpers of the kind ${action.role} from now on.`,
        },
      ];
    case 'command':
      return [];
  }
}
