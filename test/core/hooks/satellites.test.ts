/** The parts of hooks that need neither engine nor model: data in, data out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiDifferences } from '../../../src/core/hooks/apiDifferences';
import { readCron } from '../../../src/core/hooks/cron';
import { draftPullRequest } from '../../../src/core/hooks/pullRequestDraft';
import { secretFindings } from '../../../src/core/hooks/secretFindings';
import { tickChecklist } from '../../../src/core/hooks/tickChecklist';
import { part } from '../../../src/core/providers/redact.part';

describe('a schedule', () => {
  const local = (text: string) => new Date(text).getTime();

  it.each([
    ['0 9 * * 1-5', '2026-11-28T10:00:00', '2026-11-30T09:00:00'],
    ['*/15 * * * *', '2026-11-28T10:01:00', '2026-11-28T10:15:00'],
    ['0 0 29 2 *', '2026-11-28T10:00:00', '2028-02-29T00:00:00'],
    ['@daily', '2026-11-28T10:00:00', '2026-11-29T00:00:00'],
    ['0 0 13 * 5', '2026-11-28T10:00:00', '2026-12-04T00:00:00'],
    ['30 8 * JAN MON', '2026-11-28T10:00:00', '2027-01-04T08:30:00'],
  ])('%s after %s comes at %s', (form, after, expected) => {
    const read = readCron(form);
    expect('schedule' in read && read.schedule.next(local(after))).toBe(local(expected));
  });

  it.each([
    ['* * * *', 'five fields'],
    ['* * * * * *', 'has 6'],
    ['61 * * * *', 'no schedule'],
    ['hello there all you people', 'no schedule'],
    ['0 0 31 2 *', 'never comes'],
    ['@sometimes', 'Known are @yearly'],
    ['', 'five fields'],
  ])('%s is refused: %s', (form, expected) => {
    const read = readCron(form);
    expect('message' in read && read.message).toContain(expected);
  });
});

describe('a draft of a pull request', () => {
  const facts = {
    title: 'Rate limiting',
    spec: '.kiro/specs/rate-limiting',
    summary: 'Callers are held back.',
    requirements: [
      {
        id: '1',
        title: 'Limit',
        criteria: [
          { id: '1.1', text: 'WHEN a caller is too fast\n# THE API SHALL answer 429', done: true },
          { id: '1.2', text: 'It tells when to come back', done: false },
        ],
      },
    ],
    files: [{ path: 'src/limit.ts', change: 'added' as const }],
    reviewers: ['@team/api', '@ann'],
  };

  it('has criteria as a checklist, files and reviewers', () => {
    expect(draftPullRequest(facts)).toBe(`# Rate limiting

Callers are held back.

Spec: \`.kiro/specs/rate-limiting\`

## Acceptance criteria

### 1 Limit

- [x] 1.1 WHEN a caller is too fast # THE API SHALL answer 429
- [ ] 1.2 It tells when to come back

## Files

- \`src/limit.ts\` (added)

## Reviewers

@team/api @ann
`);
  });

  it('names folders where there are many files, and leaves empty parts out', () => {
    const files = Array.from({ length: 70 }, (_, at) => ({ path: `src/a/${at}.ts`, change: 'changed' as const }));
    const draft = draftPullRequest({ ...facts, files, reviewers: [], requirements: [], summary: '' });
    expect(draft).toContain('- `src/a`: 70 files');
    expect(draft).not.toMatch(/Reviewers|criteria/u);
  });
});

describe('a checklist', () => {
  it.each([
    ['- [ ] 1.2 Build it\n', ['1.2'], '- [x] 1.2 Build it\n'],
    ['- [ ] 1.20 Build it\n', ['1.2'], undefined],
    ['- [ ] 1.2.1 Build it\n', ['1.2'], undefined],
    ['* [ ] Docs follow\r\n+ [x] Docs lead\r\n', ['docs'], '* [x] Docs follow\r\n+ [x] Docs lead\r\n'],
    ['1) [ ] a\n', ['a'], '1) [x] a\n'],
    ['> - [ ] a', ['a'], '> - [x] a'],
    ['```\n- [ ] a\n```\n- [ ] a\n', ['a'], '```\n- [ ] a\n```\n- [x] a\n'],
    ['<!--\n- [ ] a\n-->\n- [ ] a\n', ['a'], '<!--\n- [ ] a\n-->\n- [x] a\n'],
    ['- [ ] src/a.ts is done\n', ['src/a.ts'], '- [x] src/a.ts is done\n'],
    ['- [ ] anything\n', [''], undefined],
    ['- [ ] a.b\n', ['a*b'], undefined],
  ])('%j, told %j', (text, wanted, expected) => {
    expect(tickChecklist(text, wanted).text).toBe(expected ?? text);
  });

  it('changes boxes only, whatever the text', () => {
    const line = fc.constantFrom(
      '- [ ] task 1',
      '- [x] task 1',
      '```',
      '<!-- x',
      '-->',
      'task 1',
      '',
      '  * [ ] task 1\r',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 12 }), (lines) => {
        const text = lines.join('\n');
        const ticked = tickChecklist(text, ['task 1']);
        expect(ticked.text.length).toBe(text.length);
        const changed = [...text].filter((char, at) => [...ticked.text][at] !== char);
        expect(changed).toEqual(ticked.items.map(() => ' '));
      }),
    );
  });
});

describe('secrets of a change', () => {
  const secret = `AKIA${'QWERTYUIOPASDFGH'}`;
  const check = async (text: string, added?: readonly number[]) =>
    (await secretFindings([{ path: 'a', text, ...(added && { addedLines: new Set(added) }) }], part.scan)).map(
      ({ line, what }) => `${line} ${what}`,
    );

  it.each<[string, string, readonly number[] | undefined, readonly string[]]>([
    ['in a new line', `a\nkey ${secret}\n`, [2], ['2 aws access key']],
    ['in a line that was there before', `a\nkey ${secret}\n`, [1], []],
    ['in a whole file', `key ${secret}`, undefined, ['1 aws access key']],
    ['in no line that was added', `key ${secret}`, [], []],
  ])('%s', async (_, text, added, expected) => expect(await check(text, added)).toEqual(expected));

  it('that reach over several lines count by the line that was added', async () => {
    const body = Array.from({ length: 6 }, () => 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7');
    const key = ['-----BEGIN PRIVATE KEY-----', ...body, '-----END PRIVATE KEY-----'].join('\n');
    expect(await check(`x\n${key}\n`, [4])).toEqual([expect.stringMatching(/^4 /u)]);
  });
});

describe('what differs in exported signatures', () => {
  it.each<[readonly string[] | undefined, readonly string[], readonly string[]]>([
    [undefined, ['function f ( )'], []],
    [['function f ( )'], ['function f ( )'], []],
    [['function f ( )'], ['function f ( a )'], ['f: function f ( ) -> function f ( a )']],
    [['function f ( )'], [], ['f: function f ( ) -> gone']],
    [[], ['A. m ( )'], ['A.m: new -> A. m ( )']],
  ])('from %j to %j', (before, after, expected) => {
    const told = apiDifferences('a.ts', before, after).map(
      (each) => `${each.name}: ${each.before ?? 'new'} -> ${each.after ?? 'gone'}`,
    );
    expect(told).toEqual(expected);
  });
});
