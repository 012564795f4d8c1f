/** Keys of a row that has the focus. The row says with its tools what it can do. */
import type { RowKeys } from './roving';

const tools: Readonly<Record<string, string>> = {
  c: '[data-tool=comment]',
  e: '[data-tool=edit]',
  Enter: '[data-tool=open]',
  ' ': '[data-tool=toggle]',
};

/** C comments, E edits in the file, Enter opens, Space ticks, Shift+F10 opens the menu. */
export const rowKeys: RowKeys = (key, row, event) => {
  if (key === 'F10' && event.shiftKey) return press(row, '[data-menu]');
  const tool = tools[key.length === 1 ? key.toLowerCase() : key];
  return tool !== undefined && !event.shiftKey && press(row, tool);
};

function press(row: HTMLElement, selector: string): boolean {
  const tool = row.querySelector<HTMLElement>(selector);
  tool?.click();
  return tool !== null;
}
