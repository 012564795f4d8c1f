import type { Host } from '../core/host';
import { mergeSettings, readSettings, type Settings } from '../core/settings';

/** Where the command line's settings are: `$XDG_CONFIG_HOME/tracewright/settings.json`, with the keys of the editor's. */
export function settingsPath(host: Pick<Host, 'env' | 'homeFolder'>): string {
  const config = host.env('XDG_CONFIG_HOME');
  return `${config?.startsWith('/') === true ? config : `${host.homeFolder}/.config`}/tracewright/settings.json`;
}

/** The user's settings; `problems` names what is not used, one sentence each. */
export async function loadSettings(
  host: Pick<Host, 'env' | 'homeFolder' | 'files'>,
): Promise<{ readonly settings: Settings; readonly problems: readonly string[] }> {
  const path = settingsPath(host);
  const bytes = await host.files.read(path);
  let raw: unknown = {};
  const problems: string[] = [];
  try {
    raw = bytes === undefined ? {} : JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    problems.push(`The settings in ${path} are not used: the file is not JSON.`);
  }
  const { settings, invalid } = mergeSettings(readSettings(raw, 'user'));
  return { settings, problems: [...problems, ...invalid] };
}
