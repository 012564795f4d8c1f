import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SpecSnapshot, Waiting } from '../../core/flows/snapshot';
import { post } from '../host';
import { activityDocument, isAnalyzing } from '../model/steps';
import { money, percent, tokens } from '../model/words';
import { Icon } from './Icon';
import { Meter } from './Meter';

/** The frame's lower edge, in the column of the document. */
export function Footer({ children }: { readonly children: ComponentChildren }) {
  return (
    <footer class="foot">
      <div class="col">{children}</div>
    </footer>
  );
}

/** Cost, context and cache. Nothing before the first request. */
export function CostStatus({ spec }: { readonly spec: SpecSnapshot }) {
  const { cost } = spec;
  const { usage, dollars, contextUsed, contextWindow, cached } = cost;
  const used = usage.input + usage.output + usage.cacheRead + usage.cacheWrite;
  if (used === 0) return <div class="status grow" />;
  const share = contextWindow > 0 ? percent(contextUsed / contextWindow) : 0;
  return (
    <div class="status grow">
      <span class="num" title={tokens(used)}>
        {spec.model?.sample ? 'Sample, no cost' : dollars === undefined ? tokens(used) : money(dollars)}
      </span>
      {contextWindow > 0 && <Meter label="Context used" value={share} text={`${share} % of context`} />}
      {cached > 0 && <span class="num hide-s">{percent(cached)} % cached</span>}
    </div>
  );
}

/** While work goes on: what, at what cost, and Stop. */
export function WorkingFooter({ spec }: { readonly spec: SpecSnapshot }) {
  return (
    <Footer>
      <div class="row go">
        <span class="grow" role="status">
          {spec.waiting ? <WaitingWords waiting={spec.waiting} /> : workingWords(spec)}
        </span>
        <CostStatus spec={spec} />
        <button type="button" class="btn stop" aria-keyshortcuts="Shift+Escape" onClick={() => post({ type: 'stop' })}>
          <Icon name="debug-stop" />
          Stop
        </button>
      </div>
    </Footer>
  );
}

function workingWords({ activity, documents }: SpecSnapshot): string {
  const label = documents.find(({ name }) => name === activityDocument(activity))?.label.toLowerCase() ?? '';
  switch (activity.kind) {
    case 'reading':
      return isAnalyzing(documents) ? 'Analyzing. Nothing is changed.' : 'Reading the repository. Nothing is changed.';
    case 'writing':
      return `Writing ${label}. Saved to the file when complete.`;
    case 'repairing':
      return `Repairing ${label}, ${activity.turn} of ${activity.of}. What is complete is kept.`;
    case 'refining':
      return `Refining ${label}: "${activity.request}"`;
    default:
      return '';
  }
}

/** "Waiting, attempt 2 of 5", and how long still. */
function WaitingWords({ waiting }: { readonly waiting: Waiting }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((waiting.untilMs - now) / 1000);
  return (
    <span class="waiting">
      <Icon name="clockface" tone="warn" />
      <span>
        Waiting, attempt {waiting.attempt} of {waiting.of}. {waiting.reason}
      </span>
      {seconds > 0 && (
        <span class="muted num" aria-hidden="true">
          {seconds} s
        </span>
      )}
    </span>
  );
}
