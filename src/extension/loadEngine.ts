/** Reaches core, which lies in a bundle of its own so that activation loads none of it. */
import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import type { EnginePart } from './engine';

/** Core, loaded once, at the first call. */
export function engineLoader(context: ExtensionContext): () => EnginePart {
  let part: EnginePart | undefined;
  return () => {
    // A bundler must not follow this: the file is another bundle.
    part ??= (require(join(context.extensionPath, 'dist', 'lazy', 'engine.js')) as { readonly part: EnginePart }).part;
    return part;
  };
}
