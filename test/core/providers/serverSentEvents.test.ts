/** The reader of server-sent events, beside the vendor's SDK and however the bytes are cut. */
import { Stream } from '@anthropic-ai/sdk/core/streaming';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventReader } from '../../../src/core/providers/serverSentEvents';

type Told = readonly [name: string, data: string];

function read(pieces: readonly Uint8Array[]): readonly Told[] {
  const found: Told[] = [];
  const reader = eventReader((name, data) => found.push([name, data]));
  for (const piece of pieces) reader.take(piece);
  reader.end();
  return found;
}

const bytes = (text: string) => new TextEncoder().encode(text);

const cases: readonly (readonly [string, string, readonly Told[]])[] = [
  ['one event', 'event: a\ndata: {"x":1}\n\n', [['a', '{"x":1}']]],
  ['without the space', 'event:a\ndata:1\n\n', [['a', '1']]],
  ['only the first space goes', 'event: a\ndata:   1\n\n', [['a', '  1']]],
  ['several lines of data', 'event: a\ndata: 1\ndata: \ndata: 2\n\n', [['a', '1\n\n2']]],
  ['data before the name', 'data: 1\nevent: a\n\n', [['a', '1']]],
  ['a name alone', 'event: ping\n\n', [['ping', '']]],
  ['no name', 'data: 1\n\n', []],
  ['comments and other fields', ': hello\nid: 7\nretry: 9\nevent: a\nfoo\ndata: 1\n\n', [['a', '1']]],
  [
    'empty lines between',
    '\n\nevent: a\ndata: 1\n\n\n\nevent: b\ndata: 2\n\n',
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
  ['a name does not last', 'event: a\ndata: 1\n\ndata: 2\n\n', [['a', '1']]],
  [
    'carriage returns and line feeds',
    'event: a\r\ndata: 1\r\n\r\nevent: b\r\ndata: 2\r\n\r\n',
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
  ['carriage returns alone', 'event: a\rdata: 1\r\r', [['a', '1']]],
  ['a byte order mark', '\ufeffevent: a\ndata: 1\n\n', [['a', '1']]],
  ['an event that was cut off', 'event: a\ndata: 1\n\nevent: b\ndata: 2\n', [['a', '1']]],
  ['a line that was cut off', 'event: a\ndata: 1', []],
];

describe('server-sent events', () => {
  it.each(cases)('%s', (_, text, expected) => {
    expect(read([bytes(text)])).toEqual(expected);
    expect(read([...bytes(text)].map((byte) => Uint8Array.of(byte)))).toEqual(expected);
  });

  const line = fc.oneof(
    fc.constantFrom('', '', 'event: a', 'event:b', ': comment', 'id: 1', 'event: ping'),
    fc.string({ unit: 'grapheme' }).map((text) => `data: ${text.replace(/[\r\n\ufeff]/gu, '')}`),
  );
  const body = fc.array(fc.tuple(line, fc.constantFrom('\n', '\n', '\r\n', '\r'))).map((all) => all.flat().join(''));

  it('are those that the SDK reads, wherever the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(body, fc.array(fc.nat(400)), async (text, cuts) => {
        const all = bytes(text);
        const places = [0, ...cuts.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b), all.length];
        const pieces = places.slice(1).map((end, at) => all.subarray(places[at], end));
        const theirs: Told[] = [];
        for await (const { event, data } of Stream.rawEvents(new Response(all))) if (event) theirs.push([event, data]);
        expect(read(pieces)).toEqual(theirs);
      }),
      { numRuns: 500 },
    );
  });
});
