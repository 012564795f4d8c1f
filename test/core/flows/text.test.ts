/** Documents in answers, and exact edits. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mentionMark } from '../../../src/core/context/mentions';
import { steeringMark } from '../../../src/core/context/steeringText';
import { assemble } from '../../../src/core/flows/assemble';
import { closeAnswer, finished, lastCompleteLine, readAnswer } from '../../../src/core/flows/documentText';
import { applyExactEdits, asShown } from '../../../src/core/flows/exactEdits';
import { joinParts, leadIn } from '../../../src/core/flows/joinParts';
import { designText, tasksText } from '../../support/flowHarness';

describe('readAnswer', () => {
  test.each([
    ['nothing but words', { document: undefined, closed: false, reply: 'nothing but words' }],
    ['before\n<document>\n# A\n</document>\nafter', { document: '# A\n', closed: true, reply: 'before\n\nafter' }],
    ['<document>\n# A\nhalf', { document: '# A\nhalf', closed: false, reply: '' }],
    ['<document>\n# A\n</docum', { document: '# A\n', closed: false, reply: '' }],
    ['<document># A</document>', { document: '# A\n', closed: true, reply: '' }],
    ['<document>\n```markdown\n# A\n```\n</document>', { document: '# A\n', closed: true, reply: '' }],
    [
      '<document>\nuse `</document>` inside\n</document>',
      { document: 'use `</document>` inside\n', closed: true, reply: '' },
    ],
  ])('%j', (text, expected) => {
    expect(readAnswer(text)).toEqual(expected);
  });
});

describe('an answer without tags', () => {
  const title = 'Requirements Document';
  const text = '# Requirements Document\n\n## Introduction\n\nWords.';
  const fence = '```';
  test.each([
    ['is a document from its heading on', `One thing.\n\n${text}`, { document: `${text}\n`, reply: 'One thing.' }],
    [
      'also with a name behind it',
      `${text.replace('Document', 'Document: Rules')}`,
      { document: `${text.replace('Document', 'Document: Rules')}\n`, reply: '' },
    ],
    [
      'in a fence, with words behind it',
      `One.\n${fence}markdown\n${text}\n${fence}\nTwo.`,
      { document: `${text}\n`, reply: 'One.\n\nTwo.' },
    ],
    [
      'in a fence, with a fence in it',
      `${fence}\n${text}\n\n${fence}js\n1\n${fence}\n${fence}`,
      { document: `${text}\n\n${fence}js\n1\n${fence}\n`, reply: '' },
    ],
    [
      'is words where it only names the heading',
      'Under "# Requirements Document" I put\n# Requirements Document',
      { document: undefined, reply: 'Under "# Requirements Document" I put\n# Requirements Document' },
    ],
    [
      'is words where another document begins',
      '# Requirements Documentation\n\n## How',
      { document: undefined, reply: '# Requirements Documentation\n\n## How' },
    ],
  ])('%s', (_name, answer, expected) => {
    expect(closeAnswer(readAnswer(answer, title))).toMatchObject(expected);
    expect(readAnswer(answer).document).toBeUndefined();
  });
});

describe('joinParts', () => {
  const before = '# A\n\n1. one\n2. two\n3. thr';
  test.each([
    ['goes on behind the last complete line', '3. three\n', '# A\n\n1. one\n2. two\n3. three\n'],
    ['drops lines that are repeated', '1. one\n2. two\n3. three\n', '# A\n\n1. one\n2. two\n3. three\n'],
    ['takes a document that begins anew', '# A\n\nall of it\n', '# A\n\nall of it\n'],
  ])('%s', (_name, next, joined) => {
    expect(joinParts(before, next)).toBe(joined);
  });

  test.each([
    ['an empty line between the parts is kept', '1. one\n', '\n### Two\n', '1. one\n\n### Two\n'],
    ['and what broke off before it', '1. one\n2. tw', '\n### Two\n', '1. one\n2. tw\n\n### Two\n'],
    ['and behind a line that was whole', '# A\n\nWords.', '\n## B\n', '# A\n\nWords.\n\n## B\n'],
    ['but not within a list', '# A\n\n1. one', '\n2. two\n', '# A\n\n1. one\n2. two\n'],
    ['and before the line written anew', '1. one\n### T', '\n### Two\n', '1. one\n\n### Two\n'],
    ['and is not doubled', '1. one\n\n### T', '\n### Two\n', '1. one\n\n### Two\n'],
    ['and lets repeated lines be dropped', '1. one\n2. tw', '\n1. one\n2. two\n', '1. one\n2. two\n'],
  ])('%s', (_name, first, rest, document) => {
    const said = (text: string) => ({ role: 'assistant' as const, content: [{ type: 'text' as const, text }] });
    const tail = [said(`<document>\n${first}`), said(`<document>\n${rest}</document>`)];
    expect(assemble(tail).document).toBe(document);
  });

  const whole = '# A\n\n1. one\n2. two\n';
  const half = { document: '# A\n\n1. one\n2. t\n', reply: 'wo' };
  test.each([
    ['rules', `${steeringMark} (.kiro/steering/ts.md)`, { document: whole, reply: '' }],
    ['a mention', `${mentionMark}\n\n### #file:a.ts`, { document: whole, reply: '' }],
    ['words', 'Make it shorter.', half],
    ['words that quote the mark', `You said: ${steeringMark}`, half],
  ])('%s between the parts', (_name, between, expected) => {
    const said = (role: 'assistant' | 'user', text: string) => ({ role, content: [{ type: 'text' as const, text }] });
    const tail = [said('assistant', '<document>\n# A\n\n1. one\n2. t'), said('user', between), said('assistant', 'wo')];
    expect(assemble(tail, { ended: true })).toMatchObject(expected);
  });

  const flow = '# A\n\n```mermaid\ngraph TD\n  A-->B\n  B--';
  const row = '# A\n\n| a | b | c |\n|---|---|---|\n| 1.1 | un';
  test.each([
    ['goes on in the middle of a line', before, 'ee\n4. four\n', '# A\n\n1. one\n2. two\n3. three\n4. four\n'],
    [
      'goes on at a word',
      '# A\n\n1. WHEN it is `c',
      '`clear()`, it ends\n',
      '# A\n\n1. WHEN it is `clear()`, it ends\n',
    ],
    ['goes on behind a word', '# A\n\n1. WHEN it', ' is\n2. two\n', '# A\n\n1. WHEN it is\n2. two\n'],
    ['writes the line in other words', before, '3. **thr**ice\n', '# A\n\n1. one\n2. two\n3. **thr**ice\n'],
    ['leaves the line as it is', before, '4. four\n', '# A\n\n1. one\n2. two\n3. thr\n4. four\n'],
    ['has nothing to add', before, '\n', before],
    ['lost the indentation', '# A\n\n- a\n  ', '- b\n', '# A\n\n- a\n  - b\n'],
    ['opens the fence again', flow, '```mermaid\n  B-->C\n```\n', `${flow.slice(0, -3)}B-->C\n\`\`\`\n`],
    ['opens it and repeats', flow, '```mermaid\n  A-->B\n  B-->C\n```\n', `${flow.slice(0, -3)}B-->C\n\`\`\`\n`],
    [
      'opens it with everything',
      flow,
      '```mermaid\ngraph TD\n  A-->B\n  B-->C\n```\n',
      `${flow.slice(0, -3)}B-->C\n\`\`\`\n`,
    ],
    ['goes on in a line of a fence', flow, '>C\n```\n', `${flow}>C\n\`\`\`\n`],
    ['closes a bare fence', '# A\n\n```\nx\n', '```\n\nEnd.\n', '# A\n\n```\nx\n```\n\nEnd.\n'],
    ['opens a bare fence again', '# A\n\n```\nx\n', '```\ny\n```\n', '# A\n\n```\nx\ny\n```\n'],
    ['goes on in a mark of a heading', '# A\n\n#', '# Overview\n', '# A\n\n## Overview\n'],
    ['goes on in a mark of emphasis', '# A\n\n*', '*Out of scope:**\n', '# A\n\n**Out of scope:**\n'],
    ['ends a mark of emphasis', '# A\n\n**Out of scope:*', '*\n- x\n', '# A\n\n**Out of scope:**\n- x\n'],
    ['goes on in emphasis', '# A\n\n**User Story:*', '* As a user\n', '# A\n\n**User Story:** As a user\n'],
    ['goes on in an opening fence', '# A\n\n`', '``js\n1\n```\n', '# A\n\n```js\n1\n```\n'],
    ['writes an opening fence anew', '# A\n\n`', '```js\n1\n```\n', '# A\n\n```js\n1\n```\n'],
    ['writes a closing fence anew', '# A\n\n```js\n1\n```', '```\n\n## B\n', '# A\n\n```js\n1\n```\n\n## B\n'],
    ['goes on in an item', '# A\n\n-', ' `--json` is it\n', '# A\n\n- `--json` is it\n'],
    ['goes on in a head of a table', '# A\n\n| a', '| b |\n|---|---|\n', '# A\n\n| a| b |\n|---|---|\n'],
    ['goes on below a head of a table', '# A\n\n| a | b |\n|---', '|---|\n', '# A\n\n| a | b |\n|---|---|\n'],
    ['goes on in a cell', row, 'it | rows |\n', `${row}it | rows |\n`],
    ['goes on behind a cell', row, '| rows |\n| 1.2 | e2e | x |\n', `${row}| rows |\n| 1.2 | e2e | x |\n`],
    ['writes the row anew', row, '| 1.1 | unit | rows |\n', row.replace('| 1.1 | un', '| 1.1 | unit | rows |\n')],
  ])('a rest that %s', (_name, first, next, joined) => {
    expect(joinParts(first, next)).toBe(joined);
  });

  test.each([
    ['the line anew', '1. one\n2. tw', 'Continuing:\n\n2. two', '2. two'],
    ['the last line', '1. one\n2. tw', 'Here it comes.\n1. one\n2. two', '1. one\n2. two'],
    ['the whole', '# A\n\n2. tw', 'All of it again\n\n# A\n\n2. two', '# A\n\n2. two'],
    ['a fence', '# A\n```mermaid\nA-', 'The rest of the diagram\n```mermaid\nA-->B', '```mermaid\nA-->B'],
    ['a heading', '# A\n\n', 'Weiter:\n\n## B', '## B'],
    ['the rest of a line', '# A\n\nThe route', 'Continuing from there.\n\n checks it.', ' checks it.'],
    ['no words: a paragraph', '# A\n\n', 'The route checks it:\n\n- one', 'The route checks it:\n\n- one'],
    ['no words: a line that goes on', '# A\n\nThe route', ' checks it.\n\n## B', ' checks it.\n\n## B'],
    ['code', '# A\n```mermaid\n', 'Continuing:\n\nA-->B', 'A-->B'],
    ['no words: code', '# A\n```js\n', 'sure()\n\nA-->B', 'sure()\n\nA-->B'],
    [
      'no words: the line before one that repeats',
      '- `--js',
      'on` is it.\n- `--json` is that',
      'on` is it.\n- `--json` is that',
    ],
  ])('words before %s', (_name, first, text, rest) => {
    expect(text.slice(leadIn(first, text))).toBe(rest);
  });

  test('a document whose line is written anew is the document, wherever it was cut', () => {
    // A document has one title. In front of a second one a `#` could be the first of two.
    const tasks = tasksText.replace(/^# .*\n/u, '');
    const text = `${designText}\n## Flow\n\n\`\`\`mermaid\ngraph TD\n  A -->|*all*| B{\`more\`?}\n  B --> C\n\`\`\`\n${tasks}`;
    const said = (words: string) => ({ role: 'assistant' as const, content: [{ type: 'text' as const, text: words }] });
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: text.length - 1 }),
        fc.constantFrom('', 'Continuing:\n\n'),
        fc.boolean(),
        (at, words, tags) => {
          const rest = text.slice(text.lastIndexOf('\n', at - 1) + 1);
          const next = tags ? `${words}<document>\n${rest}</document>` : `${words}${rest}`;
          const tail = [said(`<document>\n${text.slice(0, at)}`), said(next)];
          expect(assemble(tail, { ended: true }).document).toBe(text);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a document in two parts is the document, wherever it was cut', () => {
    const text = Array.from({ length: 30 }, (_, at) => `line ${at} of the document`).join('\n');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length }), (at) => {
        const cut = text.slice(0, at);
        const kept = cut.lastIndexOf('\n') + 1;
        expect(joinParts(cut, text.slice(kept))).toBe(text);
        // What goes on in the middle of a line is told from a line by what stands at its beginning.
        if (/[^\d ]$/u.test(cut)) expect(joinParts(cut, text.slice(at))).toBe(text);
      }),
    );
  });

  test('the last complete line is what is asked for', () => {
    expect(lastCompleteLine(before)).toBe('2. two');
    expect(lastCompleteLine('no line end')).toBeUndefined();
    expect(finished('\n\n# A\n\n\n')).toBe('# A\n');
  });
});

describe('applyExactEdits', () => {
  test.each([
    ['a b c', [['b', 'x']], 'a x c'],
    [
      'a b c',
      [
        ['c', ''],
        ['a', 'y'],
      ],
      'y b ',
    ],
    ['\ufeffa\r\nb\r\n', [['a\nb', 'a\nx\nb']], '\ufeffa\r\nx\r\nb\r\n'],
  ] as const)('%j with %j', (text, edits, expected) => {
    expect(
      applyExactEdits(
        text,
        edits.map(([old, next]) => ({ old, new: next })),
      ),
    ).toEqual({ kind: 'edited', text: expected });
  });

  test.each([
    ['a b a', [['a', 'x']], 'occurs more than once'],
    ['a b', [['z', 'x']], 'was not found'],
    ['a b', [['', 'x']], 'is empty'],
    [
      'abc',
      [
        ['ab', 'x'],
        ['bc', 'y'],
      ],
      'touch the same text',
    ],
  ] as const)('%j refuses %j', (text, edits, why) => {
    const result = applyExactEdits(
      text,
      edits.map(([old, next]) => ({ old, new: next })),
    );
    expect(result.kind === 'refused' ? result.problems.join(' ') : '').toContain(why);
  });

  test('what no edit touches stays, line ends included', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('x', 'y', '\r\n', '\n', ' ', 'é')),
        fc.array(fc.constantFrom('x', '\r\n', '\n')),
        (head, tail) => {
          const [before, after] = [head.join(''), tail.join('')];
          const result = applyExactEdits(`${before}@mark@${after}`, [{ old: '@mark@', new: '' }]);
          expect(result).toEqual({ kind: 'edited', text: before + after });
          expect(asShown(before)).not.toContain('\r\n');
        },
      ),
    );
  });
});
