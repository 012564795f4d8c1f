/** Paths as text: absolute, `/` as separator. Links are the ports' business. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in a path
const unprintable = /[\u0000-\u001f\u007f]/u;

/** Absolute, without `.`, `..`, empty steps, backslashes or control characters: it means what it says. */
export function isPlainPath(path: string): boolean {
  const rest = path.replace(/^(?:[A-Za-z]:)?\//u, '');
  if (rest === path || unprintable.test(path) || path.includes('\\')) return false;
  return rest.split('/').every((step) => step !== '' && step !== '.' && step !== '..');
}

/** `path` lies below `folder`; the folder itself does not. */
export function isBelow(folder: string, path: string): boolean {
  const base = folder.endsWith('/') ? folder : `${folder}/`;
  return path.startsWith(base) && path.length > base.length;
}

/** `path` is `folder` or lies below it. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || isBelow(folder, path);
}

/** Joins an absolute base and a path relative to it, resolving `.` and `..`; never climbs above the file system's top. */
export function joinPath(base: string, path: string): string {
  const absolute = isAbsolute(path) ? path : `${base}/${path}`;
  const top = /^[A-Za-z]:\//u.exec(absolute)?.[0] ?? '/';
  const steps: string[] = [];
  for (const step of absolute.slice(top.length).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return top + steps.join('/');
}

/** Begins at the top of the file system, or of a Windows drive. */
export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:\//u.test(path);
}
