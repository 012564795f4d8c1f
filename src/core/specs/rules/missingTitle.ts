import type { Rule } from '../rule';
import { titleRule } from './shared/titleRule';

/** requirements.md without a title. */
export const missingTitle: Rule = titleRule(
  'missing-title',
  'requirements.md',
  'The title "# Requirements Document" is missing. Write it in the first line.',
  ['# Requirements Document'],
  ({ title }) => title !== undefined,
);
