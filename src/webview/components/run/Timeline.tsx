import { useEffect, useMemo, useState } from 'preact/hooks';
import { useRoving } from '../../keyboard/roving';
import { rowKeys } from '../../keyboard/rowKeys';
import { lastEdits } from '../../model/runs';
import { changes, steps } from '../../runs';
import { Prose } from '../Prose';
import { FileChange, FileLink, fileWords } from './FileChange';
import { Step } from './Step';
import { StepFrame, StepLine } from './StepFrame';

interface TimelineProps {
  /** Identity of the task. */
  readonly task: string;
  readonly limit: number | undefined;
  readonly restorable: boolean;
  /** What the agent says right now. */
  readonly text: string;
  /** What the user said and the agent has not heard yet. */
  readonly unheard: readonly string[];
}

/** Steps that are drawn as one: rows out of sight cost nothing, and a new step draws only its own part anew. */
const chunk = 50;

/** What happened, in order; one tab stop. Steps are plain data that stay the same objects, so only new ones are drawn. */
export function Timeline({ task, limit, restorable, text, unheard }: TimelineProps) {
  const { ref, onKeyDown, onFocusIn } = useRoving<HTMLOListElement>(rowKeys);
  const shown = steps.value;
  const files = changes.value;
  const below = useMemo(() => lastEdits(shown, files), [shown, files]);
  const loose = useMemo(() => {
    const shown = new Set([...below.values()].map(({ path }) => path));
    return files.filter(({ path }) => !shown.has(path));
  }, [below, files]);
  const parts = Math.ceil(shown.length / chunk);
  const first = useFirstPart(parts);
  return (
    <ol ref={ref} class="tl" aria-label="Steps of this run" onKeyDown={onKeyDown} onFocusIn={onFocusIn}>
      {Array.from({ length: parts - first }, (_, at) => first + at).map((at) => (
        <Part key={at} at={at} task={task} limit={limit} restorable={restorable} below={below} />
      ))}
      {text !== '' && (
        <StepFrame icon="comment">
          <div class="txt">
            <Prose markdown={text} open />
          </div>
        </StepFrame>
      )}
      {unheard.map((words, at) => (
        <StepFrame key={at} icon="account" label="You">
          <p class="txt">{words}</p>
          <p class="muted">The agent hears it with its next turn.</p>
        </StepFrame>
      ))}
      {loose.length > 0 && (
        <StepFrame icon="files">
          <StepLine>Changed by commands</StepLine>
          {loose.map((file) => (
            <div key={file.path}>
              <StepLine right={fileWords(file)}>
                <FileLink task={task} file={file} />
              </StepLine>
              <FileChange task={task} file={file} />
            </div>
          ))}
        </StepFrame>
      )}
    </ol>
  );
}

/** Parts that are drawn at once. */
const atOnce = 4;
const all = Number.POSITIVE_INFINITY;

/** The newest parts are drawn at once, those before them a few at a time: the index of the first that is drawn. */
function useFirstPart(parts: number): number {
  const [drawn, setDrawn] = useState(atOnce);
  useEffect(() => {
    if (drawn === all) return;
    // Whoever has all of them keeps all, however many come.
    if (drawn >= parts) return setDrawn(all);
    const later = requestIdleCallback(() => setDrawn(drawn + 2), { timeout: 100 });
    return () => cancelIdleCallback(later);
  }, [drawn, parts]);
  return Math.max(0, parts - drawn);
}

interface PartProps extends Omit<TimelineProps, 'text' | 'unheard'> {
  readonly at: number;
  readonly below: ReturnType<typeof lastEdits>;
}

/** Drawn anew only when one of its steps, or a file below one of them, is not the same object. */
function Part({ at, task, limit, restorable, below }: PartProps) {
  const mine = steps.value.slice(at * chunk, (at + 1) * chunk);
  const key = [task, limit, restorable, ...mine, ...mine.map(({ id }) => below.get(id))];
  return useMemo(
    () => (
      <>
        {mine.map((step) => (
          <Step key={step.id} step={step} task={task} file={below.get(step.id)} limit={limit} restorable={restorable} />
        ))}
      </>
    ),
    key,
  );
}
