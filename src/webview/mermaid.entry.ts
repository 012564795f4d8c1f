/**
 * The inside of the frame that draws diagrams (diagrams.ts). It has no origin, no network and no editor; it hears from
 * the page alone.
 */
import mermaid from 'mermaid';

interface Request {
  readonly id: number;
  readonly source: string;
  readonly look: Readonly<Record<string, string>>;
}

const nonce = document.currentScript?.nonce ?? '';
allowOwnStyles();

/** What a diagram's own directives may not change: safety, and the look of the editor. */
const ours = [
  'secure',
  'securityLevel',
  'startOnLoad',
  'maxTextSize',
  'maxEdges',
  'suppressErrorRendering',
  'dompurifyConfig',
  'htmlLabels',
  'theme',
  'themeCSS',
  'themeVariables',
  'fontFamily',
  'altFontFamily',
] as const;

let queue: Promise<void> = Promise.resolve();

addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== parent || !isRequest(event.data)) return;
  const request = event.data;
  // Mermaid draws one at a time.
  queue = queue.then(() => draw(request));
});
parent.postMessage('ready', '*');

async function draw({ id, source, look }: Request): Promise<void> {
  try {
    mermaid.initialize(settings(look));
    const { svg } = await mermaid.render(`d${id}`, source);
    parent.postMessage({ id, svg: standalone(svg) }, '*');
  } catch (error) {
    document.querySelector(`#dd${id}`)?.remove();
    parent.postMessage({ id, error: sentence(error) }, '*');
  }
}

function settings(look: Request['look']): Parameters<typeof mermaid.initialize>[0] {
  const { fg, strong, muted, bg, side, border, font = 'sans-serif' } = look;
  return {
    startOnLoad: false,
    securityLevel: 'strict',
    secure: [...ours],
    htmlLabels: false,
    flowchart: { htmlLabels: false, useMaxWidth: false },
    sequence: { useMaxWidth: false },
    er: { useMaxWidth: false },
    class: { useMaxWidth: false, htmlLabels: false },
    state: { useMaxWidth: false },
    suppressErrorRendering: true,
    maxEdges: 1000,
    theme: 'base',
    fontFamily: font,
    themeVariables: {
      darkMode: look.dark === 'true',
      fontFamily: font,
      fontSize: '13px',
      background: bg,
      primaryColor: side,
      primaryTextColor: fg,
      primaryBorderColor: border,
      secondaryColor: side,
      secondaryTextColor: fg,
      tertiaryColor: bg,
      tertiaryTextColor: fg,
      lineColor: muted,
      textColor: fg,
      titleColor: strong,
      clusterBkg: bg,
      clusterBorder: border,
      edgeLabelBackground: bg,
      noteBkgColor: side,
      noteTextColor: fg,
      noteBorderColor: border,
    },
  };
}

/** An SVG that stands by itself has a size and its name space. */
function standalone(svg: string): string {
  const element = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg');
  if (!element) throw new Error('nothing was drawn.');
  const box = element.viewBox.baseVal;
  if (box.width > 0) {
    element.setAttribute('width', String(Math.ceil(box.width)));
    element.setAttribute('height', String(Math.ceil(box.height)));
  }
  return new XMLSerializer().serializeToString(element);
}

function sentence(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  return text.trim().replace(/\.*$/, '.');
}

/** The policy forbids inline styles; those that Mermaid makes go through the object model, which it allows. */
function allowOwnStyles(): void {
  const make = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = make(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
  const set = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name: string, value: string): void {
    if (name.toLowerCase() === 'style' && 'style' in this) (this as HTMLElement).style.cssText = value;
    else set.call(this, name, value);
  };
}

function isRequest(data: unknown): data is Request {
  return typeof data === 'object' && data !== null && 'id' in data && 'source' in data && 'look' in data;
}
