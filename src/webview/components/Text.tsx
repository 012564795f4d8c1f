import { piecesOf } from '../model/ears';

/** A criterion's words: EARS keywords set apart, code as code. Everything is text; nothing is markup. */
export function Text({ text }: { readonly text: string }) {
  return (
    <>
      {piecesOf(text).map((piece, at) => {
        switch (piece.kind) {
          case 'keyword':
            return (
              <span key={at} class="kw">
                {piece.text}
              </span>
            );
          case 'must':
            return (
              <span key={at} class="kw must">
                {piece.text}
              </span>
            );
          case 'code':
            return <code key={at}>{piece.text}</code>;
          case 'strong':
            return <strong key={at}>{piece.text}</strong>;
          default:
            return piece.text;
        }
      })}
    </>
  );
}
