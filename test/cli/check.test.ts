import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { type CheckFlags, type CheckHost, registerCheck, runCheck } from '../../src/cli/check';
import { fixSpecs } from '../../src/cli/checkFix';
import { exampleFiles } from '../../src/core/specs/ruleDocs';
import { rules } from '../../src/core/specs/rules';
import { defaultCheck } from '../../src/core/specs/severity';
import { createMemoryHost } from '../support/memoryHost';

const sound = {
  '/w/.kiro/specs/todo/requirements.md':
    '### Requirement 1: Add\n#### Acceptance Criteria\n1. WHEN a THE x SHALL y\n2. b\n',
  '/w/.kiro/specs/todo/tasks.md':
    '### Tasks\n- [x] 1. Parent\n  - [x]* 1.1 Child\n    - _Requirements: 1.1, 1.1-1.2_\n- [ ] note\n',
  '/w/.kiro/specs/todo/.config.kiro': '{"specType":"feature"}',
};
const broken = { ...sound, '/w/app/.kiro/specs/old one/tasks.md': '- [X] 1. A\u001b[31m\n- [ ] 1. B\n* [ ] 2. C\n' };

/** The documents here are no whole ones: what a template or a sentence lacks is not asked. */
const small: Readonly<Record<string, 'off'>> = Object.fromEntries(
  rules
    .filter(
      ({ about, name }) => (about !== 'meaning' && name !== 'invalid-task-line') || name === 'uncovered-criterion',
    )
    .map(({ name }) => [name, 'off']),
);

interface Result {
  readonly code: number;
  readonly out: string;
  readonly errors: readonly string[];
}

async function check(
  files: Readonly<Record<string, string>>,
  paths: readonly string[],
  given: string | CheckFlags,
  cwd = '/w',
  change?: (host: ReturnType<typeof createMemoryHost>) => void,
): Promise<Result> {
  const memory = createMemoryHost({ files, changedSince: { main: ['/w/app/.kiro/specs/old one/tasks.md'] } });
  change?.(memory);
  const flags = typeof given === 'string' ? { format: given } : given;
  const errors: string[] = [];
  let out = '';
  const host: CheckHost = {
    files: memory.files,
    git: memory.git,
    mend: (specs, options) => fixSpecs(specs, options, memory),
    settings: async () => ({ severities: small, kiroStrict: false }),
    cwd,
    out: (text) => {
      out += text;
    },
    fail: (line) => {
      errors.push(line);
    },
    exit: () => undefined,
  };
  return { code: await runCheck(paths, flags, host), out, errors };
}

interface SarifLog {
  readonly runs: readonly {
    readonly results: readonly {
      readonly locations: readonly {
        readonly physicalLocation: { readonly region: Readonly<Record<string, number>> };
      }[];
    }[];
  }[];
}

