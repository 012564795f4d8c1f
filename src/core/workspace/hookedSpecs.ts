/** Specs whose events hooks hear of: documents that were generated, approved, or no longer stand as they were approved. */

import type { Outcome, SpecHandle, SpecService } from '../flows/service';
import type { SpecSnapshot } from '../flows/snapshot';
import type { NewEvent } from '../hooks/engine/engine';
import type { TriggerName } from '../hooks/model';
import type { HookService } from './hooks';

/** A prompt of the user about a spec, as an event. */
export function promptEvent(
  { root, path }: { readonly root: string; readonly path: string },
  prompt: string,
): Omit<NewEvent, 'trigger'> {
  return { root, cause: { by: 'user', chain: [] }, files: [], spec: path, prompt };
}

type Standing = ReadonlyMap<string, { readonly state: string; readonly hash: string | undefined }>;

/**
 * Wraps the service: what it does is the same, and hooks are told afterwards. Nothing more is read than the service reads.
 * `planned` hears of a spec whose last document was approved: its planning session is over. It must not reject.
 */
export function hookedSpecs(
  specs: SpecService,
  hooks: () => HookService,
  planned: (root: string, spec: string) => Promise<void>,
): SpecService {
  const wrapped = new WeakMap<SpecHandle, SpecHandle>();
  const followed = new Map<string, { readonly handle: SpecHandle; seen: Standing }>();
  let listening = false;
  const look = (path: string, generated: boolean): void => {
    const each = followed.get(path);
    if (each === undefined) return;
    const snapshot = each.handle.snapshot();
    const before = each.seen;
    each.seen = standingOf(snapshot);
    for (const [document, { state, hash }] of each.seen) {
      const was = before.get(document);
      if (generated && hash !== undefined && hash !== was?.hash) tell(hooks(), snapshot, 'SpecGenerate', document);
      if (was?.state === 'approved' && state !== 'approved') tell(hooks(), snapshot, 'SpecStale', document);
    }
  };
  const follow = (handle: SpecHandle): SpecHandle => {
    const known = wrapped.get(handle);
    if (known !== undefined) return known;
    const made = wrap(handle, (generated) => look(handle.path, generated), hooks, planned);
    wrapped.set(handle, made);
    followed.set(handle.path, { handle, seen: standingOf(handle.snapshot()) });
    if (!listening)
      specs.onDidChange((paths) => {
        for (const path of paths) look(path, false);
      });
    listening = true;
    return made;
  };
  return {
    ...specs,
    create: async (request) => {
      const made = await specs.create(request);
      if ('kind' in made) return made;
      const handle = follow(made);
      void made.settled().then(() => look(made.path, true));
      return handle;
    },
    open: async (path) => {
      const handle = await specs.open(path);
      return handle && follow(handle);
    },
  };
}

function standingOf({ documents }: SpecSnapshot): Standing {
  return new Map(documents.map(({ name, state, hash }) => [name, { state, hash }]));
}

function wrap(
  handle: SpecHandle,
  look: (generated: boolean) => void,
  hooks: () => HookService,
  planned: (root: string, spec: string) => Promise<void>,
): SpecHandle {
  const then = async (work: Promise<Outcome>, generated: boolean): Promise<Outcome> => {
    const outcome = await work;
    look(generated);
    return outcome;
  };
  return {
    ...handle,
    answer: (answers) => then(handle.answer(answers), true),
    generate: (document) => then(handle.generate(document), true),
    refine: (document, request) => then(handle.refine(document, request), true),
    updateDownstream: (document, only) => then(handle.updateDownstream(document, only), true),
    sendComments: (document) => then(handle.sendComments(document), true),
    resume: () => then(handle.resume(), true),
    resumeCutOff: async () => {
      const outcome = await handle.resumeCutOff();
      look(outcome !== undefined);
      return outcome;
    },
    restore: (document, version) => then(handle.restore(document, version), false),
    resolveConflict: (document, keep) => then(handle.resolveConflict(document, keep), false),
    mend: (document, problem) => then(handle.mend(document, problem), false),
    reread: async () => {
      await handle.reread();
      look(false);
    },
    approve: async (document, shownHash) => {
      const outcome = await then(handle.approve(document, shownHash), false);
      if (outcome.kind !== 'done') return outcome;
      const snapshot = handle.snapshot();
      tell(hooks(), snapshot, 'SpecApprove', document);
      if (snapshot.documents.every(({ state }) => state === 'approved')) await planned(snapshot.root, snapshot.path);
      return outcome;
    },
  };
}

/** Nobody waits for it; a hook file that can't be read is told where hooks are listed. */
function tell(hooks: HookService, { root, path }: SpecSnapshot, trigger: TriggerName, document: string): void {
  const by = trigger === 'SpecGenerate' ? 'agent' : 'user';
  const event = { root, cause: { by, chain: [] }, files: [], spec: path, document: document.replace(/\.md$/u, '') };
  void hooks.tell({ ...event, cause: { by, chain: [] }, trigger }).catch(() => undefined);
}
