import type { Values } from './template';

type Finding = Readonly<Record<string, unknown>>;

/** What is left open by the requirements of the todo scenario, as long as nobody has settled it. */
export function todoFindings({ flags }: Values, find: (text: string) => string | undefined): readonly Finding[] {
  const signInFails = flags.oauth ? 'Refusal 401 `sign_in_failed`' : 'Refusal 401 `wrong_credentials`';
  const full = flags.team ? 'there are 1,000 Todos' : 'the User has 1,000 Todos';
  const candidates: readonly (Finding & { readonly quote: string; readonly settled?: string | boolean })[] = [
    {
      quote: signInFails,
      settled: flags.rate ?? false,
      kind: 'missing-failure-case',
      severity: 'blocks',
      consequence: 'Nothing limits how often a sign-in may be tried, so a list of common passwords opens accounts.',
      action: 'add_after',
      wording: `IF a tenth sign-in ${flags.oauth ? 'from one network address' : 'for one e-mail address'} fails within 15 minutes, THEN THE Daybook_API SHALL refuse every sign-in ${flags.oauth ? 'from' : 'for'} that address with 429 and \`Retry-After\` until 15 minutes after the first failure.`,
      question: '',
    },
    {
      quote: full,
      settled: 'Todos, done or not',
      kind: 'ambiguity',
      severity: 'costs',
      consequence: 'One builder would count the done todos and one would not, so the limit is met on different days.',
      action: 'replace',
      wording: `IF ${full}, done or not, THEN THE Daybook_API SHALL answer with the Refusal 409 \`too_many_todos\`.`,
      question: 'Do todos that are done count towards the 1,000?',
    },
    {
      quote: 'SHALL store those fields, leave the others as they were',
      settled: 'change one Todo at the same time',
      kind: 'missing-edge-case',
      severity: 'costs',
      consequence: 'A phone that marks a todo done while the web app renames it could undo the other change.',
      action: 'add_after',
      wording:
        'WHEN two requests change one Todo at the same time, THE Daybook_API SHALL store the fields of both, and of a field that both name the value of the request that it answers last.',
      question: '',
    },
  ];
  return candidates.flatMap(({ quote, settled, ...finding }) => {
    const criterion = find(quote);
    const isSettled = typeof settled === 'string' ? find(settled) !== undefined : settled;
    if (criterion === undefined || isSettled === true) return [];
    return [{ ...finding, criterion, related: [], evidence: [{ where: criterion, quote }] }];
  });
}
