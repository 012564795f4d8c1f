/** The scripts that "Install CLI" writes. No vscode, so that tests run them. */
import { basename, dirname } from 'node:path';

/** What tells our script from anybody else's. */
export const mark = 'Written by Tracewright: Install CLI';

/** Where the script finds what it starts. Paths are absolute, as the system writes them. */
export interface ShimSource {
  /** The folder of the extension that writes the script. */
  readonly extension: string;
  /** Run from a clone: its own dist is meant, not the newest installed version. */
  readonly development: boolean;
  /** The program that runs the extension; it can stand in where there is no Node on PATH. */
  readonly editorNode: string;
}

/** `name.of-1.2.3` → `name.of-`: what every version's folder begins with. */
function versionPrefix(extension: string): string | undefined {
  return /^(.+?-)\d+\.\d+\.\d+/.exec(basename(extension))?.[1];
}

/** For sh. It looks for the newest version each time, so that it outlives updates of the extension. */
export function posixShim({ extension, development, editorNode }: ShimSource): string {
  const prefix = development ? undefined : versionPrefix(extension);
  const found =
    prefix === undefined
      ? quoted(`${extension}/dist/cli.js`)
      : `$(ls -d ${quoted(`${dirname(extension)}/${prefix}`)}*/dist/cli.js 2>/dev/null | sort -V | tail -n 1)`;
  return `#!/bin/sh
# ${mark}
cli=${prefix === undefined ? found : `"${found}"`}
if [ ! -f "$cli" ]; then
  echo "tracewright: the extension is no longer installed where this script looks. Run Install CLI again." >&2
  exit 1
fi
if command -v node >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node, 10) >= 20 ? 0 : 1)'; then
  exec node "$cli" "$@"
fi
ELECTRON_RUN_AS_NODE=1 exec ${quoted(editorNode)} "$cli" "$@"
`;
}

/** For cmd.exe. */
export function windowsShim({ extension, development, editorNode }: ShimSource): string {
  const prefix = development ? undefined : versionPrefix(extension);
  const find =
    prefix === undefined
      ? `set "cli=${extension}\\dist\\cli.js"`
      : `for /f "delims=" %%d in ('dir /b /ad /od "${dirname(extension)}\\${prefix}*"') do set "cli=${dirname(extension)}\\%%d\\dist\\cli.js"`;
  return [
    '@echo off',
    `rem ${mark}`,
    'setlocal',
    'set "cli="',
    find,
    'if not exist "%cli%" (',
    '  echo tracewright: the extension is no longer installed where this script looks. Run Install CLI again. 1>&2',
    '  exit /b 1',
    ')',
    'where node >nul 2>nul && (node "%cli%" %* & exit /b)',
    'set ELECTRON_RUN_AS_NODE=1',
    `"${editorNode}" "%cli%" %*`,
    '',
  ].join('\r\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
