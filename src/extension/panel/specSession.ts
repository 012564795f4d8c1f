/**
 * One spec's way into one panel: follows a handle and posts what changed, at most ten times a second. Knows no editor.
 */

import type { SpecHandle } from '../../core/flows/service';
import type { Activity, SpecSnapshot } from '../../core/flows/snapshot';
import type { Disposable } from '../../core/host';
import type { DocumentName, SpecDocument } from '../../core/specs/model';
import type { BlockView, HostMessage } from '../../webview/protocol';
import { viewOf } from './documentView';
import { paced } from './paced';

/** A spec being followed for one panel. Disposing it leaves the handle alone. */
export interface SpecSession extends Disposable {
  readonly handle: SpecHandle;
  /** Posts everything anew: the webview was just loaded. */
  restart(): void;
}

/** What a session needs; `post` must not throw. */
export interface SessionPorts {
  readonly handle: SpecHandle;
  readonly post: (message: HostMessage) => void;
  readonly parse: (name: DocumentName, text: string) => SpecDocument;
  /** The spec folder in words: relative to its workspace folder. */
  readonly where: string;
  readonly trusted: () => boolean;
}

/** Starts following; posts nothing before the first `restart`. */
export function followSpec(ports: SessionPorts): SpecSession {
  const { handle } = ports;
  let sent = nothingSent();
  const { restart, dispose } = paced({
    subscribe: (changed) => handle.subscribe({ changed }),
    forget: () => {
      sent = nothingSent();
    },
    update: () => {
      sent = postChanges(ports, sent);
    },
  });
  return { handle, restart, dispose };
}

interface Sent {
  readonly snapshot: string;
  readonly documents: ReadonlyMap<DocumentName, string>;
  readonly stream:
    | { readonly name: DocumentName; readonly text: string; readonly blocks: readonly BlockView[] }
    | undefined;
  readonly said: string;
}

function nothingSent(): Sent {
  return { snapshot: '', documents: new Map(), stream: undefined, said: '' };
}

function postChanges(ports: SessionPorts, sent: Sent): Sent {
  const { handle, post } = ports;
  const snapshot = handle.snapshot();
  const documents = postDocuments(handle, post, sent.documents);
  const stripped: SpecSnapshot = { ...snapshot, activity: withoutText(snapshot.activity) };
  const json = JSON.stringify(stripped);
  if (json !== sent.snapshot) post({ type: 'spec', snapshot: stripped, where: ports.where, trusted: ports.trusted() });
  const said = snapshot.activity.kind === 'refining' ? snapshot.activity.text : '';
  if (said !== sent.said) post({ type: 'said', text: said });
  return { snapshot: json, documents, stream: postStream(ports, snapshot, sent.stream), said };
}

function postDocuments(
  handle: SpecHandle,
  post: SessionPorts['post'],
  before: ReadonlyMap<DocumentName, string>,
): ReadonlyMap<DocumentName, string> {
  const now = new Map<DocumentName, string>();
  for (const document of handle.spec().documents) {
    now.set(document.name, document.text);
    if (before.get(document.name) !== document.text)
      post({ type: 'document', name: document.name, view: viewOf(document) });
  }
  for (const name of before.keys()) {
    if (!now.has(name)) post({ type: 'document', name, view: undefined });
  }
  return now;
}

/** A document's text so far while it is written, and what had arrived where that ended early; a repair leaves it be. */
function postStream(ports: SessionPorts, { activity }: SpecSnapshot, before: Sent['stream']): Sent['stream'] {
  if (activity.kind === 'writing') return postText(ports, activity.document, activity.text, before);
  const draft = cutDraft(ports.handle, activity);
  if (draft !== undefined) return postText(ports, draft.name, draft.text, before);
  if (activity.kind === 'repairing' && before?.name === activity.document) return before;
  if (before) ports.post({ type: 'streamEnd' });
  return undefined;
}

function postText(ports: SessionPorts, name: DocumentName, text: string, before: Sent['stream']): Sent['stream'] {
  const known = before?.name === name ? before : undefined;
  if (known?.text === text) return known;
  const { blocks } = viewOf(ports.parse(name, text));
  const from = firstDifference(known?.blocks ?? [], blocks);
  ports.post({ type: 'stream', name, from, blocks: blocks.slice(from) });
  return { name, text, blocks };
}

/** What had arrived of a document that is not there yet when the writing was stopped or cut off. */
function cutDraft(
  handle: SpecHandle,
  activity: Activity,
): { readonly name: DocumentName; readonly text: string } | undefined {
  if (activity.kind !== 'stopped' || activity.document === undefined || activity.text === undefined) return undefined;
  const name = activity.document;
  if (handle.spec().documents.some((document) => document.name === name)) return undefined;
  return { name, text: activity.text };
}

/** The index of the first block that differs; blocks are plain data, so their JSON tells. */
export function firstDifference(before: readonly BlockView[], after: readonly BlockView[]): number {
  const differs = after.findIndex((block, at) => JSON.stringify(block) !== JSON.stringify(before[at]));
  return differs === -1 ? after.length : differs;
}

function withoutText(activity: Activity): Activity {
  switch (activity.kind) {
    case 'writing':
    case 'refining':
      return { ...activity, text: '' };
    case 'stopped': {
      const { text: _, ...rest } = activity;
      return rest;
    }
    default:
      return activity;
  }
}
