/** Every command that the README tells its reader to type is one: its options exist and its arguments are as many. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { describe, expect, it, test } from 'vitest';
import type { Cli } from '../../src/cli/cli';
import { commands } from '../../src/cli/index';
import { run } from '../../src/cli/run';
import { createMemoryHost } from '../support/memoryHost';
import { recordedTerminal } from '../support/recordedTerminal';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** Lines of the README's fences that start the command, in scripts, hook files and workflows alike. */
const typed = [...readme.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
  block.split('\n').flatMap((line) => /(?:^|: )(tracewright .*)$/.exec(line.trim())?.[1] ?? []),
);

/** The words of a line as a shell has them, up to a comment, a pipe, a redirection or the next command. */
function words(line: string): readonly string[] {
  const found: string[] = [];
  for (const [word] of line.matchAll(/"[^"]*"|'[^']*'|[^\s"']+/g)) {
    if (/^(?:[#|>&;]|\|\|)/.test(word)) break;
    found.push(/^["']/.test(word) ? word.slice(1, -1).replace(/\$\{\{.*?\}\}/g, 'main') : word);
  }
  return found.slice(1);
}

/** What is wrong with a command line, as its parser sees it; nothing is run. */
function wrongWith(argv: readonly string[]): readonly string[] {
  const { terminal } = recordedTerminal();
  const cli: Cli = {
    host: createMemoryHost({}),
    terminal,
    cwd: '/w',
    exit: () => undefined,
    open: async () => {
      throw new Error('Nothing is opened to read a command line.');
    },
  };
  let command = new Command('tracewright').configureOutput({ writeErr: () => undefined }).exitOverride();
  for (const register of commands) register(command, cli);
  let rest = [...argv];
  for (;;) {
    const next = command.commands.find((each) => [each.name(), ...each.aliases()].includes(rest[0] ?? ''));
    if (next === undefined) break;
    command = next.configureOutput({ writeErr: () => undefined }).exitOverride();
    rest = rest.slice(1);
  }
  try {
    const { operands, unknown } = command.parseOptions(rest);
    const wanted = command.registeredArguments;
    const most = wanted.some(({ variadic }) => variadic) ? Number.POSITIVE_INFINITY : wanted.length;
    const least = wanted.filter(({ required }) => required).length;
    return [
      ...unknown.slice(0, 1).map((option) => `unknown ${option}`),
      ...(operands.length < least ? ['too few arguments'] : []),
      ...(operands.length > most ? ['too many arguments'] : []),
    ];
  } catch (error) {
    if (error instanceof CommanderError) return [error.code];
    throw error;
  }
}

describe('the README', () => {
  it('shows commands, those of CI among them', () => {
    expect(typed.length).toBeGreaterThan(20);
    expect(typed.filter((line) => /--changed HEAD|--format github|--format sarif/.test(line)).length).toBeGreaterThan(
      3,
    );
  });

  it.each(typed)('%s', (line) => {
    expect(wrongWith(words(line))).toEqual([]);
  });

  it.each([
    ['check --chnged HEAD', 'unknown --chnged'],
    ['spec aprove', 'too many arguments'],
    ['spec approve', 'too few arguments'],
    ['check --format', 'commander.optionMissingArgument'],
    ['spec continue a --until dsign', 'commander.invalidArgument'],
  ])('would not pass with: tracewright %s', (line, wrong) => {
    expect(wrongWith(words(`tracewright ${line}`))).toEqual([wrong]);
  });
});

test.each(typed.filter((line) => /^tracewright check --(?:changed|format)/.test(line)))(
  'CI gets an answer from: %s',
  async (line) => {
    const host = createMemoryHost({
      files: {
        '/w/.git/HEAD': '',
        '/w/.kiro/specs/todo/tasks.md': '# Implementation Plan\n\n## Tasks\n\n- [X] 1. Build\n',
      },
      changedSince: Object.fromEntries(
        ['HEAD', 'origin/main', 'origin/main...'].map((name) => [name, ['/w/.kiro/specs/todo/tasks.md']]),
      ),
    });
    const { terminal, out, notes } = recordedTerminal();
    const code = await run(words(line), { host, terminal, cwd: '/w', version: '1.2.3' });
    expect({ code, notes }).toEqual({ code: 1, notes: [] });
    expect(out.join('')).toContain('tasks/malformed-checkbox');
  },
);
