/** The parts of hooks that need neither engine nor model: data in, data out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiDifferences } from '../../../src/core/hooks/apiDifferences';
import { readCron } from '../../../src/core/hooks/cron';
import { draftPullRequest } from '../../../src/core/hooks/pullRequestDraft';
import { keepTime } from '../../../src/core/hooks/schedule';
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

  it.each<readonly [string, string, readonly string[]]>([
    [
      'a step that does not divide the hour',
      '*/7 * * * *',
      ['01-01T00:50', '01-01T00:56', '01-01T01:00', '01-01T01:07'],
    ],
    [
      'a range with steps, and a list',
      '5-9/2 1,13 * * *',
      ['01-01T00:50', '01-01T01:05', '01-01T01:07', '01-01T01:09', '01-01T13:05'],
    ],
    ['a day that few months have', '0 0 31 * *', ['01-31T12:00', '03-31T00:00', '05-31T00:00']],
    ['Sunday as 7', '0 0 * * 7', ['01-01T00:00', '01-04T00:00', '01-11T00:00']],
    ['Sunday as 0', '0 0 * * 0', ['01-01T00:00', '01-04T00:00']],
    ['names of months and days, in any case', '0 12 * dec Sun', ['01-01T00:00', '12-06T12:00', '12-13T12:00']],
    [
      'days by name from to',
      '0 9 * * MON-WED',
      ['01-01T00:00', '01-05T09:00', '01-06T09:00', '01-07T09:00', '01-12T09:00'],
    ],
    // Clocks go from 2:00 to 3:00 on 8 March, and from 2:00 back to 1:00 on 1 November.
    ['a time that a night leaves out comes at its end', '30 2 * * *', ['03-07T12:00', '03-08T03:00', '03-09T02:30']],
    [
      'every twenty minutes over that night',
      '*/20 * * * *',
      ['03-08T01:30', '03-08T01:40', '03-08T03:00', '03-08T03:20'],
    ],
    ['a time that a night has twice comes once', '30 1 * * *', ['10-31T12:00', '11-01T01:30', '11-02T01:30']],
    [
      'every twenty minutes while an hour comes twice',
      '*/20 * * * *',
      ['11-01T01:30', '11-01T01:40', '11-01T01:00', '11-01T01:20', '11-01T01:40', '11-01T02:00'],
    ],
  ])('%s: %s', (_, form, [after = '', ...expected]) => {
    const zone = process.env.TZ;
    process.env.TZ = 'America/New_York';
    try {
      // Where the zone can't be set, the test could not fail.
      expect(new Date('2026-07-01T12:00:00Z').getHours()).toBe(8);
      const read = readCron(form);
      if ('message' in read) throw new Error(read.message);
      let at = local(`2026-${after}:00`);
      const times = expected.map(() => {
        at = read.schedule.next(at) ?? Number.NaN;
        const two = (value: number) => String(value).padStart(2, '0');
        const when = new Date(at);
        return `${two(when.getMonth() + 1)}-${two(when.getDate())}T${two(when.getHours())}:${two(when.getMinutes())}`;
      });
      expect(times).toEqual(expected);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it('times that went by while the machine slept come once, and then it goes on', async () => {
    const from = local('2026-01-01T00:00:30');
    const due: string[] = [];
    const stop = new AbortController();
    let now = from;
    const naps = [0, 3_600_000, 0, 0];
    const sleep = async (ms: number) => {
      const nap = naps.shift();
      if (nap === undefined) return stop.abort();
      now += ms + nap;
    };
    await keepTime({ now: () => now, sleep }, '* * * * *', stop.signal, () =>
      due.push(new Date(now).toISOString().slice(14, 16)),
    );
    expect(due.map(Number).map((minute) => minute % 60)).toEqual([1, 2, 3, 4]);
    expect(now).toBe(from + 3_600_000 + 3 * 60_000 + 30_000);
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
