import type { ComponentChildren } from 'preact';
import type { CommentView, DocumentSnapshot, SpecSnapshot } from '../../core/flows/snapshot';
import type { DocumentName } from '../../core/specs/model';
import { compose } from '../compose';
import { post } from '../host';
import { useRoving } from '../keyboard/roving';
import { rowKeys } from '../keyboard/rowKeys';
import { listed, openComments, placeWords, standOf } from '../model/comments';
import { allTasks } from '../model/coverage';
import {
  anchor,
  dismissedFindings,
  findingsOf,
  iconOf,
  lineOfId,
  problemPlaces,
  sortedProblems,
} from '../model/problems';
import { count } from '../model/words';
import type { DocumentView } from '../protocol';
import { type CommentDraft, kept } from '../saved';
import { busy, coverage, documents, show } from '../store';
import { AgentSteps } from './AgentSteps';
import { mayAct, type ViewTab } from './Header';
import { Icon } from './Icon';
import { Prose } from './Prose';
import { Versions } from './Versions';
import { WaveGraph } from './WaveGraph';

interface RailProps {
  readonly spec: SpecSnapshot;
  readonly document: DocumentSnapshot;
}

/** A section of the rail; its body is made only while it is open. */
export interface Section {
  readonly id: string;
  readonly label: string;
  /** The same as a tab, where room is short. */
  readonly short?: string;
  readonly badge?: number;
  readonly open: boolean;
  readonly body: () => ComponentChildren;
}

/** The sections beside a document, as far as they have something to show or to promise. */
export function sectionsOf({ spec, document }: RailProps): readonly Section[] {
  const view = documents.value.get(document.name);
  const findings = findingsOf(spec.findings, document.name).length;
  const dismissed = dismissedFindings(spec.findings, document.name).length;
  const comments = listed(spec.comments, document.name);
  const drafts = kept.drafts.value.filter((draft) => draft.document === document.name);
  const isTasks = document.name === 'tasks.md';
  const gaps = coverage.value?.open ?? [];
  const problems = document.diagnostics.length;
  const sections: (Section | false)[] = [
    isTasks &&
      view !== undefined && {
        id: 'waves',
        label: 'Waves',
        open: true,
        body: () => <WaveGraph graph={view.graph} tasks={allTasks(view.blocks)} />,
      },
    isTasks &&
      coverage.value !== undefined && {
        id: 'coverage',
        label: 'Coverage',
        badge: gaps.length,
        open: true,
        body: () => <CoverageList />,
      },
    view !== undefined && {
      id: 'problems',
      label: 'Problems',
      badge: problems,
      open: problems > 0,
      body: () => <Problems document={document} view={view} />,
    },
    findings + dismissed > 0 && {
      id: 'findings',
      label: 'Findings',
      badge: findings,
      open: findings > 0,
      body: () => <Findings spec={spec} document={document.name} />,
    },
    comments.length + drafts.length > 0 && {
      id: 'comments',
      label: 'Comments',
      badge: openComments(comments, document.name).length,
      open: true,
      body: () => <Comments comments={comments} drafts={drafts} />,
    },
    (spec.facts.length > 0 || (spec.steps.length > 0 && !busy.value)) && {
      id: 'facts',
      label: 'Found in the repository',
      short: 'Repository',
      badge: spec.facts.length,
      open: !isTasks,
      body: () => <Facts spec={spec} />,
    },
    {
      id: 'versions',
      label: 'Versions',
      badge: document.versions.length,
      open: true,
      body: () => <Versions document={document} />,
    },
    (spec.reply !== undefined || spec.sentence !== undefined) && {
      id: 'notes',
      label: 'Notes',
      open: false,
      body: () => <Notes spec={spec} />,
    },
  ];
  return sections.filter((section) => section !== false);
}

