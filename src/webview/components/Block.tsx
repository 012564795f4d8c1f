import type { DocumentSnapshot } from '../../core/flows/snapshot';
import type { Anchors } from '../model/problems';
import type { BlockView } from '../protocol';
import { show, sourceDocument } from '../store';
import { CommentButton, Comments } from './Comment';
import { Problem } from './Problem';
import { Prose } from './Prose';
import { Requirement } from './Requirement';
import { TaskGroup } from './Tasks';
import { Text } from './Text';

/** What every block of a document receives. */
export interface BlockProps<Block extends BlockView = BlockView> {
  readonly block: Block;
  readonly anchors: Anchors;
  readonly document: DocumentSnapshot;
  /** The text of this block is still arriving. */
  readonly open: boolean;
}

/** One block of a document. */
export function Block(props: BlockProps) {
  const { block } = props;
  switch (block.kind) {
    case 'heading':
      return (
        <div class="commentable" {...rowOf(props)}>
          <Heading level={block.level} title={block.title} />
          <Tools {...props} />
          <Under {...props} />
        </div>
      );
    case 'prose':
      return (
        <div class="block commentable" {...rowOf(props)}>
          <Prose markdown={block.markdown} open={props.open} />
          <Tools {...props} />
          <Under {...props} />
        </div>
      );
    case 'glossary':
      return <Glossary {...props} block={block} />;
    case 'requirement':
      return <Requirement {...props} block={block} />;
    case 'property':
      return <Property {...props} block={block} />;
    case 'tasks':
      return <TaskGroup {...props} block={block} />;
  }
}

/** The design has no rows of its own, so that its blocks are the rows; elsewhere what stands between is read past. */
function isRow(document: DocumentSnapshot): boolean {
  return document.name === 'design.md';
}

function rowOf({ block, document }: BlockProps) {
  const row = isRow(document) ? { 'data-row': true } : {};
  return { ...row, 'data-line': block.line, 'data-end': block.endLine, tabIndex: -1 };
}

/** What can be done with a block that is no row of a list. */
function Tools({ block, document, open }: BlockProps) {
  if (open) return null;
  const [at, name] =
    block.kind === 'property'
      ? [{ id: block.number }, `property ${block.number}`]
      : [{ line: block.line }, `line ${block.line}`];
  return (
    <span class="acts">
      <CommentButton document={document.name} at={at} name={name} inRow={isRow(document)} />
    </span>
  );
}

/** Problems of a block as a whole, and the comments on it. */
export function Under({ block, anchors, document, open }: BlockProps) {
  return (
    <>
      {anchors.at(block).map((diagnostic) => (
        <Problem
          key={`${diagnostic.code} ${diagnostic.place.start}`}
          diagnostic={diagnostic}
          document={document.name}
        />
      ))}
      {!open && <Comments lines={block} inRow={isRow(document)} />}
    </>
  );
}

/** The page has h1 (spec) and h2 (document); sections begin at h3. */
function Heading({ level, title }: { readonly level: number; readonly title: string }) {
  if (level <= 2)
    return (
      <h3 class="sec">
        <Text text={title} />
      </h3>
    );
  if (level === 3)
    return (
      <h4 class="sub">
        <Text text={title} />
      </h4>
    );
  return (
    <h5 class="sub">
      <Text text={title} />
    </h5>
  );
}

function Glossary({ block, ...props }: BlockProps<Extract<BlockView, { kind: 'glossary' }>>) {
  return (
    <div class="commentable" {...rowOf({ ...props, block })}>
      <dl class="gloss txt">
        {block.entries.map(({ term, meaning, line }) => (
          <div key={line}>
            <dt>
              <Text text={term} />
            </dt>
            <dd>
              <Text text={meaning} />
            </dd>
          </div>
        ))}
      </dl>
      <Tools {...props} block={block} />
      <Under {...props} block={block} />
    </div>
  );
}

function Property({ block, ...props }: BlockProps<Extract<BlockView, { kind: 'property' }>>) {
  return (
    <section class="block property commentable" data-id={block.number} {...rowOf({ ...props, block })}>
      <h4 class="sub">
        Property {block.number}
        {block.title && ': '}
        <Text text={block.title} />
      </h4>
      <Prose markdown={block.markdown} open={props.open} />
      {block.validates.length > 0 && (
        <p class="row validates">
          <span class="muted">Validates</span>
          {block.validates
            .flatMap(({ ids }) => ids)
            .map((id) => (
              <CriterionChip key={id} id={id} inRow={isRow(props.document)} />
            ))}
        </p>
      )}
      <Tools {...props} block={block} />
      <Under {...props} block={block} />
    </section>
  );
}

/** A link to a criterion or a requirement. */
export function CriterionChip({ id, inRow }: { readonly id: string; readonly inRow?: boolean }) {
  const name = id.includes('.') ? `Criterion ${id}` : `Requirement ${id}`;
  return (
    <button
      type="button"
      class="to ref"
      aria-label={name}
      title={name}
      tabIndex={inRow ? -1 : undefined}
      onClick={() => show({ document: sourceDocument(), id })}
    >
      {id}
    </button>
  );
}
