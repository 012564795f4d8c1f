import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { render } from '../../src/core/context/render';
import type { Diagnostic } from '../../src/core/diagnostic';
import { requirementsFirst } from '../../src/core/flows/requirementsFirst/index';
import type { Task } from '../../src/core/specs/model';
import { diagnosticsOf, documentOf, parseSpec } from '../../src/core/specs/spec';
import { part } from '../../src/node/sample.part';
import type { SampleServer } from '../../src/node/sampleServer';
import { todoFacts } from '../../src/node/samples/todoQuestions';
import { versionFacts } from '../../src/node/samples/version';
import { documentIn, type Refused, readFrom, type Said, talkTo, withEdits } from '../support/sampleTalk';

const sample = new URL('../../media/sample', import.meta.url).pathname;
const todoSentence =
  'Build a REST API for a todo list with CRUD operations, user authentication, and PostgreSQL storage';

let server: SampleServer;
beforeAll(async () => {
  server = await part.startSampleServer({ paceMs: 0 });
});
afterAll(() => server.close());

type Files = Partial<Record<'requirements.md' | 'design.md' | 'tasks.md', string>>;

const prompts = requirementsFirst.prompts;
const writing = (name: string) => requirementsFirst.documents.find((each) => each.name === name)?.prompt ?? '';
const problemsOf = (files: Files, name: 'requirements.md' | 'design.md' | 'tasks.md'): readonly Diagnostic[] =>
  diagnosticsOf(parseSpec({ path: '/w/.kiro/specs/todo-api', files }), name);
const leavesOf = (tasks: readonly Task[]): readonly Task[] =>
  tasks.flatMap((task) => (task.children.length === 0 ? [task] : leavesOf(task.children)));

function said(answer: Said | Refused): Said {
  if ('status' in answer) throw new Error(answer.message);
  return answer;
}

/** Reads as the answer asks, up to the questions. */
async function toQuestions(
  talk: ReturnType<typeof talkTo>,
  sentence: string,
  folder = sample,
): Promise<Record<string, unknown>> {
  let answer = said(await talk.say(render(prompts.ask, { request: sentence })));
  for (let turn = 0; turn < 6; turn += 1) {
    const asked = answer.uses.find((use) => use.name === 'ask_user');
    if (asked !== undefined) return asked.input;
    expect(answer.uses.length).toBeGreaterThan(0);
    answer = said(await talk.results(readFrom(folder)));
  }
  throw new Error('The answers never come to their questions.');
}

/** From the sentence to three documents, the repair of the last included. */
async function wholeSpec(sentence: string, answers: readonly string[]) {
  const talk = talkTo(server.url);
  const asked = await toQuestions(talk, sentence);
  const values = { answers: answers.join('\n'), spec_name: 'todo-api', request: sentence };
  const requirements = documentIn(said(await talk.say(render(writing('requirements.md'), values))).text);
  const design = documentIn(said(await talk.say(render(writing('design.md'), { ...values, requirements }))).text);
  const first = documentIn(said(await talk.say(render(writing('tasks.md'), { ...values, requirements, design }))).text);
  const files: Files = { 'requirements.md': requirements, 'design.md': design, 'tasks.md': first };
  const problems = problemsOf(files, 'tasks.md');
  if (problems.length === 0) return { talk, asked, files, problems };
  const text = problems
    .map(({ place, code, message }) => `${place.line}:${place.column} | ${code} | ${message}`)
    .join('\n');
  const mended = said(
    await talk.say(render(prompts.repair, { document_name: 'tasks.md', document: first, problems: text })),
  );
  const tasks = withEdits(first, mended.uses[0]?.input ?? {});
  const last = said(await talk.results(() => ({ text: 'Taken.' })));
  expect(last.text).toContain('2.9');
  return { talk, asked, files: { ...files, 'tasks.md': tasks }, problems };
}

