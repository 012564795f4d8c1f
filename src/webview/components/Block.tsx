import type { DocumentSnapshot } from '../../core/flows/snapshot';
import type { Anchors } from '../model/problems';
import type { BlockView } from '../protocol';
import { show, sourceDocument } from '../store';
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
        <div data-line={block.line} data-end={block.endLine} tabIndex={-1}>
          <Heading level={block.level} title={block.title} />
          <Under {...props} />
        </div>
      );
    case 'prose':
      return (
        <div class="block" data-line={block.line} data-end={block.endLine} tabIndex={-1}>
          <Prose markdown={block.markdown} open={props.open} />
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

/** Problems of a block as a whole. */
export function Under({ block, anchors, document }: BlockProps) {
  return (
    <>
      {anchors.at(block).map((diagnostic) => (
        <Problem
          key={`${diagnostic.code} ${diagnostic.place.start}`}
          diagnostic={diagnostic}
          document={document.name}
        />
      ))}
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
    <div data-line={block.line} data-end={block.endLine} tabIndex={-1}>
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
      <Under {...props} block={block} />
    </div>
  );
}

function Property({ block, ...props }: BlockProps<Extract<BlockView, { kind: 'property' }>>) {
  return (
    <section
      class="block property"
      data-line={block.line}
      data-end={block.endLine}
      data-id={block.number}
      tabIndex={-1}
    >
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
              <CriterionChip key={id} id={id} />
            ))}
        </p>
      )}
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
