import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { post } from '../host';
import { partsOfProse, safeFragment } from '../markdown';
import { Diagram } from './Diagram';

interface ProseProps {
  readonly markdown: string;
  /** The text is still arriving: a caret stands at its end and diagrams wait. */
  readonly open?: boolean;
  readonly small?: boolean;
}

/** Markdown as a document reads: text, tables, code, diagrams drawn. */
export function Prose({ markdown, open, small }: ProseProps) {
  const parts = useMemo(() => partsOfProse(markdown), [markdown]);
  return (
    <>
      {parts.map((part, at) => {
        const last = open === true && at === parts.length - 1;
        return part.kind === 'html' ? (
          <Html key={at} html={part.html} open={last} small={small === true} />
        ) : (
          <Diagram key={at} source={part.source} open={last} />
        );
      })}
    </>
  );
}

function Html({ html, open, small }: { readonly html: string; readonly open: boolean; readonly small: boolean }) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    element.replaceChildren(safeFragment(html));
    if (!element.querySelector('pre, .scroll')) return;
    const observer = new ResizeObserver(() => reachable(element));
    observer.observe(element);
    return () => observer.disconnect();
  }, [html]);
  return (
    <div ref={host} class={`prose${open ? ' open' : ''}${small ? ' small' : ''}`} onClick={follow} onKeyDown={follow} />
  );
}

/** What scrolls sideways must be reachable with the keyboard. */
function reachable(host: HTMLElement): void {
  for (const element of host.querySelectorAll<HTMLElement>('pre, .scroll')) {
    if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
    else element.removeAttribute('tabindex');
  }
}

/** A click or Enter on a link asks the extension; nothing is followed here. */
export function follow(event: MouseEvent | KeyboardEvent): void {
  if (event instanceof KeyboardEvent && event.key !== 'Enter') return;
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-href]') : null;
  const href = link?.dataset.href;
  if (!href) return;
  event.preventDefault();
  event.stopPropagation();
  post({ type: 'openLink', href });
}
