import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PermissionAnswer, PermissionRequest, RuleSuggestion } from '../../../core/permissions/types';
import { askReach, askSubject, askTitle, askWho } from '../../model/asking';
import type { RunView } from '../../protocol';
import { ask } from '../../runs';
import { Icon } from '../Icon';
import { MenuButton } from '../Menu';
import { Diff } from './Diff';
import { SayWhy } from './SayWhy';
import { RuleLink } from './Step';

interface CardProps {
  readonly request: PermissionRequest;
  readonly runs: RunView;
}

/** The agent may not go on without the user: what it wants, why, which rule asks, how far it reaches, and the answers. */
export function Permission({ request, runs }: CardProps) {
  const { action, judgement, why, subject } = request;
  const who = askWho(subject.agent);
  const parts = (judgement.parts ?? []).filter(() => (judgement.parts?.length ?? 0) > 1);
  return (
    <section class="card ask" id="ask" tabIndex={-1} aria-labelledby="ask-title" key={request.id}>
      <div class="in">
        <h3 class="askh" id="ask-title">
          <Icon name="question" tone="warn" /> {askTitle(request)}
        </h3>
        <pre class="out cmd" tabIndex={0} role="region" aria-label="What would be done">
          {askSubject(request)}
        </pre>
        {action.kind === 'write' && runs.difference && runs.difference.length > 0 && (
          <div class="card">
            <Diff lines={runs.difference} label="What would change" />
          </div>
        )}
        <dl class="kv">
          {why !== undefined && why !== '' && <Pair name="Why">"{why}"</Pair>}
          {who !== undefined && <Pair name="Who">{who}</Pair>}
          <Pair name="Rule">
            {judgement.reason} <RuleLink rule={judgement.rule} />
          </Pair>
          {parts.length > 0 && (
            <Pair name="Parts">
              <ul>
                {parts.map(({ text, effect }, at) => (
                  <li key={at}>
                    <code>{text}</code> <span class="muted">{effects[effect]}</span>
                  </li>
                ))}
              </ul>
            </Pair>
          )}
          <Pair name="Reach">{askReach(request, runs.sandbox)}</Pair>
        </dl>
        <Answers request={request} />
      </div>
    </section>
  );
}

const effects = { allow: 'is allowed', ask: 'asks', deny: 'is denied' } as const;

function Pair({ name, children }: { readonly name: string; readonly children: preact.ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

type Step =
  | { readonly kind: 'choose' }
  | { readonly kind: 'deny' }
  | { readonly kind: 'always'; readonly rule: RuleSuggestion };

function Answers({ request }: { readonly request: PermissionRequest }) {
  const { judgement, id } = request;
  const [step, setStep] = useState<Step>({ kind: 'choose' });
  const [typed, setTyped] = useState('');
  const name = judgement.typeToConfirm;
  // A door stays open for the commands of the session: there is no single time.
  const door = request.action.kind === 'network';
  const answer = (said: PermissionAnswer): void => ask({ do: 'decide', permission: id, answer: said });
  if (step.kind === 'deny') {
    return (
      <SayWhy
        label="Say what to do instead"
        act="Deny and send"
        onSend={(say) => answer({ kind: 'deny', say })}
        onCancel={() => setStep({ kind: 'choose' })}
      />
    );
  }
  if (step.kind === 'always')
    return <Always rule={step.rule} answer={answer} onCancel={() => setStep({ kind: 'choose' })} />;
  const [narrowest] = judgement.suggestions;
  const mayRemember = name === undefined && narrowest !== undefined;
  return (
    <>
      {name !== undefined && (
        <label class="type-name">
          <span>
            Type <code>{name}</code> to allow this {door ? 'for this session' : 'once'}
          </span>
          <input
            class="field"
            type="text"
            autocomplete="off"
            spellcheck={false}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
      )}
      <div class="row go">
        {!(door && mayRemember) && (
          <button
            type="button"
            class={name === undefined ? 'btn primary' : 'btn'}
            disabled={name !== undefined && typed.trim() !== name}
            onClick={() =>
              answer({ kind: 'allow', remember: 'once', ...(name === undefined ? {} : { typed: typed.trim() }) })
            }
          >
            {door ? 'Allow for this session' : 'Allow once'}
          </button>
        )}
        {mayRemember && (
          <button
            type="button"
            class={door ? 'btn primary' : 'btn'}
            title={narrowest.meaning}
            onClick={() => answer({ kind: 'allow', remember: 'session', pattern: narrowest.pattern })}
          >
            Allow for this session
          </button>
        )}
        {mayRemember && (
          <MenuButton
            label="Always allow"
            text="Always allow..."
            items={judgement.suggestions.map((rule) => ({
              label: rule.pattern,
              act: () => setStep({ kind: 'always', rule }),
            }))}
          />
        )}
        <span class="grow" />
        <button type="button" class="btn" onClick={() => answer({ kind: 'deny' })}>
          Deny
        </button>
        <button type="button" class="btn" onClick={() => setStep({ kind: 'deny' })}>
          Deny and say why
        </button>
      </div>
    </>
  );
}

interface AlwaysProps {
  readonly rule: RuleSuggestion;
  readonly answer: (said: PermissionAnswer) => void;
  readonly onCancel: () => void;
}

/** The rule that is to be written, as it can still be changed, and for which workspaces. */
function Always({ rule, answer, onCancel }: AlwaysProps) {
  const [pattern, setPattern] = useState(rule.pattern);
  const [scope, setScope] = useState<'workspace' | 'user'>('workspace');
  const field = useRef<HTMLInputElement>(null);
  // It was asked for, so it takes the focus.
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <div class="always">
      <label>
        <span>Rule for {capabilities[rule.capability] ?? rule.capability}</span>
        <input
          ref={field}
          class="field mono"
          type="text"
          spellcheck={false}
          value={pattern}
          onInput={(event) => setPattern(event.currentTarget.value)}
        />
      </label>
      <p class="muted">
        {pattern === rule.pattern ? rule.meaning : 'You changed the rule; it allows exactly what it matches.'}
      </p>
      <div class="row">
        <span class="sel">
          <select
            aria-label="Where the rule holds"
            value={scope}
            onChange={(event) => setScope(event.currentTarget.value === 'user' ? 'user' : 'workspace')}
          >
            <option value="workspace">In this workspace</option>
            <option value="user">Everywhere</option>
          </select>
          <Icon name="chevron-down" />
        </span>
        <button
          type="button"
          class="btn"
          disabled={pattern.trim() === ''}
          onClick={() => answer({ kind: 'allow', remember: 'always', pattern: pattern.trim(), scope })}
        >
          Always allow
        </button>
        <button type="button" class="btn" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </div>
  );
}

const capabilities: Readonly<Partial<Record<RuleSuggestion['capability'], string>>> = {
  shell: 'commands',
  sandbox_network: 'the network of commands',
};
