import { sectionRule, wanted } from './shared/sectionRule';

/** requirements.md and design.md without "Glossary". */
export const missingGlossary = sectionRule('missing-glossary', {
  'requirements.md': wanted('Glossary', 'warning'),
  'design.md': wanted('Glossary', 'warning', 'bugfix'),
});