/** In a narrow panel each section is a tab. */
export function tabsOf(props: RailProps): readonly ViewTab[] {
  const first = { id: 'doc', label: props.document.name === 'tasks.md' ? 'Checklist' : 'Document' };
  const tabs = sectionsOf(props).map(({ id, label, short, badge }): ViewTab => {
    const tab = { id, label: short ?? label };
    return badge === undefined || id === 'versions' ? tab : { ...tab, badge };
  });
  return [first, ...tabs];
}

/** What belongs to the document beside its text. */
export function Rail(props: RailProps) {
  return <SectionList label="About this document" sections={sectionsOf(props)} />;
}

/** The rail with these sections. */
export function SectionList({ label, sections }: { readonly label: string; readonly sections: readonly Section[] }) {
  return (
    <aside class="rail" aria-label={label}>
      {sections.map((section) => (
        <RailSection key={section.id} section={section} />
      ))}
    </aside>
  );
}

function RailSection({ section }: { readonly section: Section }) {
  const { id, label, badge } = section;
  const { ref, onKeyDown, onFocusIn } = useRoving<HTMLDivElement>(rowKeys);
  const shown = kept.view.value === id;
  const open = shown || (kept.sections.value[id] ?? section.open);
  return (
    <details
      id={`section-${id}`}
      class={shown ? 'shown' : undefined}
      open={open}
      onToggle={(event) => {
        if (event.currentTarget.open !== open)
          kept.sections.value = { ...kept.sections.value, [id]: event.currentTarget.open };
      }}
    >
      <summary>
        {label}
        {badge !== undefined && badge > 0 && <span class="badge">{badge}</span>}
      </summary>
      <div ref={ref} onKeyDown={onKeyDown} onFocusIn={onFocusIn}>
        {open && section.body()}
      </div>
    </details>
  );
}

