/** The way to the extension. Outside the editor (the test gallery) the page brings its own `acquireVsCodeApi`. */
import type { PanelMessage } from './protocol';

interface EditorApi {
  postMessage(message: PanelMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

const api = acquireVsCodeApi();

/** Sends a message to the extension. */
export function post(message: PanelMessage): void {
  api.postMessage(message);
}

/** What the panel kept, from this load or the one before; undefined the first time. */
export function savedState(): unknown {
  return api.getState();
}

/** Replaces what the next load finds; must be plain JSON. */
export function saveState(state: unknown): void {
  api.setState(state);
}
