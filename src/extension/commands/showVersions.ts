import * as vscode from 'vscode';
import type { SpecHandle } from '../../core/flows/service';
import type { DocumentSnapshot, VersionInfo } from '../../core/flows/snapshot';
import { report } from '../outcome';
import { compareVersions } from '../panel';
import { documentNoun } from '../words';
import { type Command, hasFolder, inSpecDocument, onNode } from './command';
import { findDocument } from './target';

/** Lists the versions of a document: picking one compares it with the present, its button puts it back. */
export const showVersions: Command = {
  name: 'showVersions',
  title: 'Show Versions',
  icon: 'history',
  palette: hasFolder,
  menus: [
    { menu: 'view/item/context', when: onNode('document', 'versions'), group: '3_versions@1' },
    { menu: 'editor/title', when: inSpecDocument, group: '2_tracewright@3' },
  ],
  keys: [{ key: 'shift+alt+t v', mac: 'ctrl+alt+t v', onRow: true }],
  create: (app) => async (argument) => {
    const none = 'No version is kept yet. Versions appear with the first document.';
    const found = await findDocument(app, argument, (document) => document.versions.length > 0, none);
    if (!found) return;
    const { handle, document } = found;
    const choice = await choose(document);
    if (choice?.act === 'compare') await compareVersions(handle.path, document.name, choice.version, undefined);
    if (choice?.act === 'restore') await restore(handle, document, choice.version);
  },
};

type Choice = { readonly act: 'compare' | 'restore'; readonly version: VersionInfo };

interface VersionItem extends vscode.QuickPickItem {
  readonly version: VersionInfo;
}

function choose(document: DocumentSnapshot): Promise<Choice | undefined> {
  const picker = vscode.window.createQuickPick<VersionItem>();
  const restoring = { iconPath: new vscode.ThemeIcon('discard'), tooltip: 'Restore this version' };
  picker.title = `Versions of ${documentNoun(document.name)}`;
  picker.placeholder = 'Compare a version with the document as it is now';
  picker.items = [...document.versions]
    .sort((a, b) => b.number - a.number)
    .map((version) => itemOf(version, version.hash === document.hash ? [] : [restoring], document));
  return new Promise((resolve) => {
    const end = (choice: Choice | undefined): void => {
      resolve(choice);
      picker.dispose();
    };
    picker.onDidAccept(() => {
      const [item] = picker.selectedItems;
      end(item && { act: 'compare', version: item.version });
    });
    picker.onDidTriggerItemButton(({ item }) => end({ act: 'restore', version: item.version }));
    picker.onDidHide(() => end(undefined));
    picker.show();
  });
}

function itemOf(
  version: VersionInfo,
  buttons: readonly vscode.QuickInputButton[],
  document: DocumentSnapshot,
): VersionItem {
  const marks = [
    ...(version.hash === document.hash ? ['current'] : []),
    ...(version.approved ? ['approved'] : []),
    ...(version.partial ? ['stopped draft'] : []),
    ...(version.sample ? ['sample answer'] : []),
  ];
  return {
    label: `${version.number}  ${version.cause}`,
    description: marks.join(', '),
    detail: new Date(version.at).toLocaleString(),
    buttons,
    version,
  };
}

async function restore(handle: SpecHandle, document: DocumentSnapshot, version: VersionInfo): Promise<void> {
  if (!report(await handle.restore(document.name, version.id))) return;
  const sentence = `Version ${version.number} of the ${documentNoun(document.name)} is back, as a new version.`;
  void vscode.window.showInformationMessage(sentence);
}
