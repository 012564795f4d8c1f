import type { Rule } from '../rule';

/** One word of the glossary explained twice. */
export const duplicateTerm: Rule = {
  name: 'duplicate-term',
  documents: ['requirements.md'],
  about: 'wording',
  severity: 'warning',
  scope: 'document',
  why: 'A term with two meanings means neither.',
  bad: [
    {
      files: { 'requirements.md': '## Glossary\n- **Store**: a shop\n- **Store**: the database\n' },
      finds: ['"Store" is already explained in line 2. Keep one meaning, or give the other a name of its own.'],
    },
  ],
  good: [{ files: { 'requirements.md': '## Glossary\n- **Shop**: a shop\n- **Store**: the database\n' } }],
  check({ document, report }) {
    if (document.name !== 'requirements.md') return;
    const first = new Map<string, number>();
    for (const { term, place } of document.glossary) {
      const key = term.toLowerCase();
      const line = first.get(key);
      if (line === undefined) first.set(key, place.line);
      else
        report(
          place,
          `"${term}" is already explained in line ${line}. Keep one meaning, or give the other a name of its own.`,
        );
    }
  },
};
