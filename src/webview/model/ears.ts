/** A criterion's text in pieces: EARS keywords, code, emphasis and plain words. */

export type Piece = { readonly kind: 'text' | 'code' | 'strong' | 'keyword' | 'must'; readonly text: string };

/** Capitals only: a "when" in a sentence is no keyword. */
const keyword = /\b(SHALL NOT|SHALL|MUST NOT|MUST|WHEN|WHILE|WHERE|IF|THEN|FOR ALL|FOR ANY|THE)\b/g;
const inline = /(`+)(?!`)(.+?)(?<!`)\1(?!`)|\*\*(?=\S)(.+?)(?<=\S)\*\*/g;

/** Splits a text; the pieces' texts joined are the text without the marks of code and emphasis. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(inline)) {
    pieces.push(...keywordPieces(text.slice(from, match.index)));
    if (match[2] !== undefined) pieces.push({ kind: 'code', text: match[2].trim() || match[2] });
    else pieces.push(...boldPieces(match[3] ?? ''));
    from = match.index + match[0].length;
  }
  return [...pieces, ...keywordPieces(text.slice(from))];
}

/** `**WHEN**` is a keyword, whatever its marks; other bold text stays bold. */
function boldPieces(text: string): readonly Piece[] {
  const pieces = keywordPieces(text);
  return pieces.length === 1 && pieces[0]?.kind !== 'text' ? pieces : [{ kind: 'strong', text }];
}

function keywordPieces(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(keyword)) {
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    pieces.push({ kind: /^(SHALL|MUST)/.test(match[0]) ? 'must' : 'keyword', text: match[0] });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}
