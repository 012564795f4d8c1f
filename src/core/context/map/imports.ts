/** Which files an import means: by the ends of their paths. */

/** Keys that more files than this have tell nothing. */
const mostMeant = 6;
const endings = /(?:\.d)?\.[^./]+$/u;

/** A path without its ending. */
export function bareOf(path: string): string {
  return path.replace(endings, '');
}

/** The keys that a file is found by: its path, and the ends of it up to three steps; `index` and `__init__` count for their folder. */
export function keysOf(path: string): readonly string[] {
  const bare = folderOfIndex(path);
  const steps = bare.split('/');
  return [
    `/${bare}`,
    ...[1, 2, 3].filter((count) => count <= steps.length).map((count) => steps.slice(-count).join('/')),
  ];
}

/** The last step of every key of a file. */
export function lastStepOf(path: string): string {
  const bare = folderOfIndex(path);
  return bare.slice(bare.lastIndexOf('/') + 1);
}

function folderOfIndex(path: string): string {
  return bareOf(path).replace(/\/(?:index|__init__|mod)$/u, '');
}

/** False where what an import means has surely nothing to do with files of these last steps. */
export function mayMean(asked: string, lastSteps: ReadonlySet<string>): boolean {
  // It means a folder that its text does not name.
  if (/(?:^|\/)\.*\/*$/u.test(asked)) return true;
  for (const step of lastSteps) if (asked.includes(step)) return true;
  return false;
}

/** The files that an import most likely means; empty for packages from elsewhere. */
export function resolveImport(
  byKey: ReadonlyMap<string, readonly number[]>,
  from: string,
  asked: string,
): readonly number[] {
  const folder = from.split('/').slice(0, -1);
  if (/^\.{1,2}(?:\/|$)/u.test(asked)) {
    const path = joined(folder, asked);
    return path === undefined
      ? []
      : (byKey.get(`/${path.replace(/\.[cm]?[jt]sx?$/u, '')}`) ?? byKey.get(`/${path}`) ?? []);
  }
  const dots = /^\.+/u.exec(asked)?.[0].length ?? 0;
  const plain = asked.replace(/^\.+/u, '').replace(/^(?:crate|self|super)::/u, '');
  const slashed = plain.includes('/') ? plain.replace(endings, '') : plain.replace(/(?:::|\.|\\)+/gu, '/');
  const steps = slashed.split('/').filter(Boolean);
  if (dots > 0) {
    const path = joined(folder, [...Array<string>(dots - 1).fill('..'), ...steps].join('/') || '.');
    return path === undefined ? [] : (byKey.get(`/${path}`) ?? []);
  }
  // `a.b.C` may name a file, or something in the file before it.
  for (const end of [steps.length, steps.length - 1]) {
    for (let count = Math.min(3, end); count >= (steps.length > 1 ? 2 : 1); count--) {
      const known = byKey.get(steps.slice(end - count, end).join('/'));
      if (known !== undefined && known.length <= mostMeant) return known;
    }
  }
  return [];
}

function joined(folder: readonly string[], path: string): string | undefined {
  const steps = [...folder];
  for (const step of path.split('/')) {
    if (step === '..') {
      if (steps.pop() === undefined) return undefined;
    } else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}
