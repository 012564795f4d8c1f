/**
 * The generated part of package.json. Everything here is data, so that `npm run manifest` can write it and a test can
 * compare; commands, settings and panels say their own part where they live.
 */
import { settingsManifest } from '../core/settings';
import { commands } from './commands';
import type { Command } from './commands/command';
import { onFocusedRow } from './views/focusedRow';
import { viewsWelcome } from './views/welcome';
import { walkthroughs } from './walkthrough';

/** What wakes us beside commands and views, which the editor knows by itself: spec folders, and panels after a reload. */
const activationEvents = ['onWebviewPanel:tracewright.spec', 'workspaceContains:.kiro'];

const capabilities = {
  untrustedWorkspaces: {
    supported: 'limited',
    description:
      'Specs can be read. No model is asked, no steering is loaded, and no document is written until the workspace is trusted.',
    restrictedConfigurations: [] as readonly string[],
  },
  virtualWorkspaces: {
    supported: false,
    description: 'Specs are read and written on a file system.',
  },
};

/** Views of the side bar: the specs have most of its height, what is looked at now and then is closed. */
const views = [
  { ...view('specs', 'Specs'), initialSize: 4 },
  { ...view('steering', 'Steering'), initialSize: 1 },
  { ...view('context', 'Context'), visibility: 'collapsed' },
  { ...view('hooks', 'Hooks'), visibility: 'collapsed' },
];

function view(id: string, name: string) {
  return { id: `tracewright.${id}`, name, icon: 'media/activity.svg', contextualTitle: 'Tracewright' };
}

/** The fields of package.json that are made from the lists in src. */
export function manifest(): Readonly<Record<string, unknown>> {
  return {
    activationEvents,
    capabilities,
    extensionKind: ['workspace'],
    contributes: {
      commands: commands.map(commandEntry),
      configuration: settingsManifest(),
      // A hook file of Kiro 0.x is JSON by another name.
      languages: [{ id: 'json', extensions: ['.kiro.hook'] }],
      jsonValidation: [
        { fileMatch: '*.kiro.hook', url: './media/schemas/kiro-hook.json' },
        { fileMatch: '**/.kiro/hooks/*.json', url: './media/schemas/hooks-v1.json' },
      ],
      // For those who have an extension for YAML; completion and hover of our own need none.
      yamlValidation: [{ fileMatch: '.kiro/hooks.yaml', url: './media/schemas/hooks-yaml.json' }],
      keybindings: commands.flatMap(keyEntries),
      menus: menus(),
      views: { tracewright: views },
      viewsContainers: { activitybar: [{ id: 'tracewright', title: 'Tracewright', icon: 'media/activity.svg' }] },
      viewsWelcome,
      walkthroughs,
    },
  };
}

/** A command's full id. */
export function commandId(command: Pick<Command, 'name'>): string {
  return `tracewright.${command.name}`;
}

function commandEntry(command: Command): Readonly<Record<string, unknown>> {
  return {
    command: commandId(command),
    title: command.title,
    category: 'Tracewright',
    ...(command.icon !== undefined && {
      icon: typeof command.icon === 'string' ? `$(${command.icon})` : command.icon,
    }),
    ...(command.needsTrust && { enablement: 'isWorkspaceTrusted' }),
  };
}

function keyEntries(command: Command): readonly Readonly<Record<string, unknown>>[] {
  const id = commandId(command);
  return (command.keys ?? []).flatMap(({ onRow, view, ...key }) => [
    ...(view === undefined ? [{ command: id, ...key }] : []),
    // Of two keys that fit, the later one counts.
    ...(onRow === undefined ? [] : [{ ...onFocusedRow(id, onRow, view), key: key.key, mac: key.mac }]),
  ]);
}

/** Menus by name, sorted; the palette lists only what is not always shown there. */
function menus(): Readonly<Record<string, readonly unknown[]>> {
  const entries = commands.flatMap((command) => [
    ...paletteEntry(command),
    ...(command.menus ?? []).map(({ menu, when, group }) => ({
      menu,
      entry: { command: commandId(command), when, group },
    })),
  ]);
  const names = [...new Set(entries.map(({ menu }) => menu))].sort();
  return Object.fromEntries(
    names.map((name) => [name, entries.filter(({ menu }) => menu === name).map(({ entry }) => entry)]),
  );
}

function paletteEntry(command: Command): readonly { menu: string; entry: unknown }[] {
  if (command.palette === undefined) return [];
  const when = command.palette === false ? 'false' : command.palette;
  return [{ menu: 'commandPalette', entry: { command: commandId(command), when } }];
}
