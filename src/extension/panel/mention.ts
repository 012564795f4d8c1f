import { posix } from 'node:path';
import { type QuickPickItem, QuickPickItemKind, RelativePattern, Uri, window, workspace } from 'vscode';
import type { Spec } from '../../core/specs/model';
import { type MentionWord, mentionWords } from './mentionWords';

const maxFiles = 2000;

/**
 * Lets the user choose a criterion of the spec, a file, folder, spec or steering of the folders, or problems, and answers with the text that names it;
 * undefined when nothing was chosen.
 */
export async function pickMention(roots: readonly string[], spec: Spec | undefined): Promise<string | undefined> {
  const picked = await window.showQuickPick(items(roots, spec), {
    title: 'Mention',
    placeHolder: spec
      ? 'A requirement, a criterion, a file, a folder, a spec or steering'
      : 'A file, a folder, a spec or steering',
    matchOnDescription: true,
  });
  return picked?.mention;
}

interface MentionItem extends QuickPickItem {
  readonly mention: string;
}

async function items(roots: readonly string[], spec: Spec | undefined): Promise<readonly MentionItem[]> {
  const criteria = (spec?.documents ?? []).flatMap((document) =>
    'requirements' in document
      ? document.requirements.flatMap((requirement): MentionItem[] => [
          { label: requirement.id, description: requirement.title, mention: `requirement ${requirement.id}` },
          ...requirement.criteria.map(({ id, text }) => ({ label: id, description: text, mention: `criterion ${id}` })),
        ])
      : [],
  );
  const words = mentionWords((await Promise.all(roots.map(pathsBelow))).flat().slice(0, maxFiles));
  const group = (label: string, found: readonly MentionItem[]): readonly MentionItem[] =>
    found.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator, mention: '' }, ...found];
  const problems = { label: 'Problems', description: 'of the files that are mentioned', mention: '#problems' };
  return [
    ...group('This spec', criteria),
    ...group('Files', words.files.map(itemOf)),
    ...group('Folders', words.folders.map(itemOf)),
    ...group('Specs', words.specs.map(itemOf)),
    ...group('Steering', words.steering.map(itemOf)),
    ...group('Editor', [problems]),
  ];
}

function itemOf({ label, detail, mention }: MentionWord): MentionItem {
  return { label, description: detail, mention };
}

async function pathsBelow(root: string): Promise<readonly string[]> {
  const uris = await workspace.findFiles(new RelativePattern(Uri.file(root), '**/*'), undefined, maxFiles);
  return uris.map((uri) => posix.relative(root, uri.path)).sort();
}
