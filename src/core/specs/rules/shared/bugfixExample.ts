/** A bugfix.md for the examples of rules. */

/** One clause in each section. */
export const bugfix = (current: string, expected: string, unchanged: string): string =>
  `## Bug Analysis\n\n### Current Behavior (Defect)\n\n1.1 ${current}\n\n### Expected Behavior (Correct)\n\n2.1 ${expected}\n\n### Unchanged Behavior (Regression Prevention)\n\n3.1 ${unchanged}\n`;

/** A clause as each section has it. */
export const wrong = 'WHEN a file is saved THEN the system loses it';
export const right = 'WHEN a file is saved THEN the system SHALL keep it';
export const kept = 'WHEN a file is opened THEN the system SHALL CONTINUE TO show it';
