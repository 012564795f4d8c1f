import type { Rule } from '../rule';
import { head, partRule, story } from './shared/requirementPart';

/** A requirement that nobody can prove. */
export const missingAcceptanceCriteria: Rule = partRule(
  'missing-acceptance-criteria',
  'error',
  'A requirement without criteria can be neither tested nor referred to. They are a numbered list below "#### Acceptance Criteria".',
  (id) => `Requirement ${id} has no acceptance criteria. Number them below "#### Acceptance Criteria".`,
  head + story,
  (requirement) => requirement.criteria.length > 0,
);
