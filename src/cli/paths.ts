import { posix } from 'node:path';
import { CliError, exitCodes } from './exit';

/** An argument as an absolute path with `/`. */
export function absolute(cwd: string, path: string): string {
  const plain = path.replaceAll('\\', process.platform === 'win32' ? '/' : '\\');
  return /^(?:[A-Za-z]:)?\//u.test(plain) ? posix.normalize(plain) : posix.join(cwd, plain);
}

/** An argument as a path relative to the workspace folder; one that lies outside is an error. */
export function inside(root: string, cwd: string, asked: string): string {
  const path = absolute(cwd, asked);
  if (!path.startsWith(`${root}/`))
    throw new CliError(`${asked} is outside the workspace folder ${root}.`, exitCodes.usage);
  return path.slice(root.length + 1);
}

/** A path for output: relative to the working directory where it lies below, with `/`. */
export function shown(cwd: string, path: string): string {
  if (path === cwd) return '.';
  return path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
}