/** A row of a rail section: icon, words, and where it leads. */
interface LineProps {
  readonly icon: string;
  readonly tone?: string;
  readonly label?: string;
  readonly more?: string;
  readonly place?: string;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

/** A row of a rail section that leads somewhere. */
export function Line({ icon, tone, label, more, place, onClick, children }: LineProps) {
  return (
    <button type="button" class="li" data-row tabIndex={-1} onClick={onClick}>
      <Icon name={icon} {...(tone ? { tone } : {})} {...(label ? { label } : {})} />
      <span>
        {children}
        {more && (
          <>
            <br />
            <span class="s">{more}</span>
          </>
        )}
      </span>
      <span class="r">{place}</span>
    </button>
  );
}

function Problems({ document, view }: { readonly document: DocumentSnapshot; readonly view: DocumentView }) {
  if (document.diagnostics.length === 0)
    return <p class="muted pad">None. The document is checked whenever it changes.</p>;
  const anchors = anchor(document.diagnostics, view.blocks);
  // A checklist is short, and each problem stands in it in full, with what mends it: here are only the ways there.
  if (document.name === 'tasks.md') {
    return (
      <>
        {problemPlaces(document.diagnostics, anchors).map(({ name, line, problems, severity }) => {
          const { icon, tone, word } = iconOf(severity);
          return (
            <Line
              key={name}
              icon={icon}
              tone={tone}
              label={word}
              onClick={() => show({ document: document.name, line })}
            >
              {count(problems, 'problem')} at {name}
            </Line>
          );
        })}
      </>
    );
  }
  return (
    <>
      {sortedProblems(document.diagnostics).map((diagnostic) => {
        const { icon, tone, word } = iconOf(diagnostic.severity);
        const { line } = diagnostic.place;
        return (
          <Line
            key={`${diagnostic.code} ${diagnostic.place.start}`}
            icon={icon}
            tone={tone}
            label={word}
            place={anchors.nameOf(diagnostic)}
            onClick={() => show({ document: document.name, line })}
          >
            {diagnostic.message}
          </Line>
        );
      })}
    </>
  );
}

function Findings({ spec, document }: { readonly spec: SpecSnapshot; readonly document: DocumentName }) {
  return (
    <>
      {findingsOf(spec.findings, document).map((finding) => (
        <Line
          key={finding.id}
          icon={finding.severity === 'blocks' ? 'warning' : 'lightbulb'}
          tone={finding.severity === 'blocks' ? 'warn' : 'info'}
          label={finding.severity === 'blocks' ? 'Blocks' : 'Costs'}
          place={finding.criterion}
          onClick={() => show({ document, id: finding.criterion })}
          {...(finding.state === 'accepted' ? { more: 'Accepted' } : {})}
        >
          {finding.consequence}
        </Line>
      ))}
      {dismissedFindings(spec.findings, document).map((finding) => (
        <Line
          key={finding.id}
          icon="circle-slash"
          tone="muted"
          label="Dismissed"
          place={finding.criterion}
          onClick={() => show({ document, id: finding.criterion })}
          more={`Dismissed: ${finding.reason ?? 'no reason given'}`}
        >
          {finding.consequence}
        </Line>
      ))}
    </>
  );
}

interface CommentsProps {
  readonly comments: readonly CommentView[];
  readonly drafts: readonly CommentDraft[];
}

function Comments({ comments, drafts }: CommentsProps) {
  return (
    <>
      {drafts.map(({ document, target, text, line }) => (
        <Line
          key={`${document} ${target}`}
          icon="comment-draft"
          more="Still being written"
          place={target}
          onClick={() =>
            show({ document, line: line ?? lineOfId(documents.value.get(document)?.blocks ?? [], target) ?? 1 })
          }
        >
          {text || 'Nothing written yet'}
        </Line>
      ))}
      {comments.map((comment) => {
        const { icon, tone, word } = standOf(comment);
        const { id, document, line, text, answer } = comment;
        return (
          <Line
            key={id}
            icon={icon}
            tone={tone}
            label={word}
            more={answer === undefined ? `Open, by ${comment.by}` : `${word}: ${answer.reason}`}
            place={placeWords(comment)}
            onClick={() => show({ document, ...(line === undefined ? {} : { line }) })}
          >
            {text}
          </Line>
        );
      })}
    </>
  );
}

function Facts({ spec }: { readonly spec: SpecSnapshot }) {
  return (
    <>
      {spec.facts.map((fact) => {
        const { file, line, today, callers } = fact;
        const open =
          line === undefined ? { type: 'openFile' as const, file } : { type: 'openFile' as const, file, line };
        return (
          <Line
            key={`${file} ${line ?? ''}`}
            icon="file"
            more={callers.length > 0 ? `${today} Called by ${callers.join(', ')}.` : today}
            onClick={() => post(open)}
          >
            <span class="path">{line === undefined ? file : `${file}:${line}`}</span>
          </Line>
        );
      })}
      {spec.steps.length > 0 && !busy.value && (
        <div class="pad">
          <AgentSteps spec={spec} />
        </div>
      )}
    </>
  );
}

function CoverageList() {
  const known = coverage.value;
  if (!known) return null;
  return (
    <>
      {known.open.map(({ id, text }) => (
        <Line
          key={id}
          icon="circle-slash"
          tone="warn"
          more={text}
          place={mayAct() ? 'Add task' : ''}
          onClick={() => (mayAct() ? compose('tasks.md', `Add a task for criterion ${id}: ${text}`) : undefined)}
        >
          {id} has no task
        </Line>
      ))}
      <p class="pad muted">
        {known.covered} of {known.total} criteria have a task.
      </p>
    </>
  );
}

function Notes({ spec }: { readonly spec: SpecSnapshot }) {
  return (
    <div class="pad notes">
      {spec.sentence !== undefined && (
        <p>
          <span class="muted">It began with: </span>
          {spec.sentence}
        </p>
      )}
      {spec.reply !== undefined && <Prose markdown={spec.reply} small />}
    </div>
  );
}
