/** Rules about a part that every requirement has in Kiro's template. */
import type { Requirement } from '../../model';
import type { Rule } from '../../rule';

/** The parts of a requirement, for examples. */
export const head = '### Requirement 1: Import\n';
export const story = '**User Story:** As a clerk, I want to import, so that nothing is typed twice\n';
export const criteria = '#### Acceptance Criteria\n1. THE System SHALL import\n';

/** A rule that asks for a part: `lacking` is an example without it, `sound` says whether a requirement has it. */
export function partRule(
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
        // Non-functional requirements beside numbered ones are lists by custom, and none to Kiro; AC-1 holds criteria itself.
        if (
          /^[A-Z]/.test(requirement.id) &&
          (letters < document.requirements.length || /^(?:NFR|RNF|DR|AC|CA)/.test(requirement.id))
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
