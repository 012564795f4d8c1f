import { copilotKeys, entryAt, textAt } from '../keys';
import { always, type Meant, matching } from '../meant';
import type { SteeringSource } from './source';

const scoped = /\.instructions\.md$/iu;

/** GitHub Copilot: one file for everything, and instructions that say by `applyTo` what they are for. */
export const copilot: SteeringSource = {
  id: 'copilot',
  title: 'GitHub Copilot',
  workspace: [{ file: '.github/copilot-instructions.md' }, { folder: '.github/instructions', ending: scoped }],
  user: [],
  nested: [],
  frontMatter: (path) => scoped.test(path),
  keys: Object.values(copilotKeys),
  meant: ({ values }, _body, path) => (scoped.test(path) ? scopedBy(values) : always),
};

function scopedBy(values: Readonly<Record<string, unknown>>): Meant {
  const files = matching(entryAt(values, copilotKeys.applyTo));
  if (files === undefined) {
    const description = textAt(values, copilotKeys.description);
    return { inclusion: description === undefined ? { kind: 'manual' } : { kind: 'auto', description }, notes: [] };
  }
  const all =
    files.inclusion.kind === 'fileMatch' && files.inclusion.patterns.some((each) => /^\*\*(?:\/\*)?$/u.test(each));
  return all ? always : files;
}
