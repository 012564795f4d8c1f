/** Lists that are one tab stop: arrows move between rows, right and left into a row's chips and tools and back. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

const rowsIn = '[data-row]';
const inside = 'button, a[role], [role=link], [role=checkbox], input, textarea, select';

/** Handlers of one kind of row; what is not given does nothing. Single letters work only while the row has the focus. */
export type RowKeys = (key: string, row: HTMLElement, event: KeyboardEvent) => boolean;

/**
 * Makes the rows (`data-row`) below the element a list with roving focus. Exactly one row can be reached with Tab; when
 * the row that has the focus disappears, the next one gets it.
 */
export function useRoving<Host extends HTMLElement>(
  onKey?: RowKeys,
): {
  readonly ref: RefObject<Host | null>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocusIn: (event: FocusEvent) => void;
} {
  const ref = useRef<Host>(null);
  const current = useRef<{ row: HTMLElement | undefined; at: number; focused: boolean }>({
    row: undefined,
    at: 0,
    focused: false,
  });
  useLayoutEffect(() => {
    if (ref.current) settle(ref.current, current.current);
  });
  return {
    ref,
    onFocusIn: (event) => {
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>(rowsIn) : null;
      if (row && ref.current) {
        current.current = { row, at: rows(ref.current).indexOf(row), focused: true };
        settle(ref.current, current.current);
      }
    },
    onKeyDown: (event) => {
      if (ref.current && move(ref.current, event, onKey)) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
  };
}

function rows(host: HTMLElement): readonly HTMLElement[] {
  return [...host.querySelectorAll<HTMLElement>(rowsIn)];
}

function settle(host: HTMLElement, current: { row: HTMLElement | undefined; at: number; focused: boolean }): void {
  const all = rows(host);
  const kept = current.row && host.contains(current.row) ? current.row : undefined;
  const stop = kept ?? all[Math.min(current.at, all.length - 1)];
  for (const row of all) {
    const index = row === stop ? 0 : -1;
    if (row.tabIndex !== index) row.tabIndex = index;
  }
  if (!kept && current.focused && stop && document.activeElement === document.body) stop.focus();
  if (!kept) current.row = stop;
}

function move(host: HTMLElement, event: KeyboardEvent, onKey: RowKeys | undefined): boolean {
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  const row = target?.closest<HTMLElement>(rowsIn);
  if (!target || !row || event.ctrlKey || event.metaKey || event.altKey) return false;
  const typing = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
  if (typing) return event.key === 'Escape' ? focus(row) : false;
  if (target === row && onKey?.(event.key, row, event)) return true;
  const all = rows(host);
  const at = all.indexOf(row);
  switch (event.key) {
    case 'ArrowDown':
      return focus(all[at + 1]);
    case 'ArrowUp':
      return focus(all[at - 1]);
    case 'Home':
      return focus(all[0]);
    case 'End':
      return focus(all.at(-1));
    case 'ArrowRight':
      return within(row, target, 1);
    case 'ArrowLeft':
      return within(row, target, -1);
    case 'Escape':
      return target !== row && focus(row);
    default:
      return false;
  }
}

/** To the next chip or tool of the row; before the first is the row itself. */
function within(row: HTMLElement, from: HTMLElement, by: 1 | -1): boolean {
  const stops = [
    row,
    ...[...row.querySelectorAll<HTMLElement>(inside)].filter(
      (each) => each.closest(rowsIn) === row && each.checkVisibility(),
    ),
  ];
  return focus(stops[stops.indexOf(from) + by]);
}

function focus(element: HTMLElement | undefined): boolean {
  element?.focus();
  element?.scrollIntoView({ block: 'nearest' });
  return element !== undefined;
}
