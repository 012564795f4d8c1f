/** Which hooks the user has agreed to, by what they do: a hook that is new or changed asks once. */
import type { Hook } from '../model';

/** Where what was agreed to is kept, outside the repository. Rejects only where the disk fails. */
export interface TrustStore {
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
}

/** What the user has agreed to in one workspace folder. */
export interface HookTrust {
  isKnown(hook: Hook): Promise<boolean>;
  accept(hooks: readonly Hook[]): Promise<void>;
}

/** Reads the store with the first question; what can't be read counts as nothing agreed to. */
export function createHookTrust(store: TrustStore): HookTrust {
  let known: Promise<Set<string>> | undefined;
  const load = () => {
    known ??= store.read().then(fingerprintsOf, () => new Set<string>());
    return known;
  };
  return {
    isKnown: async ({ fingerprint }) => (await load()).has(fingerprint),
    accept: async (hooks) => {
      const all = await load();
      for (const { fingerprint } of hooks) all.add(fingerprint);
      await store.write(`${JSON.stringify({ accepted: [...all].sort() }, null, 2)}\n`);
    },
  };
}

function fingerprintsOf(text: string | undefined): Set<string> {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    const accepted = typeof parsed === 'object' && parsed !== null && 'accepted' in parsed ? parsed.accepted : [];
    return new Set(Array.isArray(accepted) ? accepted.filter((each) => typeof each === 'string') : []);
  } catch {
    return new Set();
  }
}
