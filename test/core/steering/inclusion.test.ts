import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFrontMatter } from '../../../src/core/steering/frontMatter/read';
import { readSteering } from '../../../src/core/steering/load';
import type { SteeringFile, SteeringOccasion } from '../../../src/core/steering/model';
import { select } from '../../../src/core/steering/select';

function read(text: string): SteeringFile {
  const file = readSteering('.kiro/steering/x.md', 'workspace', text);
  if (file === undefined) throw new Error('not read');
  return file;
}

describe('how a file counts, and what is said about it', () => {
  const always = { kind: 'always' };
  const files = (...patterns: readonly string[]) => ({ kind: 'fileMatch', patterns });
  const cases: readonly (readonly [string, string, object, readonly string[]])[] = [
    ['no front matter', 'text', always, []],
    ['always', '---\ninclusion: always\n---\ntext', always, []],
    ['CRLF and a BOM', '\ufeff---\r\ninclusion: manual\r\n---\r\ntext', { kind: 'manual' }, []],
    ['another case', '---\ninclusion: Always\n---\ntext', always, ['mode']],
    ['other keys', '---\ntitle: x\npriority: 2\n---\ntext', always, []],
    ['empty front matter', '---\n---\ntext', always, []],
    ['never', '---\ninclusion: never\n---\ntext', { kind: 'never' }, []],
    ['manual', '---\ninclusion: manual\n---\ntext', { kind: 'manual' }, []],
    ['auto', '---\ninclusion: auto\nname: a\ndescription: d\n---\ntext', { kind: 'auto', description: 'd' }, []],
    [
      'auto without description',
      '---\ninclusion: auto\n---\n# Debugging\ntext',
      { kind: 'auto', description: 'Debugging' },
      ['no-description'],
    ],
    ['a string', '---\ninclusion: fileMatch\nfileMatchPattern: "src/**"\n---\ntext', files('src/**'), []],
    [
      'a list',
      '---\ninclusion: fileMatch\nfileMatchPattern:\n  - "a/**"\n  - b/**\n---\ntext',
      files('a/**', 'b/**'),
      [],
    ],
    [
      'commas',
      '---\ninclusion: fileMatch\nfileMatchPattern: "a/**, b/{c,d}/*"\n---\ntext',
      files('a/**', 'b/{c,d}/*'),
      [],
    ],
    [
      'a bare glob',
      '---\ninclusion: fileMatch\nfileMatchPattern: **/*.ts\n---\ntext',
      files('**/*.ts'),
      ['front-matter-yaml'],
    ],
    [
      'a bare list',
      '---\ninclusion: fileMatch\nfileMatchPattern:\n  - **/*.ts\n  - *.js\n---\ntext',
      files('**/*.ts', '*.js'),
      ['front-matter-yaml'],
    ],
    [
      'quotes of a word processor',
      '---\ninclusion: “manual”\nx: [\n---\ntext',
      { kind: 'manual' },
      ['front-matter-yaml'],
    ],
    ['a pattern without mode', '---\nfileMatchPattern: "*.ts"\n---\ntext', files('*.ts'), ['no-mode']],
    ['a mode without pattern', '---\ninclusion: fileMatch\n---\ntext', always, ['no-pattern']],
    [
      'a pattern under another key',
      '---\ninclusion: fileMatch\nfilePatterns: ["*.ts"]\n---\ntext',
      files('*.ts'),
      ['key'],
    ],
    [
      'braces without quotes',
      '---\ninclusion: fileMatch\nfileMatchPattern: {src/**,lib/**}\n---\ntext',
      files('{src/**,lib/**}'),
      ['front-matter-yaml'],
    ],
    [
      'braces and more without quotes',
      '---\ninclusion: fileMatch\nfileMatchPattern: {src,lib}/**\n---\ntext',
      files('{src,lib}/**'),
      ['front-matter-yaml'],
    ],
    [
      'braces in a list without quotes',
      '---\ninclusion: fileMatch\nfileMatchPattern: [src/{a,b}/*.ts, c.ts]\n---\ntext',
      files('src/{a,b}/*.ts', 'c.ts'),
      ['front-matter-yaml'],
    ],
    [
      'an exception without quotes',
      '---\ninclusion: fileMatch\nfileMatchPattern: !src/**\n---\ntext',
      files('!src/**'),
      ['front-matter-yaml'],
    ],
    [
      'each in quotes, with commas between',
      '---\ninclusion: fileMatch\nfileMatchPattern: "a/**", "b/**"\n---\ntext',
      files('a/**', 'b/**'),
      ['front-matter-yaml'],
    ],
    ['no blank behind the colon', '---\ninclusion:manual\n---\ntext', { kind: 'manual' }, ['front-matter-no-mapping']],
    ['moved to the right by a tab', '---\n\tinclusion: manual\n---\ntext', { kind: 'manual' }, ['front-matter-yaml']],
    ['a key in another case', '---\nInclusion: manual\n---\ntext', { kind: 'manual' }, ['key']],
    [
      'below a title',
      '# Plan\n---\ntitle: x\ninclusion: manual\n---\ntext',
      { kind: 'manual' },
      ['front-matter-not-first'],
    ],
    [
      'below a comment',
      '<!-- ours -->\n\n---\ninclusion: fileMatch\nfileMatchPattern:\n  - "a/**"\n---\ntext',
      files('a/**'),
      ['front-matter-not-first'],
    ],
    [
      'a pattern that is not used',
      '---\ninclusion: manual\nfileMatchPattern: "*.ts"\n---\ntext',
      { kind: 'manual' },
      ['unused-pattern'],
    ],
    ['a broken pattern', '---\ninclusion: fileMatch\nfileMatchPattern: "{a,b"\n---\ntext', files('{a,b'), ['pattern']],
    ['a misspelt mode', '---\ninclusion: manul\n---\ntext', { kind: 'manual' }, ['mode']],
    [
      'a word of another tool',
      '---\ninclusion: conditional\nfileMatchPattern: "*.ts"\n---\ntext',
      files('*.ts'),
      ['mode'],
    ],
    ['an unknown mode', '---\ninclusion: sometimes\n---\ntext', always, ['mode']],
    ['a mode that is no text', '---\ninclusion: [a, b]\n---\ntext', always, ['mode']],
    ['a misspelt key', '---\ninclusoin: manual\n---\ntext', { kind: 'manual' }, ['key']],
    ['a list instead of keys', '---\n- a\n---\ntext', always, ['front-matter-no-mapping']],
    ['an empty line before', '\n---\ninclusion: manual\n---\ntext', { kind: 'manual' }, ['front-matter-not-first']],
    ['a rule that is no front matter', '\n---\nSome words.\n---\ntext', always, []],
    ['no closing fence', '---\ninclusion: manual\n\n# Text\n', { kind: 'manual' }, ['front-matter-open']],
    ['no fences', '# Plan\n\ninclusion: manual\n\n## Bugs\n', { kind: 'manual' }, ['front-matter-no-fence']],
    ['an example in a code block', '# Plan\n```\ninclusion: manual\n```\n', always, []],
  ];
  test.each(cases)('%s', (_name, text, inclusion, codes) => {
    const file = read(text);
    expect(file.inclusion).toEqual(inclusion);
    expect(file.problems.map(({ code }) => code)).toEqual(codes.map((code) => `steering/${code}`));
  });

  test.each([
    [
      '---\ninclusion: fileMatch\nfileMatchPattern: **/*.ts\n---\ntext',
      '---\ninclusion: fileMatch\nfileMatchPattern: "**/*.ts"\n---\ntext',
    ],
    ['\n\n---\ninclusion: manual\n---\ntext', '---\ninclusion: manual\n---\ntext'],
    ['---\ninclusion: manual\n# Text\n', '---\ninclusion: manual\n---\n# Text\n'],
    ['# Plan\ninclusion: manual\nText\n', '---\ninclusion: manual\n---\n# Plan\nText\n'],
    ['# Plan\n---\ninclusion: manual\n---\nText\n', '---\ninclusion: manual\n---\n# Plan\nText\n'],
    ['---\ninclusion:manual\n---\ntext', '---\ninclusion: manual\n---\ntext'],
    ['---\ninclusion: Manual # by name\n---\ntext', '---\ninclusion: manual # by name\n---\ntext'],
    ["---\ninclusion: 'manul'\n---\ntext", "---\ninclusion: 'manual'\n---\ntext"],
    ['---\n  inclusoin: manual\n---\ntext', '---\n  inclusion: manual\n---\ntext'],
    [
      '---\ninclusion: fileMatch\nglobs: "*.ts"\n---\ntext',
      '---\ninclusion: fileMatch\nfileMatchPattern: "*.ts"\n---\ntext',
    ],
    [
      '---\ninclusion: fileMatch\nfileMatchPattern: {src/**,lib/**}\n---\ntext',
      '---\ninclusion: fileMatch\nfileMatchPattern: "{src/**,lib/**}"\n---\ntext',
    ],
    [
      '---\ninclusion: fileMatch\nfileMatchPattern: {src,lib}/**\n---\ntext',
      '---\ninclusion: fileMatch\nfileMatchPattern: "{src,lib}/**"\n---\ntext',
    ],
  ])('a fix leaves nothing to say: %j', (text, expected) => {
    const edits = read(text).problems.flatMap(({ fix }) => fix?.edits ?? []);
    const mended = [...edits]
      .sort((a, b) => b.start - a.start)
      .reduce((now, edit) => now.slice(0, edit.start) + edit.text + now.slice(edit.end), text);
    expect(mended).toBe(expected);
    expect(read(mended).problems).toEqual([]);
  });

  test('a problem stands where it is', () => {
    const { problems } = read('---\ntitle: x\ninclusion: sometimes\n---\ntext');
    expect(problems[0]?.place).toMatchObject({ line: 3, column: 1, start: 13, end: 33 });
  });

  test('what stands below front matter in the wrong place keeps its lines', () => {
    const text = '# Plan\n---\ninclusion: manual\n---\nRule.';
    const { body, bodyStart, bodyLine } = read(text);
    expect([bodyStart, bodyLine, body.length, body.split('\n').at(-1)]).toEqual([0, 1, text.length, 'Rule.']);
    expect(body).not.toContain('inclusion');
  });

  test('any text is read, and every place lies in it', () => {
    const piece = fc.constantFrom(
      '---',
      '\n',
      '\r\n',
      'inclusion: ',
      'fileMatch',
      'manual',
      'fileMatchPattern: ',
      '**/*.ts',
      '"',
      '[',
      '- ',
      '\ufeff',
      ' ',
      '# x',
      ':',
      '{',
      ',',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 20 }).map((all) => all.join('')),
        ),
        (text) => {
          const { body, problems } = readFrontMatter(text);
          expect(body.length).toBeLessThanOrEqual(text.length);
          for (const { place, fix } of [...problems, ...read(text).problems])
            for (const { start, end } of [place, ...(fix?.edits ?? [])])
              expect(0 <= start && start <= end && end <= text.length).toBe(true);
        },
      ),
    );
  });
});

