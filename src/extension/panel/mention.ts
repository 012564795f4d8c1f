import { posix } from 'node:path';
import { type QuickPickItem, QuickPickItemKind, RelativePattern, Uri, window, workspace } from 'vscode';
import type { Spec } from '../../core/specs/model';

const maxFiles = 2000;

/**
 * Lets the user choose a criterion of the spec or a file of the folders, and answers with the text that names it;
 * undefined when nothing was chosen.
 */
export async function pickMention(roots: readonly string[], spec: Spec | undefined): Promise<string | undefined> {
  const picked = await window.showQuickPick(items(roots, spec), {
    title: 'Mention',
    placeHolder: spec ? 'A requirement, a criterion or a file' : 'A file',
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
  const found = await Promise.all(roots.map((root) => filesBelow(root)));
  const files = found.flat().slice(0, maxFiles);
  const separator = (label: string): MentionItem => ({ label, kind: QuickPickItemKind.Separator, mention: '' });
  return criteria.length === 0 ? files : [separator('This spec'), ...criteria, separator('Files'), ...files];
}

async function filesBelow(root: string): Promise<readonly MentionItem[]> {
  const uris = await workspace.findFiles(new RelativePattern(Uri.file(root), '**/*'), undefined, maxFiles);
  return uris
    .map((uri) => posix.relative(root, uri.path))
    .sort()
    .map((path) => ({ label: posix.basename(path), description: path, mention: `\`${path}\`` }));
}
