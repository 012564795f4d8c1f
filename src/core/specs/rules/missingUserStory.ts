import type { Rule } from '../rule';
import { criteria, head, partRule } from './shared/requirementPart';

/** A requirement that does not say who wants it. */
export const missingUserStory: Rule = partRule(
  'missing-user-story',
  'warning',
  'Without its user story nobody knows who needs a requirement and what for, so nobody can say what may be left out.',
  (id) => `Requirement ${id} has no user story. Write "**User Story:** As a …, I want …, so that …".`,
  head + criteria,
  ({ userStory }) => userStory !== undefined,
);
