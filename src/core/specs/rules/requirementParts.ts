import type { Requirement } from '../model';
import type { Rule } from '../rule';

const head = '### Requirement 1: Import\n';
const story = '**User Story:** As a clerk, I want to import, so that nothing is typed twice\n';
const criteria = '#### Acceptance Criteria\n1. THE System SHALL import\n';

/** A requirement that does not say who wants it. */
export const missingUserStory: Rule = partRule(
  'missing-user-story',
  'warning',
  'Without its user story nobody knows who needs a requirement and what for, so nobody can say what may be left out.',
  (id) => `Requirement ${id} has no user story. Write "**User Story:** As a …, I want …, so that …".`,
  head + criteria,
  ({ userStory }) => userStory !== undefined,
);

/** A requirement that nobody can prove. */
export const missingAcceptanceCriteria: Rule = partRule(
  'missing-acceptance-criteria',
  'error',
  'A requirement without criteria can be neither tested nor referred to. They are a numbered list below "#### Acceptance Criteria".',
  (id) => `Requirement ${id} has no acceptance criteria. Number them below "#### Acceptance Criteria".`,
  head + story,
  (requirement) => requirement.criteria.length > 0,
);

function partRule(
  name: string,
  kiro: 'error' | 'warning',
  why: string,
  message: (id: string) => string,
  lacking: string,
  sound: (requirement: Requirement) => boolean,
): Rule {
  return {
    name,
    documents: ['requirements.md'],
    about: 'form',
    severity: 'warning',
    kiro,
    scope: 'document',
    why,
    bad: [{ files: { 'requirements.md': lacking }, finds: [message('1')] }],
    good: [{ files: { 'requirements.md': head + story + criteria } }],
    check({ document, report }) {
      if (document.name !== 'requirements.md') return;
      const letters = document.requirements.filter(({ id }) => /^[A-Z]/.test(id)).length;
      for (const requirement of document.requirements) {
        // Non-functional requirements beside numbered ones are lists by custom, and none to Kiro.
        if (
          /^[A-Z]/.test(requirement.id) &&
          (letters < document.requirements.length || /^(?:NFR|RNF|DR)/.test(requirement.id))
        )
          continue;
        const { start } = requirement.place;
        // One that is a list entry or a row is all there is of it.
        if (sound(requirement) || document.text[start] !== '#') continue;
        report({ ...requirement.place, end: start }, message(requirement.id));
      }
    },
  };
}
