import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface Scroller {
  readonly current: HTMLElement | null;
}

interface Following {
  /** Something grows: its end is followed while the reader is there. */
  readonly live: boolean;
  /** How near to the end still counts as being there, in pixels. */
  readonly near: number;
  /** Where a reader starts: at the end, or where the place is that is shown. */
  readonly from: 'end' | 'here';
}

/**
 * Follows the end of what grows in a scroller, only while its reader is there; true while that end is out of sight.
 *
 * Scroll events come a frame late, and growth comes between them. So it's not the distance to the end that tells that
 * the reader left (growth makes it too) but the place: only a reader moves it up from where it was at the end. That is
 * asked before each step to the end as well, since the event of it may still be to come.
 *
 * @param contents what it shows: followed as soon as it is drawn. Rows out of sight have an estimated height until
 *   they are drawn, so growth of the first element in it is watched besides.
 */
export function useFollowing(
  scroller: Scroller,
  { live, near, from }: Following,
  contents: readonly unknown[],
): boolean {
  const [away, setAway] = useState(false);
  const atEnd = useRef(true);
  const left = useRef(0);
  const look = (): void => {
    const element = scroller.current;
    if (!element) return;
    if (element.scrollHeight - element.scrollTop - element.clientHeight < near) {
      atEnd.current = true;
      left.current = element.scrollTop;
    } else if (element.scrollTop < left.current - 1) atEnd.current = false;
    setAway(live && !atEnd.current);
  };
  const follow = (): void => {
    const element = scroller.current;
    if (!live || !element) return;
    if (element.scrollTop < left.current - 1) look();
    if (!atEnd.current) return;
    toEnd(element);
    left.current = element.scrollTop;
  };
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !live) return setAway(false);
    atEnd.current = from === 'end';
    left.current = 0;
    look();
    follow();
    const grown = new ResizeObserver(follow);
    if (element.firstElementChild) grown.observe(element.firstElementChild);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      // What ends it comes with its last state, such as a card below: its reader sees that, too.
      if (atEnd.current) toEnd(element);
      grown.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [live]);
  useLayoutEffect(follow, contents);
  return away;
}

/** Goes to the end of what a scroller holds. */
export function toEnd(element: HTMLElement | null): void {
  if (element) element.scrollTop = element.scrollHeight;
}
