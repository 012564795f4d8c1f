import { useEffect, useRef } from 'preact/hooks';
import { post } from '../host';
import { useRoving } from '../keyboard/roving';
import { ago } from '../model/words';
import type { RecentSpec, StartView } from '../protocol';
import { kept } from '../saved';
import { creating, refusal } from '../store';
import { Icon } from './Icon';
import { Notice } from './Notice';
import { MentionButton, PromptField } from './PromptField';

/** One sentence, how to go about it, and the specs that are there. */
export function Start({ data }: { readonly data: StartView }) {
  const flow = data.flows.some(({ id }) => id === kept.flow.value) ? kept.flow.value : (data.flows[0]?.id ?? '');
  const root = data.roots.some(({ path }) => path === kept.root.value) ? kept.root.value : (data.roots[0]?.path ?? '');
  const ready = data.trusted && data.model !== undefined && root !== '' && !creating.value;
  const begin = (): void => {
    const sentence = kept.sentence.value.trim();
    if (!ready || sentence === '') return;
    creating.value = true;
    refusal.value = undefined;
    post({ type: 'create', root, sentence, flow });
  };
  return (
    <main class="doc" id="doc">
      <div class="start">
        <h2 class="ask" id="ask">
          What do you want to build?
        </h2>
        <form
          aria-labelledby="ask"
          onSubmit={(event) => {
            event.preventDefault();
            begin();
          }}
        >
          <Sentence ready={ready} begin={begin} />
          {data.roots.length > 1 && <Roots data={data} root={root} />}
          {data.flows.length > 1 && <Flows data={data} flow={flow} />}
        </form>
        {refusal.value !== undefined && (
          <Notice tone="warn" icon="warning" live>
            <p>{refusal.value}</p>
          </Notice>
        )}
        <StartNotice data={data} />
        <h3 class="sec" id="recent">
          Recent specs
        </h3>
        <Recent specs={data.recent} roots={data.roots.length} />
      </div>
    </main>
  );
}

function Sentence({ ready, begin }: { readonly ready: boolean; readonly begin: () => void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const mac = navigator.platform.startsWith('Mac');
  return (
    <div class="box">
      <label class="sr" for="idea">
        What do you want to build?
      </label>
      <PromptField
        field={field}
        id="idea"
        rows={3}
        placeholder="One sentence is enough. For example: a REST API for a todo list with user accounts."
        text={kept.sentence.value}
        set={(text) => {
          kept.sentence.value = text;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) begin();
        }}
      />
      <div class="bar">
        <MentionButton label="Mention a file" field={field} />
        <span class="grow" />
        <span class="muted hide-s keys" aria-hidden="true">
          <kbd>{mac ? '⌘' : 'Ctrl'}</kbd> <kbd>Enter</kbd>
        </span>
        <button
          type="submit"
          class="btn primary"
          disabled={!ready || kept.sentence.value.trim() === ''}
          aria-keyshortcuts="Control+Enter"
        >
          {creating.value ? 'Starting' : 'Start'}
        </button>
      </div>
    </div>
  );
}

function Roots({ data, root }: { readonly data: StartView; readonly root: string }) {
  return (
    <div class="row rootrow">
      <label for="root">Folder</label>
      <span class="sel">
        <select
          id="root"
          value={root}
          onChange={(event) => {
            kept.root.value = event.currentTarget.value;
          }}
        >
          {data.roots.map(({ path, name }) => (
            <option key={path} value={path}>
              {name}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" />
      </span>
    </div>
  );
}

function Flows({ data, flow }: { readonly data: StartView; readonly flow: string }) {
  return (
    <fieldset class="flows">
      <legend class="sr">Flow</legend>
      {data.flows.map(({ id, label, detail, icon }) => (
        <label key={id} class="flow">
          <input
            type="radio"
            name="flow"
            value={id}
            checked={id === flow}
            onChange={() => {
              kept.flow.value = id;
            }}
          />
          <span class="n">
            <Icon name={icon} />
            {label}
          </span>
          <span class="d">{detail}</span>
        </label>
      ))}
    </fieldset>
  );
}

function StartNotice({ data }: { readonly data: StartView }) {
  const setUp = (): void => post({ type: 'command', command: 'setUpModel' });
  if (data.roots.length === 0) {
    return (
      <Notice tone="warn" icon="folder" title="No folder is open">
        <p>A spec lives in a folder of the workspace. Open a folder first.</p>
      </Notice>
    );
  }
  if (!data.trusted) {
    return (
      <Notice tone="warn" icon="shield" title="Restricted Mode">
        <p>
          Specs can be read. Nothing of this workspace is loaded or run, and nothing is written, until you trust it.
        </p>
        <div class="row">
          <button type="button" class="lk" onClick={() => post({ type: 'command', command: 'manageTrust' })}>
            Manage trust
          </button>
        </div>
      </Notice>
    );
  }
  if (!data.model) {
    return (
      <Notice tone="warn" icon="plug" title="No model yet">
        <p>Tracewright uses your own model. Keys stay in the editor's secret storage.</p>
        <div class="row">
          <button type="button" class="btn primary" onClick={setUp}>
            Set up a model
          </button>
        </div>
      </Notice>
    );
  }
  if (!data.model.sample) return null;
  const { exampleSentence } = data;
  return (
    <Notice icon="beaker">
      <p>
        You will see sample answers. They are complete for the examples, such as the todo API, and are not made for your
        sentence.
      </p>
      <div class="row">
        <button type="button" class="lk" onClick={setUp}>
          Set up a model
        </button>
        {exampleSentence && (
          <button
            type="button"
            class="lk"
            onClick={() => {
              kept.sentence.value = exampleSentence;
              document.querySelector<HTMLElement>('#idea')?.focus();
            }}
          >
            Use the example sentence
          </button>
        )}
      </div>
    </Notice>
  );
}

const looks = {
  working: { icon: 'loading', tone: 'run' },
  attention: { icon: 'warning', tone: 'warn' },
  draft: { icon: 'issue-draft', tone: 'muted' },
  approved: { icon: 'pass-filled', tone: 'ok' },
} as const;

function Recent({ specs, roots }: { readonly specs: readonly RecentSpec[]; readonly roots: number }) {
  const { ref, onKeyDown, onFocusIn } = useRoving<HTMLUListElement>();
  if (specs.length === 0) {
    return (
      <p class="muted">
        None yet in this workspace. A spec is a folder in <code>.kiro/specs</code>; Kiro's specs appear here too.
      </p>
    );
  }
  return (
    <ul ref={ref} class="recent" aria-labelledby="recent" onKeyDown={onKeyDown} onFocusIn={onFocusIn}>
      {specs.map((spec) => (
        <li key={spec.path}>
          <button type="button" class="spec" data-row onClick={() => post({ type: 'openSpec', path: spec.path })}>
            <Icon name={looks[spec.state].icon} tone={looks[spec.state].tone} />
            <span class="nm">
              {spec.name} {roots > 1 && <span class="p hide-s">{spec.root}</span>}
            </span>
            <span class="st">{spec.words}</span>
            <span class="a">{spec.at === undefined ? '' : ago(spec.at, Date.now())}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
