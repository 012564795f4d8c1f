import type { CodeView } from '../core/host';

/** Without an editor nobody knows of problems or symbols. */
export const noCodeView: CodeView = { problems: async () => undefined, outline: async () => undefined };