function expectSound(files: Files): void {
  for (const name of ['requirements.md', 'design.md', 'tasks.md'] as const)
    expect([name, problemsOf(files, name)]).toEqual([name, []]);
  const spec = parseSpec({ path: '/w/.kiro/specs/todo-api', files });
  const requirements = documentOf(spec, 'requirements.md')?.requirements ?? [];
  const design = documentOf(spec, 'design.md');
  const tasks = documentOf(spec, 'tasks.md');
  const criteria = requirements.flatMap((each) => each.criteria.map(({ id }) => id));
  const leaves = leavesOf(tasks?.tasks ?? []);
  const covered = new Set(leaves.flatMap((task) => task.requirements.flatMap(({ ids }) => ids)));
  expect(criteria.filter((id) => !covered.has(id))).toEqual([]);
  const named = design?.properties.flatMap((property) => property.validates.flatMap(({ ids }) => ids)) ?? [];
  expect([...covered, ...named].filter((id) => !criteria.includes(id))).toEqual([]);
  expect(design?.properties.length).toBeGreaterThan(0);
  // The table rows of the testing strategy name every criterion.
  const strategy = files['design.md']?.split('## Testing Strategy')[1] ?? '';
  expect(
    criteria.filter((id) => !new RegExp(`(?<![\\d.])${id.replace('.', '\\.')}(?![\\d.])`, 'u').test(strategy)),
  ).toEqual([]);
  const waves = tasks?.graph?.waves ?? [];
  expect(waves.map(({ id }) => id)).toEqual(waves.map((_wave, index) => index));
  const required = leaves.filter((task) => !task.optional).map((task) => task.id);
  expect(waves.flatMap((wave) => wave.tasks)).toEqual(required);
  expect(Object.values(files).join('\n')).not.toMatch(/\{\{|\[\[|, ,|^@/mu);
}

const pick = {
  sign_in: [undefined, 'GitHub account'],
  visibility: ['Only its owner', 'The whole team'],
  details: [undefined, 'Due date', 'Notes', 'Due date; Notes'],
  deletion: ['Gone at once', 'Kept for 30 days'],
};
const line = (id: string, answer: string | undefined) =>
  answer === undefined ? `${id} | q | skipped text | skipped` : `${id} | q | ${answer} | user`;

describe('the todo API', () => {
  test('reads the workspace, then asks four questions with the facts it found', async () => {
    const asked = await toQuestions(talkTo(server.url), todoSentence);
    expect(asked.questions).toHaveLength(4);
    expect(asked.facts).toEqual(todoFacts);
  });

  test.each([
    'a todo list REST api please',
    'Build a Todo backend with sign-in',
    'CRUD service for to-dos in Postgres',
  ])('knows %s', async (sentence) => {
    expect((await toQuestions(talkTo(server.url), sentence)).name).toBe('todo-api');
  });

  test('elsewhere no facts are claimed, and the answers say where they belong', async () => {
    const talk = talkTo(server.url);
    expect((await toQuestions(talk, todoSentence, '/nowhere')).facts).toEqual([]);
    expect(said(await talk.say(render(writing('requirements.md'), {}))).text).toContain(
      'written for the sample workspace',
    );
  });

  const combinations = pick.sign_in.flatMap((a) =>
    pick.visibility.flatMap((b) => pick.details.flatMap((c) => pick.deletion.map((d) => [a, b, c, d] as const))),
  );

  test.each(combinations)(
    'every answer leads to a sound spec: %s, %s, %s, %s',
    async (sign_in, visibility, details, deletion) => {
      const { files, problems } = await wholeSpec(todoSentence, [
        line('sign_in', sign_in),
        line('visibility', visibility),
        line('details', details),
        line('deletion', deletion),
      ]);
      expect(problems.map(({ severity }) => severity)).toEqual(['error']);
      expectSound(files);
      const text = files['requirements.md'] ?? '';
      expect(text.includes('GitHub')).toBe(sign_in === 'GitHub account');
      expect(text.includes('403 `not_your_todo`')).toBe(visibility === 'The whole team');
      expect(text.includes('Due_Date')).toBe(details !== 'Notes');
      expect(text.includes('**Notes**')).toBe(details?.includes('Notes') ?? false);
      expect(text.includes('restores a Todo')).toBe(deletion === 'Kept for 30 days');
      expect((text.split('**Out of scope:**')[0]?.match(/^- /gmu) ?? []).length).toBe(
        2 + [sign_in, visibility, details, deletion].filter((each) => each === undefined).length,
      );
    },
  );

  test('an answer of one’s own is named as one that only a model can follow', async () => {
    const { files } = await wholeSpec(todoSentence, ['sign_in | q | With a hardware key | user']);
    expect(files['requirements.md']).toContain('Sample answers cannot follow “With a hardware key”');
  });
});

describe('refining', () => {
  const cases = [
    ['Limit titles to 200 characters', ['longer than 200 characters', 'varchar(200)', '0, 1, 200 and 200 + 1']],
    ['add pagination to the list', ['a `next` value', '"next"?', '`pages.ts` (new)']],
    ['Please rate limit sign-in', ['tenth sign-in', 'too_many_attempts', '2.3 Slow down guessing']],
  ] as const;

  test.each(cases)(
    '%s changes the requirements by unique edits, and the later documents follow',
    async (request, marks) => {
      for (const sign_in of pick.sign_in) {
        const { talk, files } = await wholeSpec(todoSentence, [line('sign_in', sign_in)]);
        // The user has changed other lines meanwhile.
        const mine = (files['requirements.md'] ?? '').replace(
          'so that I can stop thinking about it',
          'so that I sleep well',
        );
        const refined = said(
          await talk.say(render(prompts.refine, { document_name: 'requirements.md', document: mine, request })),
        );
        const requirements = withEdits(mine, refined.uses[0]?.input ?? {});
        expect(said(await talk.results(() => ({ text: 'Taken.' }))).text).not.toBe('');
        const after: Files = { ...files, 'requirements.md': requirements };
        for (const name of ['design.md', 'tasks.md'] as const) {
          const values = {
            source_name: 'requirements.md',
            source: requirements,
            document_name: name,
            document: files[name],
            changes: 'reworded 3.2',
          };
          const updated = said(await talk.say(render(prompts.update, values)));
          after[name] = withEdits(files[name] ?? '', updated.uses[0]?.input ?? {});
          await talk.results(() => ({ text: 'Taken.' }));
        }
        expectSound(after);
        expect(requirements).toContain('so that I sleep well');
        for (const [index, name] of (['requirements.md', 'design.md', 'tasks.md'] as const).entries())
          expect(after[name]).toContain(marks[index]);
        // The same once more finds nothing to do.
        const again = said(
          await talk.say(render(prompts.refine, { document_name: 'requirements.md', document: requirements, request })),
        );
        expect([again.uses, again.text]).toEqual([[], 'Nothing was changed: the document says so already.']);
      }
    },
  );

  test('an unknown sentence changes nothing and says what is known', async () => {
    const { talk, files } = await wholeSpec(todoSentence, []);
    const values = { document_name: 'requirements.md', document: files['requirements.md'], request: 'Add a chat room' };
    const answer = said(await talk.say(render(prompts.refine, values)));
    expect(answer.uses).toEqual([]);
    expect(answer.text).toMatch(/Limit titles.*Set Up a Model/u);
  });

  test('a new behaviour asked for in the design is sent to the requirements', async () => {
    const { talk, files } = await wholeSpec(todoSentence, []);
    const values = { document_name: 'design.md', document: files['design.md'], request: 'Add pagination' };
    expect(said(await talk.say(render(prompts.refine, values))).text).toContain('belongs to requirements.md');
  });

  test('a refused edit is told, not repeated', async () => {
    const { talk, files } = await wholeSpec(todoSentence, []);
    const values = { document_name: 'requirements.md', document: files['requirements.md'], request: 'Add pagination' };
    await talk.say(render(prompts.refine, values));
    const answer = said(await talk.results(() => ({ text: 'Edit 1: `old` was not found.', isError: true })));
    expect([answer.uses, answer.text]).toEqual([[], expect.stringContaining('not found')]);
  });
});

describe('comments of people', () => {
  test('what a sample answer knows is changed under the comment’s name, the rest gets a reason', async () => {
    const { talk, files } = await wholeSpec(todoSentence, []);
    const document = files['requirements.md'] ?? '';
    const comments = [
      'requirements-a | 3.2 | comment | Titles of 200 characters are enough. | on: IF a title',
      'requirements-b | line 3 | comment | Is this the word that sales uses? | on: Daybook',
      'requirements-c | 4.1 | comment | Lists need pagination. | on: WHEN',
    ].join('\n');
    const values = { document_name: 'requirements.md', document, request: 'The comments below.', comments };
    const first = said(await talk.say(render(prompts.refine, values)));
    const second = said(await talk.results(() => ({ text: 'Taken.' })));
    const edits = [first, second].flatMap(({ uses }) => uses.map(({ name, input }) => [name, input] as const));
    expect(edits.map(([name, input]) => [name, (input as { edits: { source: string }[] }).edits[0]?.source])).toEqual([
      ['edit_document', 'requirements-a'],
      ['edit_document', 'requirements-c'],
    ]);
    const text = edits.reduce((before, [, input]) => withEdits(before, input), document);
    expect(text).toContain('longer than 200 characters');
    expect(problemsOf({ 'requirements.md': text }, 'requirements.md')).toEqual([]);
    const answered = said(await talk.results(() => ({ text: 'Edit 1: `old` was not found.', isError: true })));
    expect(answered.uses).toMatchObject([
      {
        name: 'answer_comments',
        input: {
          answers: [
            { comment: 'requirements-a', outcome: 'changed', reason: expect.stringContaining('200') },
            { comment: 'requirements-b', outcome: 'reason', reason: expect.stringContaining('Set Up a Model') },
            { comment: 'requirements-c', outcome: 'reason', reason: expect.stringContaining('not as expected') },
          ],
        },
      },
    ]);
    const last = said(await talk.results(() => ({ text: 'Taken.' })));
    expect([last.uses, last.text]).toEqual([[], 'Every comment has its answer beside it.']);
  });
});

describe('analyzing', () => {
  test('findings quote the document, and accepted ones are taken in', async () => {
    const { talk, files } = await wholeSpec(todoSentence, []);
    const document = files['requirements.md'] ?? '';
    const values = { document_name: 'requirements.md', document };
    const { findings, reply } = (said(await talk.say(render(prompts.analyze, values))).uses[0]?.input ?? {}) as {
      reply: string;
      findings: readonly {
        criterion: string;
        kind: string;
        action: string;
        wording: string;
        evidence: readonly { quote: string }[];
      }[];
    };
    expect(findings).toHaveLength(3);
    for (const finding of findings) expect(document).toContain(finding.evidence[0]?.quote);
    expect(reply).toContain('3 findings');
    await talk.results(() => ({ text: 'Before the person.' }));

    const comments = findings
      .map((each, index) => `f-${index} | ${each.criterion} | ${each.action} | ${each.wording}`)
      .join('\n');
    const taken = said(
      await talk.say(render(prompts.refine, { ...values, request: 'Take in the accepted findings.', comments })),
    );
    const refined = withEdits(document, taken.uses[0]?.input ?? {});
    expect(problemsOf({ 'requirements.md': refined }, 'requirements.md')).toEqual([]);
    for (const finding of findings) expect(refined).toContain(finding.wording);
    await talk.results(() => ({ text: 'Taken.' }));

    const again = said(await talk.say(render(prompts.analyze, { ...values, document: refined })));
    expect(again.uses[0]?.input.findings).toEqual([]);
  });

  test('what was dismissed stays dismissed', async () => {
    const { talk, files } = await wholeSpec(todoSentence, []);
    const values = {
      document_name: 'requirements.md',
      document: files['requirements.md'],
      dismissed_findings: '2.2 | missing-failure-case | x | not now',
    };
    expect(said(await talk.say(render(prompts.analyze, values))).uses[0]?.input.findings).toHaveLength(2);
  });
});

describe('the version endpoint', () => {
  test('is small: nothing is asked, one requirement', async () => {
    const { asked, files, problems } = await wholeSpec('Add a /version endpoint', []);
    expect([asked.questions, asked.facts, problems]).toEqual([[], versionFacts, []]);
    expectSound(files);
    expect(files['requirements.md']?.match(/^### Requirement/gmu)).toHaveLength(1);
  });
});

test.each([...todoFacts, ...versionFacts])('the fact about $file is true', ({ file, today, callers, ...rest }) => {
  const lines = readFileSync(`${sample}/${file}`, 'utf8').split('\n');
  const named = /^(\w+)\(\)/u.exec(today)?.[1];
  if (named !== undefined) {
    expect(lines[('line' in rest ? rest.line : 1) - 1]).toContain(`function ${named}(`);
    for (const caller of callers) {
      const [path = '', at] = caller.split(':');
      expect(readFileSync(`${sample}/${path}`, 'utf8').split('\n')[Number(at) - 1]).toContain(`${named}(`);
    }
  } else expect(lines.join('\n')).toContain('"version": "0.1.0"');
});

describe('the wire', () => {
  test('any other sentence needs a model', async () => {
    const answer = await talkTo(server.url).say(render(prompts.ask, { request: 'Write me a game' }));
    expect(answer).toEqual({
      status: 400,
      type: 'sample_only',
      message: expect.stringContaining('Tracewright: Set Up a Model'),
    });
  });

  test('a request without a phase needs a model', async () => {
    expect(await talkTo(server.url).say('Say ok')).toMatchObject({ type: 'sample_only' });
  });

  test('streams in small pieces with usage', async () => {
    const talk = talkTo(server.url);
    await toQuestions(talk, todoSentence);
    const answer = said(await talk.say(render(writing('requirements.md'), {})));
    expect(answer.stopReason).toBe('end_turn');
    expect(answer.pieces).toBeGreaterThan(100);
    expect(answer.usage.input_tokens).toBeGreaterThan(500);
  });

  test('goes on from the last line of an answer that was cut off', async () => {
    const talk = talkTo(server.url);
    await toQuestions(talk, todoSentence);
    const whole = documentIn(said(await talk.say(render(writing('requirements.md'), {}))).text);
    const at = whole.indexOf('## Requirements\n');
    const rest = said(
      await talk.say(render(prompts.continue, { phase: 'requirements', last_line: '## Requirements' })),
    );
    expect(`${whole.slice(0, at)}## Requirements\n${documentIn(rest.text)}`).toBe(whole);
  });

  test('goes on from a line that occurs in every requirement', async () => {
    const whole = documentIn(await firstDocument());
    const line = '#### Acceptance Criteria';
    const cut = whole.indexOf(line, whole.indexOf('### Requirement 2')) + line.length;
    const rest = await firstDocument(`Look here.\n\n<document>\n${whole.slice(0, cut)}\n\n1. WHEN a`, line);
    expect(`${whole.slice(0, cut)}\n${documentIn(rest)}`).toBe(whole);
  });

  test('mends a document that came in two answers', async () => {
    const whole = await wholeSpec(todoSentence, [line('sign_in', 'E-mail and password')]);
    const { 'requirements.md': requirements = '', 'tasks.md': mended = '' } = whole.files;
    const tasks = mended.replace(/^(.*signout.*|.*_Requirements: 2\.1.*)_$/mu, '$1, 2.9_');
    const cut = tasks.indexOf('- [ ] 2.') + 30;
    const complete = tasks.lastIndexOf('\n', cut) + 1;
    const user = (content: string) => ({ role: 'user', content });
    const assistant = (content: string) => ({ role: 'assistant', content });
    const [problem] = problemsOf({ ...whole.files, 'tasks.md': tasks }, 'tasks.md');
    const problems = `${problem?.place.line}:1 | ${problem?.code} | ${problem?.message}`;
    const messages = [
      user(render(writing('requirements.md'), { request: todoSentence })),
      assistant(`<document>\n${requirements}</document>`),
      user(render(writing('tasks.md'), { requirements: '(above, unchanged)' })),
      assistant(`The riskiest first.\n\n<document>\n${tasks.slice(0, cut)}`),
      user(render(prompts.continue, { phase: 'tasks', last_line: 'a line' })),
      assistant(`<document>\n${tasks.slice(complete)}</document>`),
      user(render(prompts.repair, { document_name: 'tasks.md', document: '(above, unchanged)', problems })),
    ];
    const tools = [{ name: 'edit_document', description: '', input_schema: { type: 'object' } }];
    const answer = await post('/v1/messages', JSON.stringify({ model: 'm', messages, tools }));
    const { content } = (await answer.json()) as {
      content: readonly { type: string; input?: Record<string, unknown> }[];
    };
    const input = content.find(({ type }) => type === 'tool_use')?.input ?? {};
    expect(withEdits(tasks, input)).toBe(mended);
  });

  /** requirements.md in one request; with `arrived`, what follows the last line of it. */
  async function firstDocument(arrived?: string, lastLine = ''): Promise<string> {
    const user = (text: string) => ({ role: 'user', content: text });
    const messages = [user(render(writing('requirements.md'), { request: todoSentence }))];
    if (arrived !== undefined) {
      messages.push({ role: 'assistant', content: arrived });
      messages.push(user(render(prompts.continue, { phase: 'requirements', last_line: lastLine })));
    }
    const answer = await post('/v1/messages', JSON.stringify({ model: 'm', messages }));
    const { content } = (await answer.json()) as { content: readonly { text: string }[] };
    return content[0]?.text ?? '';
  }

  test('keeps the name of the spec where a message does not say it', async () => {
    const talk = talkTo(server.url);
    await toQuestions(talk, todoSentence);
    const requirements = documentIn(said(await talk.say(render(writing('requirements.md'), {}))).text);
    const tasks = documentIn(
      said(await talk.say(render(writing('tasks.md'), { spec_name: 'my-list', requirements }))).text,
    );
    expect(tasks).toContain('@spec my-list#1.1');
    const rest = said(await talk.say(render(prompts.continue, { phase: 'tasks', last_line: '- [ ] 4. The todos' })));
    expect(documentIn(rest.text)).toContain('@spec my-list#3.1');
    const source = requirements.replace('1 to 500 characters', '1 to 80 characters');
    const values = {
      source_name: 'requirements.md',
      source,
      document_name: 'tasks.md',
      document: '(above, unchanged)',
    };
    const updated = withEdits(tasks, said(await talk.say(render(prompts.update, values))).uses[0]?.input ?? {});
    expect(updated).toContain('0, 1, 80 and 80 + 1 characters `@spec my-list#3.2`');
  });

  test('works without the read tools', async () => {
    const asked = said(await talkTo(server.url, ['ask_user']).say(render(prompts.ask, { request: todoSentence })));
    expect(asked.uses[0]?.name).toBe('ask_user');
  });

  const post = (path: string, body: string) => fetch(server.url + path, { method: 'POST', body });

  test('a whole message, a token count, and what is not there', async () => {
    const body = {
      model: 'm',
      messages: [{ role: 'user', content: render(prompts.ask, { request: todoSentence }) }],
      tools: [{ name: 'ask_user' }],
    };
    const message = (await (await post('/v1/messages', JSON.stringify(body))).json()) as { stop_reason: string };
    expect(message.stop_reason).toBe('tool_use');
    expect(await (await post('/v1/messages/count_tokens', JSON.stringify(body))).json()).toEqual({
      input_tokens: expect.any(Number),
    });
    expect((await post('/v1/nothing', '{}')).status).toBe(404);
    expect((await post('/v1/messages', 'no json')).status).toBe(400);
    expect((await fetch(`${server.url}/v1/messages`)).status).toBe(404);
  });

  test('a humane pace, ended by closing', async () => {
    const slow = await part.startSampleServer({ paceMs: 40 });
    const body = {
      model: 'm',
      stream: true,
      messages: [{ role: 'user', content: render(prompts.ask, { request: todoSentence }) }],
      tools: [{ name: 'ask_user' }],
    };
    const response = await fetch(`${slow.url}/v1/messages`, { method: 'POST', body: JSON.stringify(body) });
    const reader = response.body?.getReader();
    await reader?.read();
    await slow.close();
    await expect(
      (async () => {
        for (;;) if ((await reader?.read())?.done !== false) return 'ended';
      })(),
    ).rejects.toThrow();
  });
});
