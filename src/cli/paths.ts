import { posix } from 'node:path';

/** An argument as an absolute path with `/`. */
export function absolute(cwd: string, path: string): string {
  const plain = path.replaceAll('\\', process.platform === 'win32' ? '/' : '\\');
  return /^(?:[A-Za-z]:)?\//u.test(plain) ? posix.normalize(plain) : posix.join(cwd, plain);
}

/** A path for output: relative to the working directory where it lies below, with `/`. */
export function shown(cwd: string, path: string): string {
  if (path === cwd) return '.';
  return path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
}
