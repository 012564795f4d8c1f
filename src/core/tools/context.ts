import type { Host } from '../host';
import type { ToolContext } from './tool';
import { createVisible } from './visible';

/** The context of tools that work in `roots`; `phase` is what the phase that goes on does with its own tools. */
export function createToolContext(
  host: Pick<Host, 'files' | 'documents' | 'search' | 'clock'>,
  roots: readonly string[],
  phase: ToolContext['phase'],
): ToolContext {
  const { files, documents, search, clock } = host;
  return { roots, files, documents, search, phase, visible: createVisible(files, roots, clock) };
}
