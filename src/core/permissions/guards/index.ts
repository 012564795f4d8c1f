import { catalogue } from '../catalogue/index';
import { copyGuards } from './copies';
import { assignmentGuards, dynamicGuards } from './dynamic';
import { elsewhereGuards } from './elsewhere';
import { gitGuards } from './git';
import type { CommandGuard } from './guard';
import { interpreterGuards } from './interpreters';
import { productionGuard } from './production';

const catalogueGuards: readonly CommandGuard[] = catalogue.map((entry) => ({
  name: `catalogue: ${entry.id}`,
  look: (part) =>
    entry.matches(part)
      ? [
          {
            effect: 'ask',
            rule: `catalogue: ${entry.id}`,
            reason: `It asks even where a rule allows it, because it ${entry.why}.`,
            settles: true,
          },
        ]
      : [],
}));

/** Every guard that looks at one part of a command; the strictest counts. */
export const commandGuards: readonly CommandGuard[] = [
  ...dynamicGuards,
  ...assignmentGuards,
  ...interpreterGuards,
  ...gitGuards,
  ...copyGuards,
  ...elsewhereGuards,
  ...catalogueGuards,
  productionGuard,
];

/** Guards that are no list entry: how lines are taken apart, and what is asked of paths. */
export const otherGuards = [
  'unparsable',
  'dynamic',
  'function',
  'evaluated',
  'evaluated-content',
  'wrappers',
  'foreign-shell',
  'invisible',
  'just-written',
  'agreed',
  'redirects',
  'protected',
  'deferred',
  'credentials',
  'mentions',
  'hidden',
  'committed-hidden',
] as const;
