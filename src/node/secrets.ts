import type { Secrets } from '../core/host';

/** Secrets without an editor: the environment's. `anthropic/apiKey` is ANTHROPIC_API_KEY. */
export function createSecrets(env: (name: string) => string | undefined): Secrets {
  const refuse = async (name: string) => {
    throw new Error(`Keys are not stored outside an editor. Set ${variableOf(name)} in the environment.`);
  };
  return {
    get: async (name) => env(variableOf(name)) || undefined,
    set: refuse,
    delete: refuse,
  };
}

/** The environment variable of a secret. */
export function variableOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/gu, '$1_$2')
    .replace(/[^A-Za-z0-9]+/gu, '_')
    .toUpperCase();
}
