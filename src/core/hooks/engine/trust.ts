/**
 * Which hooks the user has agreed to, by what they do and by the text of everything that their commands run: a hook that
 * is new or changed asks once, and so does one whose scripts changed.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Hook, HookScript } from '../model';

/** Where what was agreed to is kept, outside the repository. Rejects only where the disk fails. */
export interface TrustStore {
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
}

/** How a hook stands; `hook` carries its scripts as they are now, for whoever is asked. */
export type HookStanding =
  | { readonly kind: 'known' | 'new'; readonly hook: Hook }
  /** Agreed to, but what it runs is not what it was; `parts` names it. */
  | { readonly kind: 'changed'; readonly hook: Hook; readonly parts: readonly string[] };

/** What the user has agreed to in one workspace folder. */
export interface HookTrust {
  /** Never rejects: what can't be read is not known. */
  look(hook: Hook): Promise<HookStanding>;
  /** The same for many at once, which share what is read. */
  lookAll(hooks: readonly Hook[]): Promise<readonly HookStanding[]>;
  /** A hook that carries its scripts is agreed to as it was looked at, any other as it is now. */
  accept(hooks: readonly Hook[]): Promise<void>;
}

/** What commands of each hook run of the project, text by name. Rejects where that can't be told. */
export type ScriptsOf = (hooks: readonly Hook[]) => Promise<readonly Readonly<Record<string, string>>[]>;

/** Of a longer text only the hash is kept, so that a change is noticed, but its lines can't be shown. */
const longestKept = 20_000;

const agreedScript = z.object({ sha256: z.string(), text: z.exactOptional(z.string()) });
const schema = z.object({ agreed: z.record(z.string(), z.record(z.string(), agreedScript)) });
type Agreed = Readonly<Record<string, z.infer<typeof agreedScript>>>;

/** Reads the store with each question that it does not know the answer of; what can't be read counts as nothing agreed to. */
export function createHookTrust(store: TrustStore, scriptsOf: ScriptsOf): HookTrust {
  let known: ReadonlyMap<string, Agreed> = new Map();
  const load = async () => {
    known = await store.read().then(agreedOf, () => new Map());
    return known;
  };
  const standingOf = (hook: Hook, now: Readonly<Record<string, string>>): HookStanding => {
    const agreed = known.get(hook.fingerprint);
    const scripts = compared(now, agreed);
    const parts = scripts.flatMap(({ name, news }) => (news === undefined ? [] : [name]));
    const looked = { ...hook, scripts };
    if (agreed === undefined) return { kind: 'new', hook: looked };
    return parts.length === 0 ? { kind: 'known', hook: looked } : { kind: 'changed', hook: looked, parts };
  };
  const lookAll: HookTrust['lookAll'] = async (hooks) => {
    try {
      const now = await scriptsOf(hooks);
      const standing = () => hooks.map((hook, at) => standingOf(hook, now[at] ?? {}));
      const first = standing();
      if (first.every(({ kind }) => kind === 'known')) return first;
      // Somebody may have agreed in another window or terminal.
      await load();
      return standing();
    } catch {
      return hooks.map((hook) => ({ kind: 'new', hook }));
    }
  };
  return {
    lookAll,
    look: async (hook) => (await lookAll([hook]))[0] ?? { kind: 'new', hook },
    accept: async (hooks) => {
      const all = new Map(await load());
      const bare = hooks.filter(({ scripts }) => scripts === undefined);
      const now = await scriptsOf(bare);
      for (const [at, { fingerprint }] of bare.entries())
        all.set(fingerprint, agreement(Object.entries(now[at] ?? {})));
      for (const { fingerprint, scripts } of hooks)
        if (scripts !== undefined)
          all.set(
            fingerprint,
            agreement(scripts.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text] as const]))),
          );
      known = all;
      const agreed = Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
      await store.write(`${JSON.stringify({ agreed }, null, 2)}\n`);
    },
  };
}

function agreement(texts: readonly (readonly [name: string, text: string])[]): Agreed {
  return Object.fromEntries(
    texts.map(([name, text]) => [name, { sha256: sum(text), ...(text.length > longestKept ? {} : { text }) }]),
  );
}

/** The scripts as they are, each with what became of it since; sorted by name. */
function compared(now: Readonly<Record<string, string>>, agreed: Agreed | undefined): readonly HookScript[] {
  const names = [...new Set([...Object.keys(now), ...Object.keys(agreed ?? {})])].sort();
  return names.map((name) => {
    const text = now[name];
    const before = agreed?.[name];
    const kept = before?.text === undefined ? {} : { before: before.text };
    if (text === undefined) return { name, news: 'gone', ...kept };
    if (agreed === undefined || before?.sha256 === sum(text)) return { name, text };
    return before === undefined ? { name, text, news: 'added' } : { name, text, news: 'changed', ...kept };
  });
}

/** Line ends are git's business. */
function sum(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
}

function agreedOf(text: string | undefined): ReadonlyMap<string, Agreed> {
  try {
    return new Map(Object.entries(schema.parse(JSON.parse(text ?? '{}')).agreed));
  } catch {
    return new Map();
  }
}
