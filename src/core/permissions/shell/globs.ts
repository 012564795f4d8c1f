/** What a pattern in a path may stand for: of all files there may be, the names that guards look for. */

const names =
  '.kiro .git .vscode .tracewright .config.kiro hooks specs steering settings agents approvals evidence tasks.md design.md requirements.md bugfix.md hooks.yaml permissions.yaml config .ssh .aws .azure .gnupg .kube .docker .config .netrc .npmrc .pypirc .git-credentials .pgpass gh gcloud config.json shadow environ'.split(
    ' ',
  );

/** Names that only matter in one folder. */
const namesBelow: readonly (readonly [folder: RegExp, name: string])[] = [[/\/settings$/u, 'mcp.json']];

/** Wide patterns in many folders would make too many. */
const most = 48;

/** A path with patterns, and every path of watched names that it covers. */
export function globbed(path: string): readonly string[] {
  let found: string[] = [''];
  for (const [at, step] of path.split('/').entries()) {
    const wide = /[*?[]/u.test(step);
    const steps = wide ? [step, ...names.filter((name) => covers(step, name))] : [step];
    const below = wide ? namesBelow.filter(([, name]) => covers(step, name)) : [];
    found = found
      .flatMap((before) => {
        const here = below.flatMap(([folder, name]) => (folder.test(before) ? [name] : []));
        return [...steps, ...here].map((each) => (at === 0 ? each : `${before}/${each}`));
      })
      .slice(0, most);
  }
  return found;
}

/** As the shell matches: a leading dot only by a dot. */
function covers(pattern: string, name: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  const body = pattern
    .replace(/\[[!^]/gu, '[^')
    .replace(/\*+|\?|\[[^\]]+\]|[\s\S]/gu, (found) =>
      found.startsWith('*') ? '.*' : found === '?' ? '.' : found.length > 1 ? found : found.replace(/\W/gu, '\\$&'),
    );
  try {
    return new RegExp(`^${body}$`, 'su').test(name);
  } catch {
    return true;
  }
}
