/** The handles of the specs that the tree has shown, and a call whenever one of them would look different. */
import type { SpecHandle } from '../../core/flows/service';
import type { SpecSnapshot } from '../../core/flows/snapshot';
import type { Disposable } from '../../core/host';
import { specWords } from '../words';

/** Milliseconds in which changes of one spec are drawn once. */
const settleMs = 120;

/** Handles that are followed. Disposing of it lets go of all; the handles live on. */
export interface FollowedSpecs extends Disposable {
  /** The handle of a spec, followed from now on; undefined where there is none any more. */
  follow(spec: string): Promise<SpecHandle | undefined>;
  has(spec: string): boolean;
  snapshots(): readonly SpecSnapshot[];
  /** Calls `redraw` for a spec soon, once for many calls. */
  touch(spec: string): void;
  /** Lets go of one spec, or of all. */
  forget(spec?: string): void;
}

interface Followed {
  readonly handle: SpecHandle;
  readonly subscription: Disposable;
  /** What was drawn last, to draw again only when it would look different. */
  drawn: string;
}

/** `open` gives the handle of a spec; `redraw` is called with a spec that looks different now. */
export function followSpecs(
  open: (spec: string) => Promise<SpecHandle | undefined>,
  redraw: (spec: string) => void,
): FollowedSpecs {
  const followed = new Map<string, Followed>();
  const timers = new Map<string, NodeJS.Timeout>();
  const touch = (spec: string): void => {
    clearTimeout(timers.get(spec));
    const draw = (): void => {
      timers.delete(spec);
      redraw(spec);
    };
    timers.set(spec, setTimeout(draw, settleMs));
  };
  const follow = async (spec: string): Promise<SpecHandle | undefined> => {
    const handle = followed.get(spec)?.handle ?? (await open(spec));
    if (handle && !followed.has(spec)) followed.set(spec, watch(spec, handle, touch));
    return handle;
  };
  const forget = (spec?: string): void => {
    for (const path of spec === undefined ? [...followed.keys()] : [spec]) {
      followed.get(path)?.subscription.dispose();
      followed.delete(path);
      clearTimeout(timers.get(path));
      timers.delete(path);
    }
  };
  return {
    follow,
    has: (spec) => followed.has(spec),
    snapshots: () => [...followed.values()].map(({ handle }) => handle.snapshot()),
    touch,
    forget,
    dispose: () => forget(),
  };
}

function watch(spec: string, handle: SpecHandle, touch: (spec: string) => void): Followed {
  const entry: Followed = {
    handle,
    drawn: looks(handle),
    subscription: handle.subscribe({
      changed: () => {
        const now = looks(handle);
        if (now === entry.drawn) return;
        entry.drawn = now;
        touch(spec);
      },
    }),
  };
  return entry;
}

/** What of a spec shows in the tree, as text to compare. */
function looks(handle: SpecHandle): string {
  const snapshot = handle.snapshot();
  const documents = snapshot.documents.map((document) => [
    document.state,
    document.hash,
    document.approval?.by,
    document.versions.length > 0,
    document.conflict?.message,
    document.diagnostics.length,
  ]);
  const tasks = handle.spec().documents.find(({ name }) => name === 'tasks.md');
  return JSON.stringify([specWords(snapshot), snapshot.title, snapshot.heldBy, documents, boxes(tasks)]);
}

/** The boxes of tasks.md: the hash of a document does not change with them. */
function boxes(document: { readonly text: string } | undefined): string {
  return (document?.text.match(/\[[^\]\n]\]/g) ?? []).join('');
}
