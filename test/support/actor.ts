/** A model that answers each phase from the request alone, as often as it is asked. */
import { type Message, textOf, toolCallsOf } from '../../src/core/messages';
import type { ModelRequest } from '../../src/core/providers/provider';
import { askTurn, designText, documentTurn, editTurn, requirementsText, tasksText } from './flowHarness';
import type { ScriptedTurn } from './scriptedClient';

const documents: Readonly<Record<string, string>> = {
  requirements: requirementsText,
  design: designText,
  tasks: tasksText,
};

/** The phase that the last marker names, and what was said since. */
function phaseOf(messages: readonly Message[]): { readonly name: string; readonly since: readonly Message[] } {
  const at = messages.findLastIndex((message) => message.role === 'user' && /^# Phase: /mu.test(textOf(message)));
  const message = messages[at];
  const name = /^# Phase: (\w+)/mu.exec(message === undefined ? '' : textOf(message))?.[1] ?? '';
  return { name, since: messages.slice(at + 1) };
}

export function act(request: ModelRequest): ScriptedTurn {
  const { name, since } = phaseOf(request.messages);
  const called = new Set(since.flatMap((message) => toolCallsOf(message).map((call) => call.name)));
  if (name === 'ask')
    return called.has('read_file') ? askTurn() : { calls: [{ name: 'read_file', input: { path: 'README.md' } }] };
  if (name === 'refine')
    return called.has('edit_document')
      ? { text: 'The limit is 20,000 now.' }
      : editTurn('requirements.md', [['10,000', '20,000']]);
  const text = documents[name];
  return text === undefined ? { text: `Nothing to say to "${name}".` } : write(text, request.messages);
}

/** A document from its beginning, or exactly what follows the lines that stand in the conversation. */
export function write(text: string, messages: readonly Message[]): ScriptedTurn {
  const last = messages.at(-1);
  if (last === undefined || !textOf(last).includes(', continued')) return documentTurn(text);
  const from = messages.findLastIndex((message) => /^# Phase: \w+$/mu.test(textOf(message)));
  const said = messages.slice(from).filter((message) => message.role === 'assistant');
  const had = said.map((message) => textOf(message).replace(/^[\s\S]*<document>\n/u, '')).join('');
  if (!text.startsWith(had)) throw new Error(`What was kept is not what was written:\n${had}`);
  const line = had.split('\n').findLast((each) => each.trim() !== '') ?? '';
  if (!textOf(last).includes(`<last_line>\n${line}\n</last_line>`)) throw new Error(`"${line}" was the last line.`);
  return { text: `<document>\n${text.slice(had.length)}</document>\n` };
}

/** Enough turns for any story. */
export const acting = Array.from({ length: 300 }, () => act);
