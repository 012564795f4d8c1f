import { useRef } from 'preact/hooks';
import type { BudgetMeter } from '../../../core/runs/snapshot';
import { estimateWords, isLive, meterLook } from '../../model/runs';
import { money, percent } from '../../model/words';
import type { RunView } from '../../protocol';
import { ask, changes, estimate, start, watch } from '../../runs';
import { kept } from '../../saved';
import { Footer } from '../Footer';
import { Icon } from '../Icon';
import { Meter } from '../Meter';
import { MentionButton, PromptField } from '../PromptField';
import { focusAsk } from './RunScreen';

interface FooterProps {
  readonly runs: RunView;
  readonly current: NonNullable<RunView['current']>;
}

/**
 * Below a run: how far it goes by itself, say something to the agent, stop it, and what it has cost. What goes away once
 * it was pressed stands above what stays, and Stop where nothing takes its place: a second press hits nothing.
 */
export function RunFooter({ runs, current }: FooterProps) {
  const open = changes.value.filter((file) => file.state === 'open' || file.state === 'mixed').length;
  const reviewing = current.task.state === 'reviewing' && open > 0;
  return (
    <Footer>
      {reviewing && (
        <div class="row go">
          <span class="grow" role="status">
            The agent waits for your review of {open === 1 ? '1 file' : `${open} files`}.{' '}
            <button type="button" class="lk" aria-keyshortcuts="F6" onClick={() => focusAsk()}>
              Show
            </button>
          </span>
          <button type="button" class="btn" onClick={() => ask({ do: 'review', decision: { accept: false } })}>
            Reject all
          </button>
          <button type="button" class="btn primary" onClick={() => ask({ do: 'review', decision: { accept: true } })}>
            Accept all
          </button>
        </div>
      )}
      {runs.active ? (
        <>
          <div class="row go">
            <ModeSelect runs={runs} />
            <span class="grow" />
            <StopButton />
          </div>
          <Tell />
        </>
      ) : (
        <RunBar runs={runs} />
      )}
      <Status runs={runs} current={current} />
    </Footer>
  );
}

function Tell() {
  const field = useRef<HTMLTextAreaElement>(null);
  const text = kept.tell.value;
  const set = (next: string): void => {
    kept.tell.value = next;
  };
  const send = (): void => {
    if (text.trim() === '') return;
    ask({ do: 'tell', text: text.trim() });
    set('');
  };
  return (
    <div class="box one">
      <MentionButton label="Mention a requirement or a file" field={field} />
      <label class="sr" for="tell">
        Tell the agent what to do differently
      </label>
      <PromptField
        field={field}
        id="tell"
        rows={1}
        placeholder="Tell the agent what to do differently"
        text={text}
        set={set}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
          if (event.key === 'Escape' && !event.shiftKey)
            document.querySelector<HTMLElement>('#doc [data-row][tabindex="0"]')?.focus();
        }}
      />
      <button
        type="button"
        class="btn small"
        aria-keyshortcuts="Control+Enter"
        disabled={text.trim() === ''}
        onClick={send}
      >
        Send
      </button>
    </div>
  );
}

function StopButton() {
  return (
    <button type="button" class="btn" aria-keyshortcuts="Shift+Escape" onClick={() => ask({ do: 'stop' })}>
      <Icon name="debug-stop" />
      Stop
    </button>
  );
}

/** "$0.31 of $0.60", turns, context, cache, and what commands run in. */
function Status({ runs, current }: FooterProps) {
  const shown = current.budget.filter(({ of, name }) => of === 'task' && (name === 'money' || name === 'turns'));
  const context = current.contextWindow > 0 ? percent(current.contextUsed / current.contextWindow) : 0;
  return (
    <div class="status num">
      {shown.map((meter) => (
        <Budget key={`${meter.of} ${meter.name}`} meter={meter} />
      ))}
      {current.contextWindow > 0 && <Meter label="Context used" value={context} text={`${context} % of context`} />}
      {current.cached > 0 && <span class="hide-s">{percent(current.cached)} % cached</span>}
      {runs.sandbox && (
        <span class="sandbox" title={runs.sandbox.sentence}>
          <Icon
            name={runs.sandbox.kind === 'none' ? 'warning' : 'shield'}
            {...(runs.sandbox.kind === 'none' ? { tone: 'warn' } : {})}
          />
          {runs.sandbox.kind === 'none' ? 'No sandbox: each command asks' : `Sandbox: ${runs.sandbox.kind}`}
        </span>
      )}
    </div>
  );
}

function Budget({ meter }: { readonly meter: BudgetMeter }) {
  const { label, text, share } = meterLook(meter);
  const words = meter.name === 'turns' ? `${text} turns` : text;
  return share === undefined ? (
    <span>{words}</span>
  ) : (
    <Meter label={`${label} of this task`} value={share} text={words} />
  );
}

/** What can be started: the mode, how much is left, Run next and Run all required. */
export function RunBar({ runs }: { readonly runs: RunView }) {
  const { next } = runs;
  const left = estimate.value;
  const { dollars, limit } = runs.today;
  const live = runs.tasks.some(({ state }) => isLive(state));
  const queue = runs.tasks.some(({ state }) => state === 'queued' || state === 'failed' || state === 'stopped');
  return (
    <div class="row go">
      <ModeSelect runs={runs} />
      {live && <StopButton />}
      <div class="status grow num">
        {runs.closed !== undefined ? (
          <span>{runs.closed}</span>
        ) : (
          left && left.tasks > 0 && <span title={`Rests on ${left.basis}.`}>{estimateWords(left)}</span>
        )}
        {limit === undefined ? (
          dollars > 0 && <span>{money(dollars)} today</span>
        ) : (
          <Meter
            label="Spent today"
            value={Math.min(100, Math.round((dollars / limit) * 100))}
            text={`${money(dollars)} of ${money(limit)} today`}
          />
        )}
      </div>
      {live ? (
        <button type="button" class="btn" onClick={watch}>
          Watch
        </button>
      ) : (
        <>
          {queue && (
            <button type="button" class="btn" onClick={() => ask({ do: 'clear' })}>
              Clear
            </button>
          )}
          {next !== undefined && (
            <>
              <button
                type="button"
                class="btn"
                disabled={runs.closed !== undefined}
                onClick={() => start({ do: 'start', request: { what: 'next' } })}
              >
                Run next{next.id === null ? '' : ` (${next.id})`}
              </button>
              <button
                type="button"
                class="btn primary"
                disabled={runs.closed !== undefined}
                onClick={() => start({ do: 'start', request: { what: 'all' } })}
              >
                Run all required
              </button>
            </>
          )}
        </>
      )}
    </div>
  );
}

function ModeSelect({ runs }: { readonly runs: RunView }) {
  return (
    <span class="sel">
      <select
        aria-label="How far the agent goes by itself"
        value={runs.mode}
        onChange={(event) =>
          ask({ do: 'mode', mode: event.currentTarget.value === 'autopilot' ? 'autopilot' : 'supervised' })
        }
      >
        <option value="supervised">Supervised</option>
        <option value="autopilot">Autopilot</option>
      </select>
      <Icon name="chevron-down" />
    </span>
  );
}
