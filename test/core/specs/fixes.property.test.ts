/** Mends of findings, on any document: each takes its finding away, makes no new one of its rule, and changes no more than it says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/core/diagnostic';
import { applyEdits, type DocumentName, diagnosticsOf, parseSpec } from '../../../src/core/specs';
import { togetherEdits } from '../../../src/core/specs/edit/fixAll';
import { exampleFiles } from '../../../src/core/specs/ruleDocs';
import { rules } from '../../../src/core/specs/rules';
import { anyName, specText } from './arbitraries';

const found = (name: DocumentName, text: string): readonly Diagnostic[] =>
  diagnosticsOf(parseSpec({ path: '/w/.kiro/specs/s', files: { [name]: text } }), name);

/** What rules show as wrong, between lines as documents have them. */
const wrong: readonly (readonly [DocumentName, string])[] = rules.flatMap((rule) =>
  rule.bad.flatMap((example) => Object.entries(exampleFiles(example).files) as (readonly [DocumentName, string])[]),
);
const document: fc.Arbitrary<readonly [DocumentName, string]> = fc.oneof(
  fc.tuple(anyName, specText),
  fc.tuple(fc.constantFrom(...wrong), specText).map(([[name, text], more]) => [name, `${text}\n${more}`] as const),
  fc.constantFrom(...wrong).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')] as const),
  fc.constantFrom(...wrong).map(([name, text]) => [name, `\ufeff${text.replaceAll('\n', '\r\n')}`] as const),
);

describe('a mend', () => {
  it('takes its finding away and makes no other of its rule', () => {
    fc.assert(
      fc.property(document, ([name, text]) => {
        const before = found(name, text);
        for (const { code, fix } of before.filter((each) => each.fix !== undefined)) {
          const after = found(name, applyEdits(text, fix?.edits ?? [])).filter((each) => each.code === code);
          expect(after.length, code).toBeLessThan(before.filter((each) => each.code === code).length);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('replaces nothing by itself, and keeps what begins and ends the same', () => {
    fc.assert(
      fc.property(document, ([name, text]) => {
        for (const { code, fix } of found(name, text)) {
          for (const { start, end, text: now } of fix?.edits ?? []) {
            const was = text.slice(start, end);
            expect(start <= end && end <= text.length, code).toBe(true);
            expect(was, code).not.toBe(now);
            // Half a line end or half a character is nothing to keep.
            const same = (at: number) => was.at(at) === now.at(at) && !/[\r\n\ud800-\udfff]/.test(was.at(at) ?? '');
            const apart = was === '' || now === '' || !(same(0) || same(-1));
            expect(apart, `${code}: ${JSON.stringify([was, now])}`).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('never asks for what is written there already', () => {
    fc.assert(
      fc.property(document, ([name, text]) => {
        for (const { code, message, place } of found(name, text)) {
          const asked = /Write "(#.+)"\.$/.exec(message)?.[1];
          const there = text
            .split(/\r\n|\n|\r/)
            [place.line - 1]?.replace(/^\ufeff/, '')
            .trim();
          if (asked !== undefined) expect(there, code).not.toBe(asked);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('comes to an end: mended over and over, a document has nothing left to mend', () => {
    fc.assert(
      fc.property(document, ([name, text]) => {
        let now = text;
        for (let round = 0; round < 10; round += 1) {
          const edits = togetherEdits(found(name, now));
          if (edits.length === 0) return;
          now = applyEdits(now, edits);
        }
        expect(togetherEdits(found(name, now))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
