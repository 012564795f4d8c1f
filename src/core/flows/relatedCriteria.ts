/** What other specs ask for that speaks of the same things as a document: what an analysis may find in conflict with it. */
import { wordsOf } from '../context/map/words';
import type { Spec, SpecDocument } from '../specs/model';

/** About 4,000 tokens: enough for what is near, while a repository has thousands of criteria. */
const mostCharacters = 16_000;
/** A criterion that shares fewer words has nothing to do with the document. */
const fewestShared = 2;

/**
 * Criteria of other specs, each a line `spec 1.2: text`, by spec and number: those that share the rarest words with the
 * document, as many as fit.
 */
export function relatedCriteria(document: Pick<SpecDocument, 'text'>, specs: readonly Spec[]): string {
  const own = wordsOf(document.text);
  const all = specs.flatMap((spec) =>
    spec.documents.flatMap((each) =>
      'requirements' in each
        ? each.requirements.flatMap(({ title, criteria }) =>
            criteria.map(({ id, text }) => ({
              line: `${spec.name} ${id}: ${text.replace(/\s+/gu, ' ').trim()}`,
              shared: [...wordsOf(`${title} ${text}`)].filter((word) => own.has(word)),
            })),
          )
        : [],
    ),
  );
  const holding = new Map<string, number>();
  for (const { shared } of all) for (const word of shared) holding.set(word, (holding.get(word) ?? 0) + 1);
  const weighed = all.flatMap(({ line, shared }, at) =>
    shared.length < fewestShared
      ? []
      : [{ line, at, weight: shared.reduce((sum, word) => sum + 1 / (holding.get(word) ?? 1), 0) }],
  );
  weighed.sort((a, b) => b.weight - a.weight || a.at - b.at);
  let left = mostCharacters;
  const fitting = weighed.filter(({ line }) => {
    if (line.length >= left) return false;
    left -= line.length + 1;
    return true;
  });
  return fitting
    .sort((a, b) => a.at - b.at)
    .map(({ line }) => line)
    .join('\n');
}
