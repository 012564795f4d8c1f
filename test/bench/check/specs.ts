/** The same spec, as we write it and as OpenSpec does: as many requirements, with as much to say about each. */
const nouns = ['order', 'invoice', 'session', 'upload', 'report', 'account', 'comment', 'message', 'label', 'filter'];

/** What a requirement is about; `system` makes one text unlike another, so that nothing remembered helps. */
interface Said {
  readonly at: number;
  readonly noun: string;
  readonly system: string;
}

const each = (count: number, system: string, write: (said: Said) => string): string =>
  Array.from({ length: count }, (_, at) => write({ at: at + 1, noun: nouns[at % nouns.length] ?? '', system })).join(
    '',
  );

/** requirements.md */
export function kiroRequirements(count: number, system: string): string {
  const head = `# Requirements Document\n\n## Introduction\n\nWhat ${system} does for its people.\n\n## Glossary\n\n- **${system}**: The service that is built.\n- **Clerk**: A person who works with it.\n\n## Requirements\n\n`;
  return (
    head +
    each(
      count,
      system,
      ({ at, noun }) =>
        `### Requirement ${at}: Keep ${noun} ${at}\n\n**User Story:** As a clerk, I want to keep ${noun} ${at}, so that nothing of it is lost.\n\n#### Acceptance Criteria\n\n1. WHEN a Clerk saves ${noun} ${at}, THE ${system} SHALL store it within ${(at % 9) + 1} seconds.\n2. IF the ${noun} ${at} has no name, THEN THE ${system} SHALL refuse it with status 422.\n3. WHILE ${noun} ${at} is locked, THE ${system} SHALL show who holds it.\n\n`,
    )
  );
}

/** spec.md of OpenSpec */
export function openRequirements(count: number, system: string): string {
  const head = `# ${system}\n\n## Purpose\nWhat ${system} does for its people, in enough words that nobody complains of it.\n\n## Requirements\n\n`;
  return (
    head +
    each(
      count,
      system,
      ({ at, noun }) =>
        `### Requirement: Keep ${noun} ${at}\nThe ${system} SHALL keep ${noun} ${at} so that nothing of it is lost.\n\n#### Scenario: saved ${at}\n- **WHEN** a Clerk saves ${noun} ${at}\n- **THEN** the ${system} stores it within ${(at % 9) + 1} seconds\n\n#### Scenario: no name ${at}\n- **WHEN** the ${noun} ${at} has no name\n- **THEN** the ${system} refuses it with status 422\n\n#### Scenario: locked ${at}\n- **WHEN** ${noun} ${at} is locked\n- **THEN** the ${system} shows who holds it\n\n`,
    )
  );
}

/** tasks.md, which both understand. */
export function tasks(count: number, system: string): string {
  const one = ({ at, noun }: Said) =>
    at % 5 === 1
      ? `- [ ] ${Math.ceil(at / 5)}. Build ${noun} ${at} of ${system}\n`
      : `  - [ ] ${Math.ceil(at / 5)}.${(at - 1) % 5} Write ${noun} ${at}\n    - with what it needs\n    - _Requirements: ${(at % 20) + 1}.1_\n`;
  return `# Implementation Plan\n\n## Tasks\n\n${each(count, system, one)}`;
}
