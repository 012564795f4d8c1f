/** What people remarked on a document: the changes that a scenario knows are made, the others get a reason. */
import type { ToolUse } from './conversation';
import { type ExactEdit, editsBetween } from './edits';
import type { Scenario } from './scenario';
import type { Values } from './template';

/** A comment of a person, and the edits that answer it; none where no sample answer knows the change. */
export interface RemarkStep {
  readonly id: string;
  readonly edits: readonly ExactEdit[];
  /** Why nothing changes, or what changed. */
  readonly says: string;
}

/** What is needed to know a change and to make it. */
export interface RemarkContext {
  readonly scenario: Pick<Scenario, 'change'>;
  readonly document: string;
  readonly current: string;
  readonly before: Values;
  /** Why a comment is not answered by a change. */
  readonly otherwise: string;
  render(values: Values): string;
}

/** Steps for comments of the form `id | place | comment | text | on: quote`, one a line; each is made on the one before. */
export function remarkSteps(comments: string, context: RemarkContext): readonly RemarkStep[] {
  const { scenario, document, otherwise, render } = context;
  let { current, before } = context;
  return comments.split('\n').flatMap((line) => {
    const [id = '', , kind = '', text = ''] = line.split(' | ').map((part) => part.trim());
    if (kind !== 'comment') return [];
    const change = document === 'requirements.md' ? scenario.change(text, before) : undefined;
    const { edits } =
      change === undefined ? { edits: [] } : editsBetween(render(before), render(change.values), current);
    if (change === undefined) return [{ id, edits, says: otherwise }];
    if (edits.length === 0) return [{ id, edits, says: 'The document says so already.' }];
    for (const each of edits) current = current.replace(each.old, () => each.new);
    before = change.values;
    return [{ id, edits, says: change.says }];
  });
}

/** The call that answers every comment; an edit that was refused answers none. */
export function answersOf(steps: readonly RemarkStep[], refused: ReadonlySet<string>): ToolUse {
  const answers = steps.map(({ id, edits, says }) => {
    const changed = edits.length > 0 && !refused.has(id);
    const reason =
      edits.length > 0 && !changed ? 'Nothing was changed, because the document is not as expected.' : says;
    return { comment: id, outcome: changed ? 'changed' : 'reason', reason };
  });
  return { name: 'answer_comments', input: { answers } };
}
