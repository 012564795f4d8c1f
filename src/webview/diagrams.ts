/**
 * Draws Mermaid diagrams in a frame without rights: sandboxed, of no origin, with a policy of its own. It gets text and
 * colours and gives back an SVG, which the page shows as an image. Images run no script and load nothing.
 */
import { signal } from '@preact/signals';

/** Changes when the colours of the editor change; who draws subscribes. */
export const theme = signal(0);

/** Milliseconds until a diagram counts as one that can't be drawn. */
const patience = 15_000;
const longest = 50_000;

interface Job {
  readonly resolve: (url: string) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** What the frame answers. */
interface FrameAnswer {
  readonly id: number;
  readonly svg?: string;
  readonly error?: string;
}

const jobs = new Map<number, Job>();
const drawnBefore = new Map<string, string>();
let frame: Promise<Window> | undefined;
let lastId = 0;

/** A `data:` address of the drawing. Rejects with a sentence where it cannot be drawn. */
export async function drawDiagram(source: string): Promise<string> {
  if (source.length > longest) throw new Error('it is longer than 50,000 characters.');
  const look = lookOfPage();
  const key = `${JSON.stringify(look)}\n${source}`;
  const known = drawnBefore.get(key);
  if (known) return known;
  frame ??= openFrame();
  const target = await frame;
  const url = await new Promise<string>((resolve, reject) => {
    lastId += 1;
    const id = lastId;
    const timer = setTimeout(() => settle({ id, error: 'drawing took too long.' }), patience);
    jobs.set(id, { resolve, reject, timer });
    // The frame has no origin that could be named.
    target.postMessage({ id, source, look }, '*');
  });
  drawnBefore.set(key, url);
  return url;
}

/** Follows the editor's theme: VS Code writes it into class and style of the page. */
export function followTheme(): void {
  const observer = new MutationObserver(() => {
    theme.value += 1;
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}

function settle({ id, svg, error }: FrameAnswer): void {
  const job = jobs.get(id);
  if (!job) return;
  jobs.delete(id);
  clearTimeout(job.timer);
  if (svg === undefined) job.reject(new Error(error ?? 'the renderer gave no reason.'));
  else job.resolve(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`);
}

const own = document.currentScript;
const nonce = own?.nonce ?? '';

/** The frame has no origin, so it could load nothing: the page hands the renderer over as text. */
async function openFrame(): Promise<Window> {
  const code = await (await fetch(document.body.dataset.mermaid ?? 'mermaid.js')).text();
  // The page's own policy holds here too; it allows no style but those with its nonce.
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'unsafe-inline'`;
  const element = document.createElement('iframe');
  element.setAttribute('sandbox', 'allow-scripts');
  element.className = 'drawing-frame';
  element.tabIndex = -1;
  element.title = 'Diagram renderer';
  element.setAttribute('aria-hidden', 'true');
  element.srcdoc = [
    `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<body><script nonce="${nonce}">${code.replaceAll('</script', '<\\/script')}</script></body>`,
  ].join('');
  document.body.append(element);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the renderer did not start.')), patience);
    addEventListener('message', (event: MessageEvent<unknown>) => {
      const target = element.contentWindow;
      if (!target || event.source !== target) return;
      if (event.data === 'ready') {
        clearTimeout(timer);
        resolve(target);
      } else if (isAnswer(event.data)) settle(event.data);
    });
  });
}

function isAnswer(data: unknown): data is FrameAnswer {
  return typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'number';
}

/** The colours and the font of the page, as the browser computes them. */
function lookOfPage(): Record<string, string> {
  const style = getComputedStyle(document.body);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  return {
    dark: String(style.colorScheme === 'dark'),
    font: value('--font'),
    fg: value('--fg'),
    strong: value('--fg-strong'),
    muted: value('--fg-muted'),
    bg: value('--bg'),
    side: value('--bg-side'),
    border: value('--diagram-border') || value('--fg-muted'),
  };
}
