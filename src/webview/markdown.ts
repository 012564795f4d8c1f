/**
 * Prose of documents as DOM. Markdown without HTML goes through the sanitiser all the same: two locks, because the text
 * comes from a model and from files. Links carry no address a browser would follow; a click asks the extension.
 */
import DOMPurify, { type Config } from 'dompurify';
import MarkdownIt from 'markdown-it';

const renderer = new MarkdownIt({ html: false, linkify: false });

type Token = ReturnType<typeof renderer.parse>[number];

/** `href` never reaches the page. */
function attribute(value: string): string {
  return renderer.utils.escapeHtml(value);
}

renderer.renderer.rules.link_open = (tokens, at) =>
  `<a class="lk" role="link" tabindex="0" data-href="${attribute(String(tokens[at]?.attrGet('href') ?? ''))}">`;
renderer.renderer.rules.image = (tokens, at) => {
  const token = tokens[at];
  const alt = token?.content || 'Image';
  return `<a class="lk" role="link" tabindex="0" data-href="${attribute(String(token?.attrGet('src') ?? ''))}">${attribute(alt)}</a>`;
};
// The page has its own first three levels.
renderer.renderer.rules.heading_open = (tokens, at) => `<h${depth(tokens[at])}>`;
renderer.renderer.rules.heading_close = (tokens, at) => `</h${depth(tokens[at])}>\n`;
renderer.renderer.rules.table_open = () => '<div class="scroll"><table>\n';
renderer.renderer.rules.table_close = () => '</table></div>\n';
// Alignment comes as a style attribute, which the page's policy forbids.
for (const cell of ['th_open', 'td_open'] as const) {
  renderer.renderer.rules[cell] = (tokens, at) => {
    const align = /text-align:(left|center|right)/.exec(String(tokens[at]?.attrGet('style') ?? ''))?.[1];
    const tag = cell === 'th_open' ? 'th' : 'td';
    return align ? `<${tag} class="to-${align}">` : `<${tag}>`;
  };
}

function depth(token: Token | undefined): number {
  return Math.min(6, Math.max(4, Number(token?.tag.slice(1) ?? 4)));
}

const config = {
  ALLOWED_TAGS: [
    'p',
    'h4',
    'h5',
    'h6',
    'ul',
    'ol',
    'li',
    'strong',
    'em',
    's',
    'code',
    'pre',
    'blockquote',
    'hr',
    'br',
    'a',
    'div',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
  ],
  ALLOWED_ATTR: ['class', 'role', 'tabindex', 'data-href', 'start'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
} as const satisfies Config;

/** A stretch of prose: HTML that is not yet safe, or the source of a diagram. */
export type ProsePart =
  | { readonly kind: 'html'; readonly html: string }
  | { readonly kind: 'diagram'; readonly source: string };

/** Markdown as HTML that is not yet safe, with diagrams of the top level apart. */
export function partsOfProse(markdown: string): readonly ProsePart[] {
  const environment = {};
  const parts: ProsePart[] = [];
  let run: Token[] = [];
  const flush = (): void => {
    const html = renderer.renderer.render(run, renderer.options, environment);
    if (html.trim() !== '') parts.push({ kind: 'html', html });
    run = [];
  };
  for (const token of renderer.parse(markdown, environment)) {
    const isDiagram = token.type === 'fence' && token.level === 0 && /^mermaid\b/i.test(token.info.trim());
    if (!isDiagram) run.push(token);
    else {
      flush();
      parts.push({ kind: 'diagram', source: token.content });
    }
  }
  flush();
  return parts;
}

/** The same as nodes that hold nothing but the allowed elements and attributes. */
export function safeFragment(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, {
    ...config,
    ALLOWED_TAGS: [...config.ALLOWED_TAGS],
    ALLOWED_ATTR: [...config.ALLOWED_ATTR],
  });
}
