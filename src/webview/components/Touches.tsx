import type { ComponentChildren } from 'preact';
import type { Touched } from '../../core/specs/impact';
import { show } from '../store';
import { CriterionChip } from './Block';
import { Text } from './Text';

/** What rests on a change: criteria, properties, design, tasks and finished work, each a way to it. */
export function Touches({ touches }: { readonly touches: Touched }) {
  const { criteria, properties, sections, tasks, finished } = touches;
  if ([criteria, properties, sections, tasks, finished].every(({ length }) => length === 0))
    return <p class="muted">Nothing rests on it.</p>;
  return (
    <dl class="touches">
      <Kind name="Criteria" all={criteria.map((id) => <CriterionChip key={id} id={id} />)} />
      <Kind
        name="Properties"
        all={properties.map(({ id, title }) => (
          <Chip key={id} name={`Property ${id}${title && `: ${title}`}`} to={{ document: 'design.md', id }}>
            {id}
          </Chip>
        ))}
      />
      <Kind name="Design" all={sections.map((title) => <Text key={title} text={title} />)} separate />
      <Kind
        name="Tasks"
        all={tasks.map(({ id, identity, title, state }) => (
          <Chip
            key={identity}
            name={`Task ${id ?? title}${state === 'done' ? ' done' : ''}${id === null ? '' : `: ${title}`}`}
            to={{ document: 'tasks.md', id: identity }}
          >
            {id ?? title}
            {state === 'done' && ' done'}
          </Chip>
        ))}
      />
      <Kind
        name="Finished work"
        all={finished.map(({ path, id, title }) => <span key={path}>{`${id ?? ''} ${title}`.trim()}</span>)}
        separate
      />
    </dl>
  );
}

interface KindProps {
  readonly name: string;
  readonly all: readonly ComponentChildren[];
  /** Words, which need a comma between them. */
  readonly separate?: boolean;
}

function Kind({ name, all, separate }: KindProps) {
  if (all.length === 0) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {all.map((each, at) => (
          <>
            {separate && at > 0 && ', '}
            {each}
          </>
        ))}
      </dd>
    </div>
  );
}

interface ChipProps {
  readonly name: string;
  readonly to: Parameters<typeof show>[0];
  readonly children: ComponentChildren;
}

function Chip({ name, to, children }: ChipProps) {
  return (
    <button type="button" class="to ref" aria-label={name} title={name} onClick={() => show(to)}>
      {children}
    </button>
  );
}
