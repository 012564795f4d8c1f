/** Adds hooks to a `hooks.yaml` and changes nothing else of it. */
import { isMap } from '../read/fields';
import { childOf, parseYaml } from '../read/located';

/** The new text, or a sentence on why the file can't take another hook. */
export type Added = { readonly text: string } | { readonly problem: string };

/** Puts items (lines without the dash) at the end of the list under `hooks`, laid out as its items are. */
export function addToYaml(before: string | undefined, items: readonly string[]): Added {
  const given = before ?? '';
  const eol = /\r?\n/u.exec(given)?.[0] ?? '\n';
  const laidOut = (indent: string): string =>
    items.map((item) => `${indent}- ${item.split('\n').join(`${eol}${indent}  `)}${eol}`).join('');
  if (given.replace(/^\uFEFF|#.*$/gmu, '').trim() === '')
    return { text: `${ended(given, eol)}hooks:${eol}${laidOut('  ')}` };
  const parsed = parseYaml(given);
  if (parsed.kind === 'nothing')
    return { problem: `hooks.yaml can't be read: ${parsed.diagnostics[0]?.message ?? ''}` };
  const { root } = parsed;
  if (!isMap(root.value)) return { problem: 'hooks.yaml needs "hooks:" with a list before a hook can be added to it.' };
  const list = childOf(root, 'hooks');
  if (list === undefined) {
    if (!Object.hasOwn(root.value, 'hooks')) return { text: `${ended(given, eol)}hooks:${eol}${laidOut('  ')}` };
    const key = root.spot.children.get('hooks')?.key;
    return insertedAfterLine(given, key?.[1] ?? 0, laidOut('  '), eol);
  }
  if (!Array.isArray(list.value) || given[list.spot.start] === '[')
    return { problem: 'The hooks in hooks.yaml are not a list of lines that begin with "-", so add the hook by hand.' };
  const last = childOf(list, list.value.length - 1);
  const first = childOf(list, 0);
  if (last === undefined || first === undefined)
    return { problem: 'The last hook in hooks.yaml is empty. Fill it or take it away first.' };
  const line = given.slice(given.lastIndexOf('\n', first.spot.start - 1) + 1, first.spot.start);
  const indent = /^[ ]*(?=-)/u.exec(line)?.[0];
  if (indent === undefined)
    return { problem: 'The list in hooks.yaml is laid out in a way that can only be added to by hand.' };
  const end = given.slice(0, last.spot.end).trimEnd().length;
  return insertedAfterLine(given, Math.max(end - 1, 0), laidOut(indent), eol);
}

function insertedAfterLine(text: string, at: number, added: string, eol: string): Added {
  const next = text.indexOf('\n', at);
  if (next === -1) return { text: `${ended(text, eol)}${added}` };
  return { text: text.slice(0, next + 1) + added + text.slice(next + 1) };
}

function ended(text: string, eol: string): string {
  return text === '' || text === '\uFEFF' || text.endsWith('\n') ? text : `${text}${eol}`;
}
