import { fileReferences } from '../fileReferences';
import type { Rule } from '../rule';

/** A file that is referred to and not there. */
export const unresolvedFile: Rule = {
  name: 'unresolved-file',
  documents: ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md'],
  about: 'meaning',
  severity: 'error',
  scope: 'spec',
  why: 'What `#[[file:…]]` names is put into the prompt; a file that is not there leaves a hole that nobody sees. A link that leads nowhere is only a warning.',
  bad: [
    {
      files: { 'design.md': 'See #[[file:docs/api.md]].\n' },
      missingFiles: ['docs/api.md'],
      finds: ['There is no file docs/api.md. Correct the path; it counts from the workspace folder.'],
    },
  ],
  good: [
    {
      files: { 'design.md': 'See #[[file:docs/api.md]], `#[[file:none.md]]`, [x](https://example.com).\n' },
      missingFiles: ['none.md'],
    },
  ],
  check({ document, spec, report }) {
    const missing = new Set(spec?.missingFiles);
    if (missing.size === 0) return;
    for (const { path, kind, place } of fileReferences(document)) {
      if (!missing.has(path)) continue;
      const from = kind === 'include' ? 'it counts from the workspace folder' : 'it counts from this document';
      report(place, `There is no file ${path}. Correct the path; ${from}.`, {
        severity: kind === 'include' ? 'error' : 'warning',
      });
    }
  },
};
