import type { Host } from '../core/host';

/** Where the command line's settings are: `$XDG_CONFIG_HOME/tracewright/settings.json`, with the keys of the editor's. */
export function settingsPath(host: Pick<Host, 'env' | 'homeFolder'>): string {
  const config = host.env('XDG_CONFIG_HOME');
  return `${config?.startsWith('/') === true ? config : `${host.homeFolder}/.config`}/tracewright/settings.json`;
}
