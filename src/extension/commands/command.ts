/** What a command is: its place in the manifest and its factory, in one file each. */
import type { App } from '../app';

type Menu =
  | 'view/title'
  | 'view/item/context'
  | 'editor/title'
  | 'editor/context'
  | 'explorer/context'
  | 'comments/commentThread/context'
  | 'comments/commentThread/title';

/** Where in a menu a command stands. */
export interface MenuPlace {
  readonly menu: Menu;
  readonly when: string;
  /** `inline@1`, `navigation@2`, `1_write@1`. */
  readonly group: string;
}

/** A keybinding as the manifest has it. */
export interface Key {
  readonly key: string;
  readonly mac: string;
  /** Where the key works outside the specs view. Absent: everywhere. */
  readonly when?: string;
  /** In the specs view, the key acts on the row that has the focus, whatever is selected or open; a text is a condition. */
  readonly onRow?: true | string;
  /** Another view than that of specs: the key works there alone. */
  readonly view?: string;
}

/** A command: what the manifest says of it, and what it does. */
export interface Command {
  /** Without the `tracewright.` before it. */
  readonly name: string;
  /** Sentence in title case, verb first. The palette puts the category before it. */
  readonly title: string;
  /** A codicon id, or pictures below the extension's folder. */
  readonly icon?: string | { readonly light: string; readonly dark: string };
  /** When the palette shows it; `false` for commands that need an argument. Absent: always. */
  readonly palette?: string | false;
  /** It asks a model or writes for the workspace: greyed in Restricted Mode, and refused with a sentence. */
  readonly needsTrust?: true;
  readonly menus?: readonly MenuPlace[];
  readonly keys?: readonly Key[];
  /**
   * Makes the handler. It gets what the editor hands over: a tree node, a URI, a lens's arguments or nothing. It may
   * reject: the registration catches, logs, and shows one sentence. What it returns goes to who executed the command.
   */
  readonly create: (app: App) => (argument: unknown) => Promise<unknown>;
}

/** True in the editor of a spec document, before anything of ours is loaded. */
export const inSpecDocument =
  'resourceScheme == file && resourcePath =~ /[\\/\\\\]\\.kiro[\\/\\\\]specs[\\/\\\\].+[\\/\\\\](requirements|bugfix|design|tasks)\\.md$/';

/** True in the editor of a tasks.md of a spec. */
export const inTasksDocument =
  'resourceScheme == file && resourcePath =~ /[\\/\\\\]\\.kiro[\\/\\\\]specs[\\/\\\\].+[\\/\\\\]tasks\\.md$/';

/** True on a spec document or a folder below `.kiro/specs` in the explorer. */
export const onSpecInExplorer =
  'resourceScheme == file && resourcePath =~ /[\\/\\\\]\\.kiro[\\/\\\\]specs[\\/\\\\].+/ && (explorerResourceIsFolder || resourceExtname == .md)';

export const hasFolder = 'workspaceFolderCount > 0';

/** A node of the specs tree of one kind, with all of the given marks. */
export function onNode(kind: 'spec' | 'document' | 'task', ...marks: readonly string[]): string {
  const tests = [`viewItem =~ /^${kind}\\b/`, ...marks.map((mark) => `viewItem =~ /;(${mark})(;|$)/`)];
  return ['view == tracewright.specs', ...tests].join(' && ');
}
