import { expect, test } from 'vitest';
import type { Host } from '../../../src/core/host';
import type { Message } from '../../../src/core/messages';
import type { ModelRequest } from '../../../src/core/providers/provider';
import { redactor, redactText } from '../../../src/core/providers/redact';
import { findSecrets, findShapes } from '../../../src/core/providers/secretPatterns';
import { expectLinearIn } from '../../support/growth';
import { loadPart, requestOf } from '../../support/models';
import { assignments, lookAlikes, type SecretCase, shapes } from './secrets';

const redact = redactor(loadPart);

function user(...texts: readonly string[]): Message {
  return { role: 'user', content: texts.map((text) => ({ type: 'text', text })) };
}

function results(...texts: readonly string[]): Message {
  return {
    role: 'user',
    content: texts.map((text, at) => ({
      type: 'tool_result',
      callId: `t${at}`,
      content: [{ type: 'text', text }],
      isError: false,
    })),
  };
}

async function sent(messages: readonly Message[], change: Partial<ModelRequest> = {}): Promise<string> {
  const { system, messages: redacted } = await redact(requestOf('m', { messages, ...change }));
  // Put together again, as who reads the blocks one after the other could.
  const texts = redacted.flatMap((message) =>
    message.content.flatMap((block) =>
      block.type === 'text'
        ? [block.text]
        : block.type === 'tool_result'
          ? block.content.map((each) => (each.type === 'text' ? each.text : ''))
          : [],
    ),
  );
  return [...system, ...texts].join('');
}

function secretOf({ text, secret }: SecretCase): string {
  return secret ?? text;
}

function expectGone(output: string, secret: string, where: string): void {
  expect(output, where).not.toContain(secret);
  expect(output, where).toContain('[redacted: ');
  // Nor a half of it: what is left would be guessed or tried.
  const half = Math.ceil(secret.length / 2);
  expect(output, where).not.toContain(secret.slice(0, half));
  expect(output, where).not.toContain(secret.slice(-half));
}

test('a turn that was checked before is checked anew where what stands before it is another', async () => {
  const secret = `sk-ant-api03-${'Ab1'.repeat(12)}`;
  const rest = user(secret.slice(8));
  expect(await sent([user('hello '), rest])).toContain(secret.slice(8));
  expect(await sent([user(secret.slice(0, 8)), rest])).not.toContain(secret.slice(8));
  expect(await sent([user('hello '), rest])).toContain(secret.slice(8));
});

test('there are enough of them', () => {
  expect(shapes.length).toBeGreaterThanOrEqual(60);
  expect(assignments.length).toBeGreaterThanOrEqual(20);
  expect(lookAlikes.length).toBeGreaterThanOrEqual(30);
});

test.each(shapes)('$name: in text, code and .env', async (each) => {
  const secret = secretOf(each);
  const places = [
    `Use ${each.text} for it.`,
    `const value = '${each.text}';\nrun(value);`,
    `SOME_VALUE=${each.text}\nPORT=3000`,
    `| key | ${each.text} |`,
    each.text,
  ];
  for (const place of places) expectGone(await sent([user(place)]), secret, place);
});

test.each([...shapes, ...assignments])('$name: split anywhere over blocks and tool results', async (each) => {
  const secret = secretOf(each);
  const at = each.text.indexOf(secret);
  for (const cut of [at + Math.floor(secret.length / 2), at + 5, at + secret.length - 5]) {
    const [left, right] = [each.text.slice(0, cut), each.text.slice(cut)];
    expectGone(await sent([user(left, right)]), secret, `blocks at ${cut}`);
    expectGone(await sent([results(left, right)]), secret, `results at ${cut}`);
    expectGone(await sent([user('Hello')], { system: [left, right] }), secret, `system at ${cut}`);
  }
  const third = Math.floor(secret.length / 3);
  const three = [
    each.text.slice(0, at + third),
    each.text.slice(at + third, at + 2 * third),
    each.text.slice(at + 2 * third),
  ];
  expectGone(await sent([results(...three)]), secret, 'three pieces');
});

test.each(assignments)('$name: by its name', async (each) => {
  expectGone(await sent([user(`Here is the file:\n${each.text}\nEnd`)]), secretOf(each), each.text);
});

test.each(lookAlikes)('stays: %s', async (text) => {
  expect(await redactText(loadPart, text)).toBe(text);
  const inFile = `// before\n${text}\n// after`;
  expect(await redactText(loadPart, inFile)).toBe(inFile);
});

test('the rest of the text stays, and the name of the secret is told', async () => {
  const [aws] = shapes;
  expect(await redactText(loadPart, `a ${aws?.text} b`)).toBe('a [redacted: aws access key] b');
  expect(await redactText(loadPart, 'postgres://app:Xk29fQm1@db:5432/shop')).toBe(
    'postgres://app:[redacted: password]@db:5432/shop',
  );
  expect(await redactText(loadPart, '{"password": "hunter2!x", "user": "ann"}')).toBe(
    '{"password": "[redacted: secret]", "user": "ann"}',
  );
});

