/** Which tools a hook's words mean: categories, Kiro's names, servers, regular expressions. */
import { expect, it } from 'vitest';
import { compileTools, toolCategories } from '../../../src/core/hooks/match/tools';
import { boundedRegex } from '../../../src/node/boundedRegex';

const tools = [
  'read_file',
  'search_text',
  'write_file',
  'edit_file',
  'delete_file',
  'run_command',
  'web_fetch',
  'edit_document',
  'delegate',
  'mcp__git__commit',
  'mcp__git__push',
  'mcp__db__query',
];
const mcp = tools.filter((tool) => tool.startsWith('mcp__'));
const own = tools.filter((tool) => !tool.startsWith('mcp__'));

it.each<readonly [readonly string[], readonly string[]]>([
  [[], tools],
  [['*'], tools],
  [['read'], ['read_file', 'search_text']],
  [['write'], ['write_file', 'edit_file', 'delete_file']],
  [['shell'], ['run_command']],
  [['web'], ['web_fetch']],
  [['spec'], ['edit_document']],
  [
    ['shell', 'web'],
    ['run_command', 'web_fetch'],
  ],
  [['@builtin'], own],
  [['@mcp'], mcp],
  [['@powers'], []],
  [['@git'], ['mcp__git__commit', 'mcp__git__push']],
  [['@git/push'], ['mcp__git__push']],
  [['@git/pus'], []],
  // Names of Kiro's tools, in both spellings that hook files have.
  [['fs_write'], ['write_file', 'edit_file']],
  [['fsWrite|strReplace'], ['write_file', 'edit_file']],
  [['execute_bash'], ['run_command']],
  [['executeBash'], ['run_command']],
  [['grep_search'], ['search_text']],
  [['invokeSubAgent'], ['delegate']],
  // Regular expressions, found anywhere in a name.
  [['.*_file$'], ['read_file', 'write_file', 'edit_file', 'delete_file']],
  [['^write_file$'], ['write_file']],
  [['.*sql.*|query'], ['mcp__db__query']],
  [['mcp_git_.*'], ['mcp__git__commit', 'mcp__git__push']],
  [['^(?!mcp).*document'], ['edit_document']],
])('%j', (words, expected) => {
  const test = compileTools(words, boundedRegex);
  expect(tools.filter(test)).toEqual(expected);
});

it('the words that are offered are those of the hook files', () => {
  expect([...toolCategories].sort()).toEqual(
    ['*', '@builtin', '@mcp', '@powers', 'read', 'shell', 'spec', 'web', 'write'].sort(),
  );
});