describe('when a file takes part', () => {
  const front = (rest: string) => `---\n${rest}\n---\ntext`;
  const match = (pattern: string) => front(`inclusion: fileMatch\nfileMatchPattern: ${pattern}`);
  const paths = (...all: readonly string[]): SteeringOccasion => ({ paths: all });
  const cases: readonly (readonly [string, string, SteeringOccasion, string | false])[] = [
    ['a glob', match('"src/**/*.ts"'), paths('src/a/b.ts'), 'src/a/b.ts matches src/**/*.ts'],
    [
      'one of several files',
      match('"**/*.test.ts"'),
      paths('src/a.ts', 't/a.test.ts'),
      't/a.test.ts matches **/*.test.ts',
    ],
    ['another file', match('"src/**"'), paths('test/a.ts'), false],
    ['no file', match('"**"'), paths(), false],
    ['braces', match('"{src/**,lib/**}"'), paths('lib/a.ts'), 'lib/a.ts matches {src/**,lib/**}'],
    ['commas around braces', match('"a.{ts,js},b.ts"'), paths('a.js'), 'a.js matches a.{ts,js}'],
    [
      'hidden folders',
      match('"**/*.yml"'),
      paths('.github/workflows/ci.yml'),
      '.github/workflows/ci.yml matches **/*.yml',
    ],
    ['a name at any depth', match('"*.tsx"'), paths('src/ui/a.tsx'), 'src/ui/a.tsx matches *.tsx'],
    ['./ before it', match('./src/*.ts'), paths('src/a.ts'), 'src/a.ts matches ./src/*.ts'],
    ['a folder', match('src/api/'), paths('src/api/x/y.ts'), 'src/api/x/y.ts matches src/api/'],
    ['a folder without a slash', match('src/api'), paths('src/api/x/y.ts'), 'src/api/x/y.ts matches src/api'],
    ['what is taken out', match('["src/**", "!src/gen/**"]'), paths('src/gen/a.ts'), false],
    ['a folder that begins with !', match('./!new/*.ts'), paths('!new/a.ts'), '!new/a.ts matches ./!new/*.ts'],
    ['another than the folder with !', match('./!new/*.ts'), paths('src/a.ts'), false],
    ['empty text', '---\ninclusion: always\n---\n\n', paths('a'), false],
    ['never', front('inclusion: never'), { paths: ['a'], named: ['x'] }, false],
    ['manual and named', front('inclusion: manual'), { paths: [], named: ['X'] }, 'the prompt names it (#x)'],
    [
      'manual under its own name',
      front('inclusion: manual\nname: deploy'),
      { paths: [], named: ['deploy'] },
      'the prompt names it (#deploy)',
    ],
    [
      'manual by the name of the file',
      front('inclusion: manual\nname: Deploy it'),
      { paths: [], named: ['x'] },
      'the prompt names it (#Deploy it)',
    ],
    [
      'manual by its name without blanks',
      front('inclusion: manual\nname: Deploy it'),
      { paths: [], named: ['deploy-it'] },
      'the prompt names it (#Deploy it)',
    ],
    ['a comment to be written over', '---\ninclusion: always\n---\n<!--\nAdd rules here.\n-->\n', paths('a'), false],
    ['a rule below a comment', '---\ninclusion: always\n---\n<!-- x -->\nBe brief.', paths(), 'it is always included'],
    ['manual and not named', front('inclusion: manual'), { paths: [], named: ['y'] }, false],
    [
      'auto by its description',
      front('inclusion: auto\ndescription: Database migrations with Prisma'),
      { paths: [], request: 'Add a migration to the database' },
      'the request is about database, migration',
    ],
    [
      'auto by its name',
      front('inclusion: auto\nname: debugging\ndescription: x'),
      { paths: [], request: 'debug this' },
      'the request is about debug',
    ],
    [
      'auto in Japanese',
      front('inclusion: auto\ndescription: データベースのマイグレーション'),
      { paths: [], request: 'データベースにマイグレーションを追加する' },
      'the request is about データベース, マイグレーション',
    ],
    [
      'auto in Chinese',
      front('inclusion: auto\ndescription: 数据库迁移'),
      { paths: [], request: '给数据库添加一个迁移' },
      'the request is about 数据, 据库, 迁移',
    ],
    [
      'auto in Chinese and something else',
      front('inclusion: auto\ndescription: 数据库迁移'),
      { paths: [], request: '显示数据的颜色' },
      false,
    ],
    [
      'auto and one word in common',
      front('inclusion: auto\ndescription: Database migrations with Prisma'),
      { paths: [], request: 'Show the database on the page' },
      false,
    ],
    [
      'auto and something else',
      front('inclusion: auto\ndescription: Database migrations with Prisma'),
      { paths: [], request: 'Change the colour of the button' },
      false,
    ],
    ['switched off', front('inclusion: always'), { paths: [], off: ['.kiro/steering/x.md'] }, false],
  ];
  test.each(cases)('%s', (_name, text, occasion, why) => {
    const [choice] = select([read(text)], occasion);
    if (why === false) expect(choice?.included).toBe(false);
    else expect(choice).toMatchObject({ included: true, why });
  });
});