describe('check', () => {
  it('says nothing but the sum where all is well', async () => {
    expect(await check(sound, [], 'text')).toEqual({
      code: 0,
      out: '1 spec, 3 tasks (2 done): 0 errors, 0 warnings\n',
      errors: [],
    });
  });

  it('lists findings by file, without control characters', async () => {
    const { code, out } = await check(broken, [], 'text');
    expect(code).toBe(1);
    expect(out).toBe(
      [
        'app/.kiro/specs/old one/tasks.md',
        '  1:4      error    [X] is no state of a task. Write [x] for done.  tasks/malformed-checkbox',
        '  2:1      error    Task 1 is already in line 1. Give this one a number of its own.  tasks/duplicate-id',
        '  3:1      warning  This is no task, because it does not begin with "- [". Write "- [ ]".  tasks/invalid-task-line',
        '',
        '2 specs, 5 tasks (2 done): 2 errors, 1 warning',
        '',
      ].join('\n'),
    );
  });

  it('gives one JSON object', async () => {
    const { code, out } = await check(sound, ['.kiro'], 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      specs: [
        {
          path: '.kiro/specs/todo',
          name: 'todo',
          kind: 'feature',
          documents: ['requirements.md', 'tasks.md'],
          requirements: [
            {
              id: '1',
              title: 'Add',
              line: 1,
              criteria: [
                { id: '1.1', text: 'WHEN a THE x SHALL y', line: 3 },
                { id: '1.2', text: 'b', line: 4 },
              ],
            },
          ],
          tasks: [
            {
              id: '1',
              identity: expect.stringMatching(/^1-[0-9a-f]{12}$/),
              title: 'Parent',
              state: 'done',
              optional: false,
              runnable: true,
              line: 2,
              requirements: [],
              children: [
                {
                  id: '1.1',
                  identity: expect.stringMatching(/^1\.1-[0-9a-f]{12}$/),
                  title: 'Child',
                  state: 'done',
                  optional: true,
                  runnable: true,
                  line: 3,
                  requirements: ['1.1', '1.2'],
                  children: [],
                },
              ],
            },
            {
              id: null,
              identity: expect.stringMatching(/^task-/),
              title: 'note',
              state: 'open',
              optional: false,
              runnable: true,
              line: 5,
              requirements: [],
              children: [],
            },
          ],
        },
      ],
      diagnostics: [],
    });
  });

  it('gives findings in JSON with places and paths from the working directory', async () => {
    const { code, out } = await check(broken, ['/w/app'], 'json', '/w/.kiro');
    expect(code).toBe(1);
    expect((JSON.parse(out) as { readonly diagnostics: readonly object[] }).diagnostics[0]).toEqual({
      code: 'tasks/malformed-checkbox',
      severity: 'error',
      file: '../app/.kiro/specs/old one/tasks.md',
      line: 1,
      column: 4,
      message: '[X] is no state of a task. Write [x] for done.',
    });
  });

  it('gives SARIF', async () => {
    const { code, out } = await check(broken, [], 'sarif');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'Tracewright',
              rules: [
                { id: 'tasks/duplicate-id', shortDescription: { text: 'Duplicate id (tasks)' } },
                { id: 'tasks/invalid-task-line' },
                { id: 'tasks/malformed-checkbox' },
              ],
            },
          },
          results: [
            {
              ruleId: 'tasks/malformed-checkbox',
              ruleIndex: 2,
              level: 'error',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'app/.kiro/specs/old%20one/tasks.md', uriBaseId: '%SRCROOT%' },
                    region: { startLine: 1, startColumn: 4, endLine: 1, endColumn: 5 },
                  },
                },
              ],
            },
            { level: 'error' },
            { level: 'warning' },
          ],
        },
      ],
    });
    expect(JSON.parse((await check(sound, [], 'sarif')).out)).toMatchObject({ runs: [{ results: [] }] });
  });

  it.each([
    ['in one line', '- [ ] 1. A\n  - _Requirements: 9.9_\n', [2, 20, 2, 23]],
    ['after a BOM', '\uFEFF- [X] 1. A\n', [1, 4, 1, 5]],
    ['over a whole line', '- [ ] 1. A\r\n<!-- a\r\n- [ ] 2. B\r\n', [2, 1, 2, 7]],
    [
      'at a point, without an end',
      '# T\n\n## Task Dependency Graph\n\n```json\n{\n```\n',
      [6, 1, undefined, undefined],
    ],
  ] as const)('gives SARIF the region of a finding %s', async (_, tasks, region) => {
    const requirements = '# R\n\n### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. THE A SHALL b.\n';
    const { out } = await check(
      { '/w/.kiro/specs/a/tasks.md': tasks, '/w/.kiro/specs/a/requirements.md': requirements },
      [],
      'sarif',
    );
    const [first] = (JSON.parse(out) as SarifLog).runs[0]?.results ?? [];
    const { startLine, startColumn, endLine, endColumn } = first?.locations[0]?.physicalLocation.region ?? {};
    expect([startLine, startColumn, endLine, endColumn]).toEqual(region);
  });

  it('takes a file, a spec folder and a path with backslashes', async () => {
    for (const path of ['.kiro/specs/todo/tasks.md', '.kiro/specs/todo', '.\\.kiro\\specs', '/w/.kiro/specs/todo/']) {
      expect((await check(broken, [path], 'text')).out).toBe('1 spec, 3 tasks (2 done): 0 errors, 0 warnings\n');
    }
  });

  it('says where it found nothing', async () => {
    const result = await check({ '/w/readme.md': '' }, ['.'], 'text');
    expect(result).toEqual({
      code: 0,
      out: 'No specs found under ". A spec is a folder below .kiro/specs that holds one of its documents.\n'.replace(
        '"',
        '.',
      ),
      errors: [],
    });
    expect(JSON.parse((await check({ '/w/readme.md': '' }, [], 'json')).out)).toEqual({ specs: [], diagnostics: [] });
  });

  it('refuses a path that is not there and a format that is none', async () => {
    expect(await check(sound, ['.kiro', 'nowhere'], 'json')).toEqual({
      code: 2,
      out: '',
      errors: ['There is no file or folder "nowhere". Give a path that exists.'],
    });
    expect(await check(sound, [], 'xml')).toEqual({
      code: 2,
      out: '',
      errors: ['There is no format "xml". Choose one of text, json, sarif, github.'],
    });
    expect((await check(sound, [], 'toString')).code).toBe(2);
  });

  it.each([
    ['requirements.md', 'Tasks.MD', 'tasks.md'],
    // A long s and an s are one letter to a disk that ignores case.
    ['requirements.md', 'task\u017f.md', 'tasks.md'],
  ])('reads what a disk gives by another case of its name: %s and %s', async (first, name, asked) => {
    const folder = '/w/.kiro/specs/todo';
    const files = { [`${folder}/${first}`]: '# Requirements\n', [`${folder}/${name}`]: '- [ ] 1. Build\n' };
    const { out } = await check(files, [], 'json', '/w', ({ files: disk }) => {
      const read = disk.read.bind(disk);
      disk.read = async (path, range) => read(path === `${folder}/${asked}` ? `${folder}/${name}` : path, range);
    });
    expect(JSON.parse(out).specs[0].documents).toEqual(['requirements.md', 'tasks.md']);
  });

  it('asks for no file that its folder does not hold', async () => {
    const asked: string[] = [];
    await check(sound, [], 'json', '/w', ({ files: disk }) => {
      const read = disk.read.bind(disk);
      disk.read = async (path, range) => {
        asked.push(path);
        return read(path, range);
      };
    });
    expect(asked.sort()).toEqual(Object.keys(sound).sort());
  });

  it('names a spec that cannot be read and checks the others', async () => {
    const result = await check(broken, [], 'text', '/w', (host) =>
      host.failNext('read', 'permission denied', '/w/app/.kiro/specs/old one/tasks.md'),
    );
    expect(result.code).toBe(1);
    expect(result.errors).toEqual([
      'The spec /w/app/.kiro/specs/old one could not be read (permission denied). The others were checked.',
    ]);
    expect(result.out).toBe('1 spec, 3 tasks (2 done): 0 errors, 0 warnings\n');
  });

  it('is a command', async () => {
    const memory = createMemoryHost({ files: broken });
    const codes: number[] = [];
    const output: string[] = [];
    const program = new Command();
    registerCheck(program, {
      ...memory,
      mend: async () => 0,
      settings: async () => defaultCheck,
      cwd: '/w',
      out: (text) => void output.push(text),
      fail: () => undefined,
      exit: (code) => void codes.push(code),
    });
    await program.parseAsync(['check', '.kiro', '--format', 'json'], { from: 'user' });
    await program.parseAsync(['check', 'app'], { from: 'user' });
    expect(codes).toEqual([0, 1]);
    expect(output[0]?.startsWith('{')).toBe(true);
  });

  it('annotates for GitHub, and no document can give it commands', async () => {
    const hostile = { '/w/.kiro/specs/a, b/tasks.md': '- [X] 1. A\n- [%] 2. ::error::B\n' };
    const { code, out } = await check(hostile, [], 'github');
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      '::error file=.kiro/specs/a%2C b/tasks.md,line=1,endLine=1,col=4,endColumn=5,title=tasks/malformed-checkbox::[X] is no state of a task. Write [x] for done.',
      '::error file=.kiro/specs/a%2C b/tasks.md,line=2,endLine=2,col=4,endColumn=5,title=tasks/malformed-checkbox::[%25] is no state of a task. Write [ ] for open, [-] for running, [x] for done or [~] for queued.',
      '1 spec, 2 tasks (0 done): 2 errors, 0 warnings',
      '',
    ]);
  });

  it('looks only at specs that differ from a commit', async () => {
    const { out } = await check(broken, [], { format: 'text', changed: 'main' });
    expect(out).toContain('1 spec, 2 tasks');
    expect(await check(broken, [], { format: 'text', changed: 'gone' })).toEqual({
      code: 2,
      out: '',
      errors: ['Git knows no commit "gone" here. Fetch it, or name another.'],
    });
  });

  it('mends what can be mended and says what is left', async () => {
    let memory: ReturnType<typeof createMemoryHost> | undefined;
    const result = await check(broken, [], { format: 'text', fix: true }, '/w', (host) => {
      memory = host;
    });
    const text = new TextDecoder().decode(await memory?.files.read('/w/app/.kiro/specs/old one/tasks.md'));
    expect(text).toBe('- [x] 1. A\u001b[31m\n- [ ] 1. B\n- [ ] 2. C\n');
    expect(result.errors).toEqual(['Mended: 2.']);
    expect(result.code).toBe(1);
  });

  it.each([
    ['LF', (text: string) => text],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['CRLF after a byte order mark', (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`],
  ])('has mended nothing when it says so, and leaves nothing for a second time: %s', async (_, written) => {
    const samples = rules.flatMap(({ name, bad }) =>
      bad.map((example, at) => [`/w/.kiro/specs/${name}-${at}`, exampleFiles(example).files] as const),
    );
    const memory = createMemoryHost({
      files: Object.fromEntries(
        samples.flatMap(([folder, documents]) =>
          Object.entries(documents).map(([name, text]) => [`${folder}/${name}`, written(text)]),
        ),
      ),
    });
    const bytes = async (): Promise<readonly string[]> => {
      const paths = samples.flatMap(([folder, documents]) => Object.keys(documents).map((name) => `${folder}/${name}`));
      return Promise.all(paths.map(async (path) => String(await memory.files.read(path))));
    };
    const mends: [string, number][] = [];
    for (const [folder] of samples) {
      const before = await bytes();
      const mended = await fixSpecs([folder], defaultCheck, memory);
      const after = await bytes();
      if (mended > 0) mends.push([folder, mended]);
      expect([folder, mended > 0]).toEqual([folder, String(before) !== String(after)]);
      expect([folder, await fixSpecs([folder], defaultCheck, memory)]).toEqual([folder, 0]);
    }
    expect(mends.length).toBeGreaterThan(10);
  });

  it('takes severities from the command line over the settings', async () => {
    const severity = ['malformed-checkbox=off', 'tasks/duplicate-id=hint', 'invalid-task-line=error'];
    const { code, out } = await check(broken, [], { format: 'text', severity });
    expect(code).toBe(1);
    expect(out).not.toContain('malformed-checkbox');
    expect(out).toContain('hint     Task 1 is already');
    expect((await check(broken, [], { format: 'text', severity: ['nothing=off'] })).errors).toEqual([
      'There is no rule "nothing".',
    ]);
    expect((await check(broken, [], { format: 'text', severity: ['duplicate-id=loud'] })).code).toBe(2);
  });

  it('prints the page of a rule', async () => {
    const { code, out } = await check({}, [], { format: 'text', explain: 'tasks/malformed-checkbox' });
    expect(code).toBe(0);
    expect(out).toContain('# malformed-checkbox');
    expect(out).toContain('- [X] 1. Done');
    expect((await check({}, [], { format: 'text', explain: 'nothing' })).code).toBe(2);
  });
});
