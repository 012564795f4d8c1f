/** What a conversation is about: which files it mentions, reads, changes and writes into a document. */
import { expect, test } from 'vitest';
import type { Message } from '../../../src/core/messages';
import { sceneOf } from '../../../src/core/workspace/scene';

const says = (role: Message['role'], text: string): Message => ({ role, content: [{ type: 'text', text }] });

test.each<[string, Message, readonly string[]]>([
  ['the user’s own words', says('user', 'Look at src/a.ts and `b.ts`.'), ['b.ts', 'src/a.ts']],
  ['a request', says('user', '# Phase\n\n<request>\nMend src/a.ts\n</request>\n\nAs in src/example.ts.'), ['src/a.ts']],
  [
    'a task with its part of the design',
    says('user', '<task>\n1. `src/a.ts`\n</task>\n\n<design_parts>\nsrc/b.ts calls it.\n</design_parts>'),
    ['src/a.ts', 'src/b.ts'],
  ],
  ['our own example beside a frame', says('user', '<request>\nSort\n</request>\n\nsrc/example.ts loads them.'), []],
  ['the map', says('user', '<request>\nSort\n</request>\n<repository_map>\nsrc/a.ts: sort\n</repository_map>'), []],
  [
    'what the repository is',
    says('user', '<repository_facts>\nsrc/a.ts\n</repository_facts>\n<existing_specs>\ndocs/x.md\n</existing_specs>'),
    [],
  ],
  [
    'a design that the model wrote',
    says('assistant', 'Here.\n\n<document>\n| `src/a.ts` | new |\n</document>\n'),
    ['src/a.ts'],
  ],
  ['what the model says besides', says('assistant', 'I would look at src/a.ts next.'), []],
  [
    'a file that a tool was called for',
    {
      role: 'assistant',
      content: [{ type: 'tool_call', id: '1', name: 'read_file', input: { path: 'src/a.ts' }, inputText: '' }],
    },
    ['src/a.ts'],
  ],
])('%s', (_, message, paths) => {
  expect([...sceneOf([message], () => false).paths].sort()).toEqual(paths);
});

test.each<[string, string, string, readonly string[], readonly string[]]>([
  ['the person’s answer', 'ask_user', 'The person says: as in src/a.ts, see #aws', ['src/a.ts'], ['aws']],
  ['what the agent does when nobody answers', 'ask_user', 'Nobody answered. I take src/a.ts and #aws', [], []],
  ['the same words in a file', 'search_text', 'The person says: as in src/a.ts, see #aws', [], []],
])('%s to a question while a task is built', (_, name, text, paths, named) => {
  const begin = says('user', '<task>\n1. Sort\n</task>');
  const asks: Message = {
    role: 'assistant',
    content: [{ type: 'tool_call', id: '1', name, input: {}, inputText: '{}' }],
  };
  const told: Message = {
    role: 'user',
    content: [{ type: 'tool_result', callId: '1', content: [{ type: 'text', text }], isError: false }],
  };
  const scene = sceneOf([begin, asks, told], () => false);
  expect({ paths: scene.paths, named: scene.named }).toEqual({ paths, named });
});
