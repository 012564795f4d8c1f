/** A document whose writing was cut off by a kill, on the command line: shown as the draft it is, and gone on with. */
import { expect, test } from 'vitest';
import { run } from '../../src/cli/run';
import { write } from '../support/actor';
import { askTurn, documentTurn, harness, repository, requirementsText, root, spec } from '../support/flowHarness';
import { createMemoryHost, type MemoryHost } from '../support/memoryHost';
import { mortalHost } from '../support/mortalHost';
import { recordedTerminal } from '../support/recordedTerminal';
import { createScriptedClient, scriptedModel } from '../support/scriptedClient';

/** Requirements of which some have arrived when the process is killed. */
async function cutOff(): Promise<MemoryHost> {
  const memory = createMemoryHost({ files: { ...repository, [`${root}/.git/HEAD`]: '' } });
  const mortal = mortalHost(memory, Number.POSITIVE_INFINITY);
  const afterPiece = async (piece: number) => {
    await memory.advance(200);
    if (piece === 60) mortal.kill();
  };
  const script = [askTurn({ questions: [] }), { ...documentTurn(requirementsText), afterPiece }];
  const { workspace } = harness(script, { host: { ...memory, ...mortal.host } });
  const handle = await workspace.specs.create({ root, sentence: 'Export my todos as a CSV file' });
  if ('kind' in handle) throw new Error(handle.message);
  await handle.settled();
  return memory;
}

async function cli(
  host: MemoryHost,
  ...argv: readonly string[]
): Promise<{ readonly code: number; readonly out: string }> {
  const { terminal, out } = recordedTerminal();
  const model = scriptedModel(createScriptedClient([(request) => write(requirementsText, request.messages)]));
  const code = await run(argv, { host, terminal, cwd: root, version: '1.2.3', model: async () => model });
  return { code, out: out.join('\n') };
}

test('spec show prints what had arrived, and that it is unfinished', async () => {
  const { code, out } = await cli(await cutOff(), 'spec', 'show', spec);
  expect(code).toBe(0);
  expect(out).toContain('  Interrupted. Everything before is kept.\n');
  expect(out).toContain('  go on with: tracewright spec continue .kiro/specs/export-todos-csv-file\n');
  const draft = out.split('  requirements.md, an unfinished draft:\n')[1] ?? '';
  const lines = draft.split('\n').filter((line) => line.startsWith('    |'));
  const text = lines.map((line) => line.replace(/^ {4}\| ?/u, '')).join('\n');
  expect(text.length).toBeGreaterThan(100);
  expect(requirementsText.startsWith(text)).toBe(true);
});

test('spec continue has the rest written', async () => {
  const memory = await cutOff();
  const { code, out } = await cli(memory, 'spec', 'continue', spec, '--until', 'requirements');
  expect({ code, out }).toEqual({ code: 0, out: '.kiro/specs/export-todos-csv-file/requirements.md: draft' });
  expect(memory.text(`${spec}/requirements.md`)).toBe(requirementsText);
});
