import type { Target } from '../protocol';

/** Brings the row of a target into sight and gives it the focus; a line goes to the row that holds it. */
export function revealTarget(host: HTMLElement, target: Target): void {
  const row = target.id === undefined ? rowOfLine(host, target.line ?? 1) : rowOfId(host, target.id);
  if (!row) return;
  row.scrollIntoView({ block: 'center' });
  row.focus({ preventScroll: true });
}

function rowOfId(host: HTMLElement, id: string): HTMLElement | undefined {
  return [...host.querySelectorAll<HTMLElement>('[data-id]')].find((row) => row.dataset.id === id);
}

function rowOfLine(host: HTMLElement, line: number): HTMLElement | undefined {
  const holding = [...host.querySelectorAll<HTMLElement>('[data-line]')].filter(
    (row) => Number(row.dataset.line) <= line && line <= Number(row.dataset.end ?? row.dataset.line),
  );
  return holding.at(-1);
}
