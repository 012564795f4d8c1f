/** Switches one hook of a file on or off, and changes nothing else of it. */
import type { TextEdit } from '../../diagnostic';
import type { HookSource } from '../model';
import { insertion } from '../write/editYaml';
import { isMap } from './fields';
import { childOf, type Located, parseJson, parseYaml } from './located';

/**
 * The edits that set `enabled`; none where it stands so already, undefined where the file no longer holds that hook.
 * Comments, layout and line ends stay.
 */
export function setEnabled(
  text: string,
  { format, index }: Pick<HookSource, 'format' | 'index'>,
  enabled: boolean,
): readonly TextEdit[] | undefined {
  const parsed = format === 'yaml' ? parseYaml(text) : parseJson(text);
  if (parsed.kind === 'nothing') return undefined;
  const list = format === 'kiro-0' ? undefined : childOf(parsed.root, 'hooks');
  const hook = format === 'kiro-0' ? parsed.root : list && childOf(list, index);
  if (hook === undefined || !isMap(hook.value)) return undefined;
  const found = childOf(hook, 'enabled');
  if (found !== undefined) {
    if (found.value === enabled) return [];
    return [{ start: found.spot.start, end: found.spot.end, text: String(enabled) }];
  }
  if (enabled && !Object.hasOwn(hook.value, 'enabled')) return [];
  const nothing = hook.spot.children.get('enabled')?.spot;
  if (nothing !== undefined)
    return [{ ...pick(nothing), text: nothing.end > nothing.start ? String(enabled) : ` ${enabled}` }];
  const named = format === 'yaml' ? afterName(text, hook, index, enabled) : undefined;
  return [named ?? inserted(text, hook, format === 'yaml', enabled)];
}

/** A hook begins with what it is called by. Undefined where its layout leaves no sure way. */
function afterName(text: string, hook: Located, index: number, enabled: boolean): TextEdit | undefined {
  const edit = insertion(text, hook, { key: 'enabled', after: ['name', 'trigger'] }, String(enabled));
  if (edit === undefined) return undefined;
  const after = parseYaml(text.slice(0, edit.start) + edit.text + text.slice(edit.end));
  const list = after.kind === 'nothing' ? undefined : childOf(after.root, 'hooks');
  const made = list && childOf(list, index);
  if (made === undefined || !isMap(made.value) || made.value.enabled !== enabled) return undefined;
  const { enabled: _, ...rest } = made.value;
  return JSON.stringify(rest) === JSON.stringify(hook.value) ? edit : undefined;
}

function pick({ start, end }: { readonly start: number; readonly end: number }) {
  return { start, end };
}

/** Before the first key, laid out as that key is. */
function inserted(text: string, hook: Located, yaml: boolean, enabled: boolean): TextEdit {
  const first = [...hook.spot.children.values()][0]?.key;
  const { start } = hook.spot;
  const brace = text[start] === '{';
  const key = yaml ? 'enabled' : '"enabled"';
  if (brace) {
    const at = start + 1;
    const gap = first === undefined ? '' : text.slice(at, first[0]);
    const space = /^\s*$/u.test(gap) ? gap : ' ';
    return { start: at, end: at, text: `${space}${key}: ${enabled}${first === undefined ? '' : ','}` };
  }
  const at = first?.[0] ?? start;
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  const eol = /\r?\n/u.exec(text)?.[0] ?? '\n';
  return { start: at, end: at, text: `${key}: ${enabled}${eol}${line.replace(/[^\t ]/gu, ' ')}` };
}
