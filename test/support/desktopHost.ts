/** Runs a module's `run()` inside the extension host of desktop VS Code, as `runInExtensionHost` does in Code OSS. */
import { spawn } from 'node:child_process';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { cleanEnvironment, type ExtensionHostRun } from './extensionHost';

/**
 * Settles when the window has closed, well or badly. TRACEWRIGHT_VSCODE names a program to use instead of one that is
 * downloaded into .vscode-test. On Linux without a screen it needs one: xvfb-run -a npm run test:host -- --electron.
 */
export async function runInDesktop(run: ExtensionHostRun): Promise<void> {
  const program = process.env.TRACEWRIGHT_VSCODE ?? (await downloadAndUnzipVSCode());
  const shell = process.platform === 'win32';
  const env = { ...cleanEnvironment(), ...run.environment };
  const child = spawn(shell ? `"${program}"` : program, desktopArguments(run), { env, shell, stdio: 'inherit' });
  await new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`${program} could not be started: ${error.message}`)));
    child.once('exit', () => resolve());
  });
}

/** The library's own start never restricts a workspace, so that the tests of Restricted Mode could not pass in it. */
export function desktopArguments({ opened, folders, extension, tests, trusted }: ExtensionHostRun): readonly string[] {
  return [
    opened.path,
    `--extensionDevelopmentPath=${extension}`,
    `--extensionTestsPath=${tests}`,
    ...['--user-data-dir', folders.data, '--extensions-dir', folders.extensions],
    ...(trusted ? ['--disable-workspace-trust'] : []),
    // It runs as any user and in containers, keeps its version, and shows nothing but the workspace.
    ...['--no-sandbox', '--disable-gpu-sandbox', '--disable-updates', '--skip-welcome', '--skip-release-notes'],
  ];
}
