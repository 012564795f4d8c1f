import { post } from '../host';
import { useRoving } from '../keyboard/roving';
import { type Step, stepsOf } from '../model/steps';
import type { ModelChip } from '../protocol';
import { ask, running, runShown, runs } from '../runs';
import { kept } from '../saved';
import { busy, documents, readOnly, show, shownName, snapshot, start, where } from '../store';
import { Icon, IconButton } from './Icon';
import { MenuButton } from './Menu';

/** Title row and stepper. */
export function Header() {
  const spec = snapshot.value;
  // Planning and building may have different models.
  const building = runShown.value ? runs.value?.current?.model : undefined;
  return (
    <header class="head">
      <div class="title">
        <h1 title={spec?.title}>{spec?.title ?? 'New spec'}</h1>
        <span class="where" title={spec ? where.value : undefined}>
          {spec ? where.value : start.value?.roots.map(({ name }) => name).join(', ')}
        </span>
        <div class="tools">
          <Chip
            model={spec ? (building ?? spec.model) : start.value?.model}
            known={spec !== undefined || start.value !== undefined}
          />
          {spec && <SpecTools />}
        </div>
      </div>
      {spec && <Stepper />}
      {(busy.value || running.value) && <div class="progress" role="progressbar" aria-label="Work is going on" />}
    </header>
  );
}

function Chip({ model, known }: { readonly model: ModelChip | undefined; readonly known: boolean }) {
  if (!known) return null;
  const setUp = (): void => post({ type: 'command', command: 'setUpModel' });
  if (!model) {
    return (
      <button type="button" class="chip attn" onClick={setUp}>
        <Icon name="plug" />
        <span>Set up a model</span>
      </button>
    );
  }
  const name = model.sample ? 'Model: sample answers. Set up a model' : `Model: ${model.label}. Change model`;
  return (
    <button type="button" class="chip" aria-label={name} title={name} onClick={setUp}>
      {model.sample ? <Icon name="beaker" /> : <Icon name="circle-small-filled" tone="ok" />}
      <span>{model.label}</span>
    </button>
  );
}

function SpecTools() {
  const document = shownName.value;
  const there = document !== undefined && documents.value.has(document);
  return (
    <>
      {there && (
        <IconButton
          icon="go-to-file"
          label={`Open ${document}`}
          onClick={() => post({ type: 'openDocument', document })}
        />
      )}
      <MenuButton
        label="More actions"
        items={[
          ...(there ? [{ label: 'Open preview', act: () => post({ type: 'openPreview', document }) }] : []),
          { label: 'Show last prompt', act: () => post({ type: 'command', command: 'showLastPrompt' }) },
          { label: 'Check all specs', act: () => post({ type: 'command', command: 'checkAll' }) },
          { label: 'New spec', act: () => post({ type: 'command', command: 'newSpec' }) },
          ...(runs.value ? [{ label: 'Show effective permissions', act: () => ask({ do: 'rule' }) }] : []),
          { label: 'Show log', act: () => post({ type: 'command', command: 'showLog' }) },
        ]}
      />
    </>
  );
}

function Stepper() {
  const spec = snapshot.value;
  if (!spec) return null;
  const steps = stepsOf(spec, documents.value.get('tasks.md'), runs.value);
  return (
    <nav class="steps" aria-label="Steps of this spec">
      <ol>
        {steps.map((step) => (
          <li key={step.id}>
            <StepLink step={step} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function StepLink({ step }: { readonly step: Step }) {
  const current = step.id === (runShown.value ? 'build' : shownName.value);
  const go = (): void => {
    if (!step.disabled) show(step.run ? { document: step.document, run: 'watch' } : { document: step.document });
  };
  return (
    <button
      type="button"
      class="step"
      aria-current={current ? 'step' : undefined}
      aria-disabled={step.disabled || undefined}
      title={`${step.name}: ${step.state}${step.more}`}
      onClick={go}
    >
      <Icon name={step.icon} tone={step.tone} />
      <span class="name">{step.name}</span>
      <span class={step.quiet ? 'sr' : 'state'}>
        {step.state}
        {step.more && <span class="by">{step.more}</span>}
      </span>
    </button>
  );
}

/** A tab of a narrow panel; `id` is `doc` or that of a rail section. */
export interface ViewTab {
  readonly id: string;
  readonly label: string;
  readonly badge?: number;
}

/** In a narrow panel the rail's sections are tabs beside the document. */
export function ViewBar({ tabs }: { readonly tabs: readonly ViewTab[] }) {
  const { ref, onKeyDown, onFocusIn } = useRoving<HTMLDivElement>((key, row) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (by === undefined) return false;
    const all = tabs.map(({ id }) => id);
    const next = all[(all.indexOf(row.dataset.tab ?? '') + by + all.length) % all.length];
    if (next !== undefined) kept.view.value = next;
    row.parentElement?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
    return true;
  });
  return (
    <nav class="viewbar" aria-label="View">
      <div ref={ref} role="tablist" aria-label="View" onKeyDown={onKeyDown} onFocusIn={onFocusIn}>
        {tabs.map(({ id, label, badge }) => (
          <button
            key={id}
            type="button"
            role="tab"
            data-row
            data-tab={id}
            aria-selected={kept.view.value === id}
            aria-controls={id === 'doc' ? 'doc' : `section-${id}`}
            onClick={() => {
              kept.view.value = id;
            }}
          >
            {label} {badge !== undefined && badge > 0 && <span class="badge">{badge}</span>}
          </button>
        ))}
      </div>
    </nav>
  );
}

/** Whether commands that change something are offered. */
export function mayAct(): boolean {
  return !readOnly.value && !busy.value;
}
