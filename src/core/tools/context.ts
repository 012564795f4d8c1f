import type { Host } from '../host';
import type { Acting } from './acting';
import { pathGuards } from './pathGuards';
import type { ToolContext } from './tool';
import { createVisible, type Hiding } from './visible';

/**
 * The context of tools that work in `roots`; `phase` is what the phase that goes on does with its own tools, `acting`
 * what they change files and run commands with, `hide` what is kept from them besides `.kiroignore`. `without`: guards
 * that a test switches off by name, `tools: visible` and `tools: inside`.
 */
export function createToolContext(
  host: Pick<Host, 'files' | 'documents' | 'search' | 'clock'>,
  roots: readonly string[],
  phase: ToolContext['phase'],
  acting?: Acting,
  hide?: Hiding,
  without: readonly string[] = [],
): ToolContext {
  const { files, documents, search, clock } = host;
  const visible = without.includes('tools: visible') ? async () => true : createVisible(files, roots, clock, hide);
  const guards = without.includes('tools: inside') ? { ...pathGuards, inside: () => true } : pathGuards;
  const ports = { files, documents, search, clock };
  return { roots, ...ports, phase, visible, guards, ...(acting !== undefined && { acting }) };
}
