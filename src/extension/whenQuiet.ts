/** Many changes that become one piece of work. No vscode, so that tests read it. */

/** How long is waited, in milliseconds. */
export interface Waits {
  /** Since the last change. */
  readonly quiet: number;
  /** Since the first one that nothing was done about, however many follow. */
  readonly most: number;
}

/** Acts some time after `soon`, once it is quiet or that has lasted too long. What it waits for is dropped at disposal. */
export function whenQuiet(act: () => void, { quiet, most }: Waits): { soon(): void; dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  let since: number | undefined;
  const due = (): void => {
    since = undefined;
    act();
  };
  return {
    soon: () => {
      const now = performance.now();
      since ??= now;
      clearTimeout(timer);
      timer = setTimeout(due, Math.max(0, Math.min(quiet, since + most - now)));
    },
    dispose: () => clearTimeout(timer),
  };
}
