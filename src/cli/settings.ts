import { parse } from 'jsonc-parser';
import type { Host } from '../core/host';
import { mergeSettings, readSettings, type Settings, strictKeys } from '../core/settings';
import { settingsPath } from './settingsPath';

/**
 * The user's settings, and of the workspace's (`.vscode/settings.json`) those that only ask for more, which needs no
 * trust: the gates of an editor hold in a terminal, too. `problems` names what is not
 * used, one sentence each.
 */
export async function loadSettings(
  host: Pick<Host, 'env' | 'homeFolder' | 'files'>,
  root?: string,
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
  const workspace = root === undefined ? {} : await strictSettings(host, `${root}/.vscode/settings.json`);
  const { settings, invalid } = mergeSettings(readSettings(raw, 'user'), readSettings(workspace, 'workspace'));
  return { settings, problems: [...problems, ...invalid] };
}

/** Comments and commas at the end are allowed, as the editor has it; what is no object says nothing. */
async function strictSettings(host: Pick<Host, 'files'>, path: string): Promise<Readonly<Record<string, unknown>>> {
  const bytes = await host.files.read(path);
  const raw: unknown =
    bytes === undefined ? {} : parse(new TextDecoder().decode(bytes), [], { allowTrailingComma: true });
  if (typeof raw !== 'object' || raw === null) return {};
  return Object.fromEntries(Object.entries(raw).filter(([key]) => strictKeys.includes(key)));
}
