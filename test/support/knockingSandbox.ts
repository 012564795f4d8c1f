/** A sandbox in memory whose commands `fetch <host>` knock at doors, with the real doors and the real words for them. */
import type { Grant, Sandboxes, SandboxRequest } from '../../src/core/host';
import { grantCommand } from '../../src/core/permissions/grants';
import { createDoors, doorFor, doorName } from '../../src/node/sandbox/doors';
import { createMemoryHost } from './memoryHost';

/** Opens such sandboxes; each command says whether it came through. */
export function knockingSandboxes(): Sandboxes {
  return { available: async () => ({ ok: true, kind: 'memory' }), open };
}

const open: Sandboxes['open'] = async (request: SandboxRequest) => {
  const doors = createDoors(request.doors, () => request.opened?.(facts()));
  const facts = () => ({
    kind: 'memory',
    sentence: `The network is closed${doors.list().length === 0 ? '' : ` except for ${doors.list().map(doorName).join(', ')}`}.`,
    doors: doors.list(),
  });
  const { commands } = createMemoryHost({
    commands: async ({ line, by }, print) => {
      const to = /^fetch (\S+)$/u.exec(line)?.[1];
      const door = to === undefined ? undefined : doorFor(to, 443);
      if (door === undefined) return 127;
      const through = doors.find(to ?? '', 443, by) !== undefined || (await request.ask?.(door, by)) === true;
      if (through) doors.open(door, by);
      print(through ? `${to} answered` : `closed for ${to}`);
      return through ? 0 : 1;
    },
  });
  // Grants are checked by the host that the session has.
  const again = (grant: Grant) => grantCommand(grant.subject, 'test');
  return {
    shell: 'posix',
    start: (grant, asked) => commands.start(again(grant), asked),
    facts,
    open: async (door, by) => doors.open(door, by),
    close: async () => undefined,
  };
};
