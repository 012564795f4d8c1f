/** An approval on a disk that refuses one of the files that it is made of: one sentence, nothing is open or lost, and the next try counts. */
import { describe, expect, test } from 'vitest';
import { approved, harness, opened, requirementsText, stateOf } from '../../../support/flowHarness';
import { spec } from '../attacks/stage';
import { faults, type Place, reasons } from './places';
import { approvedFolder, expectFree, faultyDisk, stateOfRoot } from './world';

const requirements = `${spec}/requirements.md`;
const changed = requirementsText.replace('10,000', '500');

const places: readonly Place[] = [
  {
    name: 'the approval record',
    operations: ['write'],
    at: (path) => path.startsWith(`${spec}/.tracewright/approvals/`),
    names: /approvals\/requirements-\S+\.json could not be written/u,
    told: 'user',
  },
  {
    name: 'what this machine approved last',
    operations: ['write'],
    at: (path) => path === `${stateOfRoot}/approvals.json`,
    names: /approvals\.json could not be written/u,
    told: 'user',
  },
  {
    name: 'the text of the version',
    operations: ['write'],
    at: (path) => path.startsWith(`${stateOfRoot}/versions/`),
    names: /versions\/\S+ could not be written/u,
    told: 'user',
  },
];

describe.each(places.map((place) => [place.name, place] as const))('%s', (_name, place) => {
  test.each(Object.keys(faults))('%s', async (code) => {
    const memory = await approvedFolder();
    const records = () => memory.paths().filter((path) => path.includes('/.tracewright/approvals/'));
    const before = records();
    const disk = faultyDisk(memory, place, code, 0);
    memory.put(requirements, changed);
    const handle = await opened(harness([], { host: disk.host }).workspace, spec);
    const outcome = await approved(handle, 'requirements.md');
    expect(disk.hits()).toBeGreaterThan(0);
    const said = outcome.kind === 'failed' ? outcome.failure.message : JSON.stringify(outcome);
    expect(said).toMatch(place.names);
    expect(said).toMatch(reasons[code] ?? /never/u);
    expect(stateOf(handle, 'requirements.md').state).not.toBe('approved');
    expect(records()).toEqual(before);
    expect(memory.text(requirements)).toBe(changed);
    await expectFree(memory);
    // What was approved before is approved again once the text is what it was; no approval is lost by one that failed.
    memory.put(requirements, requirementsText);
    const back = await opened(harness([], { host: memory }).workspace, spec);
    expect(stateOf(back, 'requirements.md').state).toBe('approved');
    memory.put(requirements, changed);
    disk.mend();
    await handle.reread();
    expect(await approved(handle, 'requirements.md')).toEqual({ kind: 'done' });
    expect(stateOf(handle, 'requirements.md').state).toBe('approved');
    expect(records().length).toBe(before.length + 1);
    expect(memory.paths().filter((path) => path.endsWith('.tmp'))).toEqual([]);
  });
});
