/** The sandboxes of this machine's system. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Sandboxes } from '../../core/host';
import { openLinuxSandbox } from './linux';
import { openMacSandbox } from './mac';

/** What may differ between those who ask for sandboxes. */
export interface SandboxOptions {
  /** Absolute; the real one, which is empty inside. */
  readonly home: string;
  readonly stateFolder: string;
  /** The supervisor's bundle. */
  readonly supervisor: string;
  readonly platform?: NodeJS.Platform;
  readonly path?: string;
}

/** Looks for a sandbox once, when it is first asked for. */
export function createSandboxes(options: SandboxOptions): Sandboxes {
  const { platform = process.platform, home, supervisor, stateFolder } = options;
  const cache = `${stateFolder}/packages`;
  let found: ReturnType<Sandboxes['available']> | undefined;
  const available = () => {
    found ??= platform === 'linux' ? linuxStanding(options) : platform === 'darwin' ? macStanding() : nowhere(platform);
    return found;
  };
  return {
    available,
    open: async (request) => {
      const standing = await available();
      if (!standing.ok) throw new Error(standing.why);
      if (platform === 'darwin') return openMacSandbox(request, { home, cache });
      const bwrap = onPath('bwrap', options.path) ?? 'bwrap';
      return openLinuxSandbox(request, { bwrap, home, node: process.execPath, supervisor, cache });
    },
  };
}

async function linuxStanding({ supervisor, path }: SandboxOptions): ReturnType<Sandboxes['available']> {
  const bwrap = onPath('bwrap', path);
  if (bwrap === undefined)
    return missing(
      'bubblewrap is not installed. Install it (Debian, Ubuntu: apt-get install bubblewrap; Fedora: dnf install bubblewrap) and start the task again.',
    );
  if (!existsSync(supervisor)) return missing("Tracewright's sandbox part is missing. Install Tracewright again.");
  try {
    await promisify(execFile)(bwrap, ['--unshare-all', '--ro-bind', '/', '/', '--proc', '/proc', '--', '/bin/true'], {
      timeout: 10_000,
    });
    return { ok: true, kind: 'bubblewrap' };
  } catch (error) {
    const why = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    return missing(
      `bubblewrap can't make namespaces here${why === '' ? '' : ` (${why.split('\n')[0]})`}. On Ubuntu 24.04 and later an AppArmor profile for bwrap is needed; in a container, user namespaces.`,
    );
  }
}

async function macStanding(): ReturnType<Sandboxes['available']> {
  return existsSync('/usr/bin/sandbox-exec')
    ? { ok: true, kind: 'seatbelt' }
    : missing('sandbox-exec is not on this machine.');
}

async function nowhere(platform: string): ReturnType<Sandboxes['available']> {
  return missing(
    `There is no sandbox for ${platform === 'win32' ? 'Windows' : platform} yet. In WSL or a dev container there is one.`,
  );
}

function missing(why: string): { readonly ok: false; readonly why: string } {
  return { ok: false, why };
}

function onPath(name: string, path = process.env.PATH ?? ''): string | undefined {
  return path
    .split(':')
    .filter((folder) => folder.startsWith('/'))
    .map((folder) => `${folder}/${name}`)
    .find((file) => existsSync(file));
}
