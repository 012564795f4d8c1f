import type { PartRow } from '../context/rows';
import type { Command } from './command';

const onPart = 'view == tracewright.context && viewItem =~ /;switchable/';

/** Switches a steering file or the map off, or on again, for the sessions of the spec that its row was drawn for. */
export const switchContext: Command = {
  name: 'switchContext',
  title: 'Switch Off or On for the Sessions of This Spec',
  icon: 'circle-slash',
  palette: false,
  menus: [{ menu: 'view/item/context', when: onPart, group: 'inline@1' }],
  keys: [{ key: 'shift+alt+t o', mac: 'ctrl+alt+t o', onRow: true, view: 'tracewright.context' }],
  create: (app) => async (argument) => {
    const row = rowOf(argument) ?? (await app.contextView.focused());
    if (row?.part.switch === undefined)
      throw new Error('Choose a steering file or the map in the context view of a spec first.');
    await app.contextView.toggle(row);
  },
};

function rowOf(argument: unknown): PartRow | undefined {
  if (typeof argument !== 'object' || argument === null || !('part' in argument)) return undefined;
  // Rows are made by the view alone.
  return argument as PartRow;
}
