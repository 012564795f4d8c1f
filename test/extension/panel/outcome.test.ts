import { expect, test } from 'vitest';
import type { Outcome } from '../../../src/core/flows/service';
import { refusalOf } from '../../../src/extension/panel/outcome';

const full = 'The work broke off: ENOSPC: no space left on device. Everything written before is kept.';
const failed: Outcome = { kind: 'failed', failure: { kind: 'other', message: full, retryable: true } };
const refused: Outcome = { kind: 'refused', code: 'busy', message: 'This spec is being worked on.' };

test.each<[string, Parameters<typeof refusalOf>, string | undefined]>([
  ['a comment that could not be kept', ['comment', failed, 'idle'], full],
  ['also where an earlier phase stopped', ['comment', failed, 'stopped'], full],
  ['an approval that could not be kept', ['approve', failed, 'idle'], full],
  ['a phase that says itself where it stopped', ['generate', failed, 'stopped'], undefined],
  ['a refusal', ['refine', refused, 'writing'], 'This spec is being worked on.'],
  ['a sentence', ['compare', 'There is nothing to compare.', 'idle'], 'There is nothing to compare.'],
  ['what was done', ['comment', { kind: 'done' }, 'idle'], undefined],
  ['what was stopped', ['generate', { kind: 'stopped' }, 'stopped'], undefined],
])('%s', (_what, args, expected) => expect(refusalOf(...args)).toBe(expected));
