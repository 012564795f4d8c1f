/** Server-sent events, pushed: an answer has thousands, and an async step for each would cost more than all the rest. */

/** Takes a body's bytes as they come, cut anywhere. */
export interface EventReader {
  take(bytes: Uint8Array): void;
  /** The body has ended; an event that no empty line ended is not told. */
  end(): void;
}

/**
 * Tells every event that has a name, with its lines of data as one text. What `heard` throws comes out of `take` or
 * `end`; after that nothing more may be given.
 */
export function eventReader(heard: (name: string, data: string) => void): EventReader {
  const decoder = new TextDecoder();
  /** A carriage return at the end of a piece: the other half of the line end may be still to come. */
  let held = '';
  /** The beginning of a line that has not ended. */
  let rest = '';
  let name = '';
  let data: string | undefined;
  const line = (text: string) => {
    if (text === '') {
      const [told, content] = [name, data ?? ''];
      name = '';
      data = undefined;
      if (told !== '') heard(told, content);
    } else if (text.startsWith('data:')) {
      const value = fieldValue(text, 'data:'.length);
      data = data === undefined ? value : `${data}\n${value}`;
    } else if (text.startsWith('event:')) name = fieldValue(text, 'event:'.length);
  };
  const lines = (piece: string) => {
    let start = 0;
    // The rest has no line end, so that a long line is looked through once.
    for (let end = piece.indexOf('\n'); end !== -1; end = piece.indexOf('\n', start)) {
      line(rest + piece.slice(start, end));
      rest = '';
      start = end + 1;
    }
    rest += piece.slice(start);
  };
  return {
    take: (bytes) => {
      const text = held + decoder.decode(bytes, { stream: true });
      held = text.endsWith('\r') ? '\r' : '';
      const whole = held === '' ? text : text.slice(0, -1);
      lines(whole.includes('\r') ? whole.replace(/\r\n?/gu, '\n') : whole);
    },
    end: () => {
      if (held !== '') lines('\n');
    },
  };
}

function fieldValue(line: string, from: number): string {
  return line.slice(line[from] === ' ' ? from + 1 : from);
}
