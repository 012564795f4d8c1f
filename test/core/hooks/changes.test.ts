/** Who changed a file: a command's work ends with the command, however late a watcher tells of it. */
import { expect, it } from 'vitest';
import { createChanges } from '../../../src/core/hooks/engine/changes';
import type { Cause } from '../../../src/core/hooks/model';

const command: Cause = { by: 'hook', chain: [{ hook: 'h', firing: 'f' }] };

/** A command runs from 1,000 to 2,000 ms; a watcher tells of a file at `told`. */
function check(
  title: string,
  { told, changedAt, by, path = '/w/a.txt' }: { told: number; changedAt?: number; by?: 'editor'; path?: string },
  expected: 'command' | 'somebody',
): void {
  it(`${title} is the work of ${expected === 'command' ? 'the command' : 'somebody else'}`, () => {
    let now = 1000;
    const changes = createChanges(() => now);
    const work = changes.began(['/w'], command);
    if (told >= 2000) {
      now = 2000;
      work.end();
    }
    now = told;
    expect(changes.causeOf(path, 'hash', by, changedAt)).toEqual(expected === 'command' ? command : undefined);
  });
}

check('what was changed while it ran', { told: 1500, changedAt: 1400 }, 'command');
check('what was changed at its last moment and is told late', { told: 4000, changedAt: 2000 }, 'command');
check('what was changed a moment after its end', { told: 2100, changedAt: 2001 }, 'somebody');
check('what was changed a second after its end', { told: 3000, changedAt: 3000 }, 'somebody');
check('what was changed before it began and is told while it runs', { told: 1100, changedAt: 900 }, 'somebody');
check('what a file system rounds to before it began', { told: 1100, changedAt: 990 }, 'command');
check('what the editor saved while it ran', { told: 1500, changedAt: 1400, by: 'editor' }, 'somebody');
check('what is gone while it runs', { told: 1500 }, 'command');
check('what is gone and told shortly after', { told: 3000 }, 'command');
check('what is gone and told long after', { told: 4000 }, 'somebody');
check('what another machine’s clock dates', { told: 1500, changedAt: 9_000_000 }, 'command');
check('what is elsewhere', { told: 1500, changedAt: 1400, path: '/other/a.txt' }, 'somebody');
