import { existsSync } from 'node:fs';
import type { ShellKind } from '../../core/host';

/** A shell and how a command line is handed to it. */
export interface Shell {
  readonly kind: ShellKind;
  readonly file: string;
  /** `apart`: stderr stays by itself. */
  readonly args: (line: string, apart?: boolean) => readonly string[];
}

/**
 * Before the command begins: both streams go into one pipe, so that what was printed stays in its order; and a watcher
 * ends the group when the other end of descriptor 3 is gone, which is with us, however we ended.
 */
const prelude = (streams: string) =>
  `(trap '' TERM HUP INT; read -r _ <&3; kill -9 -$$) </dev/null >/dev/null 2>&1 & exec "$0" "$@"${streams} 3<&-`;

/**
 * The shell of this system: bash where there is one, since that is what command lines are judged as.
 */
export function systemShell(platform: NodeJS.Platform = process.platform): Shell {
  if (platform === 'win32') {
    return {
      kind: 'powershell',
      file: 'powershell.exe',
      args: (line) => ['-NoLogo', '-NoProfile', '-NonInteractive', '-EncodedCommand', encoded(line)],
    };
  }
  const bash = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash'].find((path) => existsSync(path));
  const shell = bash === undefined ? ['/bin/sh'] : [bash, '--noprofile', '--norc'];
  return {
    kind: 'posix',
    file: '/bin/sh',
    args: (line, apart = false) => ['-c', prelude(apart ? '' : ' 2>&1'), ...shell, '-c', line],
  };
}

/** For PowerShell, whose quoting of arguments is nobody's; the line's own exit code becomes that of the shell. */
function encoded(line: string): string {
  const script = `${line}\n$ok = $?; if ($null -ne $LASTEXITCODE) { exit $LASTEXITCODE } elseif (-not $ok) { exit 1 }`;
  return Buffer.from(script, 'utf16le').toString('base64');
}
