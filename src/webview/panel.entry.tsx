import { render } from 'preact';
import { App } from './components/App';
import './css/tokens.css';
import './css/base.css';
import './css/frame.css';
import './css/controls.css';
import './css/document.css';
import './css/review.css';
import './css/screens.css';
import './css/run.css';
import './css/narrow.css';
import { followTheme } from './diagrams';
import { post } from './host';
import { followKeys } from './keyboard/global';
import type { HostMessage } from './protocol';
import { keepSaving } from './saved';
import { receive } from './store';

addEventListener('message', (event: MessageEvent<HostMessage>) => {
  // The frame below this page (the diagram renderer) is of no origin, so it is never taken for the extension. Who sent
  // a message can't be asked by window: an editor puts this page in the place of its parent.
  if (event.origin !== window.origin) return;
  if (typeof event.data === 'object' && event.data !== null && 'type' in event.data) receive(event.data);
});
keepSaving();
followTheme();
followKeys();
const root = document.querySelector('#app');
if (root) render(<App />, root);
post({ type: 'ready' });