test('half a private key is taken out, from either end', async () => {
  const key = shapes.find((each) => each.name === 'rsa private key')?.text ?? '';
  const lines = key.split('\n');
  const begin = await redactText(loadPart, `before\n${lines.slice(0, 6).join('\n')}\n\nafter it: text`);
  const end = await redactText(loadPart, `text before\n${lines.slice(6).join('\n')}\nafter`);
  for (const line of lines.slice(1, -1)) {
    expect(begin).not.toContain(line);
    expect(end).not.toContain(line);
  }
  expect(begin).toMatch(/^before\n\[redacted: private key\][\s\S]*after it: text$/);
  expect(end).toBe('text before\n[redacted: private key]\nafter');
});

test('of a secret that began in an earlier message, the rest is taken out and that message stays as it was sent', async () => {
  const key = shapes.find((each) => each.name === 'anthropic key')?.text ?? '';
  const [left, right] = [key.slice(0, 30), key.slice(30)];
  const answer: Message = { role: 'assistant', content: [{ type: 'text', text: 'Go on.' }] };
  const first = await redact(requestOf('m', { messages: [results(left)] }));
  const second = await redact(requestOf('m', { messages: [results(left), answer, results(right)] }));
  expect(second.messages.slice(0, 1)).toEqual(first.messages);
  expect(JSON.stringify(second.messages[2])).not.toContain(right.slice(0, 20));
});

test("a message's redaction never depends on what comes after it", async () => {
  const all = [...shapes, ...assignments].map((each) => user(`${each.text}\n`, 'and'));
  const whole = await redact(requestOf('m', { messages: all }));
  for (const length of [1, 7, 23, all.length - 1]) {
    const part = await redact(requestOf('m', { messages: all.slice(0, length) }));
    expect(part.messages).toEqual(whole.messages.slice(0, length));
  }
});

test("the model's own words lose only unmistakable shapes, and signed reasoning none", async () => {
  const [aws] = shapes;
  const words = `DATABASE_URL=postgres://todo:Xk29fQm1@db/todo ${aws?.text}`;
  const message: Message = {
    role: 'assistant',
    content: [
      { type: 'reasoning', text: words, signature: 'signed' },
      { type: 'text', text: words },
      { type: 'tool_call', id: 't', name: 'write', input: { nested: [{ text: words }], count: 3 } },
    ],
  };
  const { messages } = await redact(requestOf('m', { messages: [message] }));
  const kept = 'DATABASE_URL=postgres://todo:Xk29fQm1@db/todo [redacted: aws access key]';
  expect(messages[0]?.content).toEqual([
    { type: 'reasoning', text: words, signature: 'signed' },
    { type: 'text', text: kept },
    { type: 'tool_call', id: 't', name: 'write', input: { nested: [{ text: kept }], count: 3 } },
  ]);
});

test('a comment in a file does not switch the search off', async () => {
  const slack = shapes.find((each) => each.name === 'slack bot token')?.text ?? '';
  expect(await redactText(loadPart, `// secretlint-disable\n${slack}`)).toBe(
    '// secretlint-disable\n[redacted: slack token]',
  );
});

test('images and results without text pass unchanged', async () => {
  const message: Message = {
    role: 'user',
    content: [
      { type: 'image', mediaType: 'image/png', base64: 'AKIAIOSFODNN7EXAMPLE' },
      { type: 'tool_result', callId: 't', content: [], isError: false },
    ],
  };
  expect((await redact(requestOf('m', { messages: [message] }))).messages).toEqual([message]);
});

test('nothing is sent where the rules are missing', async () => {
  const broken = redactor(async () => {
    throw new Error('no part');
  });
  await expect(broken(requestOf('m'))).rejects.toThrow('no part');
});

test('a long history costs its scan once', async () => {
  const scanned: string[] = [];
  const { scan } = await loadPart('redact');
  const part = {
    scan: (text: string) => {
      scanned.push(text);
      return scan(text);
    },
  };
  const counting = redactor((async () => part) as Host['loadPart']);
  const messages = Array.from({ length: 10 }, (_, at) => results(`history ${at}`));
  await counting(requestOf('m', { messages }));
  await counting(requestOf('m', { messages: [...messages, user('And then?')] }));
  for (let at = 0; at < 10; at++) expect(scanned.filter((text) => text === `history ${at}`)).toHaveLength(1);
  expect(new Set(scanned).size).toBe(scanned.length);
});

test('no text takes more than in proportion to its length, whatever it repeats', () => {
  const begin = ['-----BEGIN ', 'PRIVATE KEY-----'].join('');
  const end = ['-----END ', 'PRIVATE KEY-----'].join('');
  const words = [
    'a',
    'A1',
    'eyJ-',
    'eyJa.',
    'secret',
    'aws_secret_',
    'token ',
    'password=',
    '"key": "',
    'sk-',
    'ghp_',
    'M1',
    '- ',
    '=',
    '\\n',
    'x://',
    'x:y@',
    'bearer ',
    begin,
    end,
    `${begin}\n`,
    'AccountKey=',
    '&sig=',
  ];
  const heads = ['', 'private key api_key token secret password :// eyj bearer xox .atlasv1. '];
  for (const repeated of words) {
    for (const head of heads) {
      const text = head + repeated.repeat(60_000 / repeated.length);
      expectLinearIn(text, findSecrets, `${head}${repeated}`);
    }
  }
});

test('shapes are found without the heavy part', () => {
  for (const each of shapes.filter((one) => one.secret === undefined))
    expect(findShapes(each.text), each.name).toHaveLength(1);
});
