/** Every provider. To add one: its file, a line here, a row in the conformance suite, prices. */
import { anthropic } from './anthropic';
import { bedrock } from './bedrock';
import type { Provider } from './provider';

export const providers: readonly Provider[] = [anthropic, bedrock];

/** Undefined where there is no such provider. */
export function providerOf(id: string): Provider | undefined {
  return providers.find((provider) => provider.id === id);
}
