import type { RunView } from '../protocol';
import { runShown, runs } from '../runs';
import { kept } from '../saved';
import { busy, shownDocument, snapshot, start } from '../store';
import { DocumentFooter } from './DocumentFooter';
import { DocumentScreen } from './DocumentScreen';
import { WorkingFooter } from './Footer';
import { Header, ViewBar } from './Header';
import { LiveRegion } from './LiveRegion';
import { Questions, QuestionsFooter } from './Questions';
import { Rail, tabsOf } from './Rail';
import { RunFooter } from './run/RunFooter';
import { RunRail, runTabs } from './run/RunRail';
import { RunScreen } from './run/RunScreen';
import { Start } from './Start';

/** The panel: header, document, footer and rail. Only document and rail scroll. */
export function App() {
  return (
    <>
      <Screen />
      <LiveRegion />
    </>
  );
}

function Screen() {
  const spec = snapshot.value;
  const document = shownDocument.value;
  if (!spec || !document) return start.value && !kept.path.value ? <StartScreen /> : <Loading />;
  const first = document.name === spec.documents[0]?.name;
  if (spec.activity.kind === 'asking' && first) {
    return (
      <div class="app">
        <Header />
        <Questions spec={spec} />
        <QuestionsFooter spec={spec} />
      </div>
    );
  }
  const { value: now } = runs;
  if (runShown.value && now?.current) return <RunFrame now={now} current={now.current} />;
  const tabs = tabsOf({ spec, document });
  const view = tabs.some(({ id }) => id === kept.view.value) ? kept.view.value : 'doc';
  return (
    <div class="app with-rail" data-view={view === 'doc' ? 'doc' : 'rail'}>
      <Header />
      <ViewBar tabs={tabs} />
      <DocumentScreen spec={spec} document={document} />
      {busy.value ? <WorkingFooter spec={spec} /> : <DocumentFooter spec={spec} document={document} />}
      <Rail spec={spec} document={document} />
    </div>
  );
}

function RunFrame({ now, current }: { readonly now: RunView; readonly current: NonNullable<RunView['current']> }) {
  const tabs = runTabs({ runs: now, current });
  const view = tabs.some(({ id }) => id === kept.view.value) ? kept.view.value : 'doc';
  return (
    <div class="app with-rail" data-view={view === 'doc' ? 'doc' : 'rail'}>
      <Header />
      <ViewBar tabs={tabs} />
      <RunScreen runs={now} current={current} />
      <RunFooter runs={now} current={current} />
      <RunRail runs={now} current={current} />
    </div>
  );
}

function StartScreen() {
  const data = start.value;
  return (
    <div class="app">
      <Header />
      {data && <Start data={data} />}
    </div>
  );
}

/** Before the extension has answered. */
function Loading() {
  return (
    <div class="app">
      <Header />
      <main class="doc" id="doc" aria-busy="true" />
    </div>
  );
}
