import { useEffect, useState } from 'preact/hooks';
import { drawDiagram, theme } from '../diagrams';
import { post } from '../host';
import { shownName } from '../store';
import { Icon } from './Icon';

type Drawn =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'image'; readonly url: string }
  | { readonly kind: 'failed'; readonly why: string };

interface DiagramProps {
  readonly source: string;
  /** Still arriving: half a diagram can't be drawn. */
  readonly open: boolean;
}

/** A Mermaid diagram, drawn as an image of our own making; its source where it cannot be drawn. */
export function Diagram({ source, open }: DiagramProps) {
  const [drawn, setDrawn] = useState<Drawn>({ kind: 'waiting' });
  const look = theme.value;
  useEffect(() => {
    if (open) return;
    let wanted = true;
    drawDiagram(source).then(
      (url) => wanted && setDrawn({ kind: 'image', url }),
      (error: unknown) =>
        wanted && setDrawn({ kind: 'failed', why: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [source, open, look]);
  if (open) return <Source source={source} open />;
  if (drawn.kind === 'waiting') return <p class="muted">Drawing the diagram.</p>;
  if (drawn.kind === 'failed') return <Failed source={source} why={drawn.why} />;
  return (
    <figure class="diagram">
      <div class="scroll" role="group" aria-label="Diagram" tabIndex={0}>
        <img src={drawn.url} alt={summary(source)} onLoad={fit} />
      </div>
      <details class="fold">
        <summary>Source</summary>
        <Source source={source} />
      </details>
    </figure>
  );
}

/** A wide drawing shrinks to fit, but not so far that it can't be read; then it scrolls. */
function fit(event: { readonly currentTarget: HTMLImageElement }): void {
  const image = event.currentTarget;
  image.style.minWidth = `${Math.round(image.naturalWidth * 0.6)}px`;
}

function Failed({ source, why }: { readonly source: string; readonly why: string }) {
  const document = shownName.value;
  return (
    <figure class="diagram">
      <div class="prob">
        <Icon name="warning" tone="warn" label="Warning" />
        <div>
          <p>This diagram can't be drawn: {why}</p>
          {document && (
            <button type="button" class="lk" onClick={() => post({ type: 'openPreview', document })}>
              Open preview
            </button>
          )}
        </div>
      </div>
      <Source source={source} />
    </figure>
  );
}

function Source({ source, open }: { readonly source: string; readonly open?: boolean }) {
  return (
    <pre class={open ? 'open' : undefined} tabIndex={0} role="group" aria-label="Source of the diagram">
      <code>{source}</code>
    </pre>
  );
}

/** What the diagram is, for who can't see it; its whole source is below it. */
function summary(source: string): string {
  const kind = /^\s*(?:---[\s\S]*?---\s*)?(?:%%.*\n\s*)*([A-Za-z]+)/.exec(source)?.[1] ?? 'diagram';
  return `Diagram (${kind}). Its source follows.`;
}
