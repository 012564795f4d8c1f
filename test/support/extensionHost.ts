/** Runs a module's `run()` inside the extension host of Code OSS, as @vscode/test-electron does in desktop VS Code. */
import { randomBytes } from 'node:crypto';
import { type EditorFolders, startEditor } from '../../scripts/lib/codeOss.mjs';
import { ensureCodeOss } from '../../scripts/lib/install.mjs';
import { launchBrowser } from './browser';

/** One start of an editor. Paths are absolute. */
export interface ExtensionHostRun {
  /** Names the run where it fails. */
  readonly name: string;
  readonly opened: { readonly kind: 'folder' | 'workspace'; readonly path: string };
  readonly folders: EditorFolders;
  /** The folder of the extension under development. */
  readonly extension: string;
  /** The CommonJS module that exports `run()`. */
  readonly tests: string;
  readonly trusted: boolean;
  readonly logFile: string;
  /** Added to an environment that has no model's keys. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Each test has a limit of its own; this one is for an editor that never comes to run them. */
const patienceMs = 600_000;

/** Settles when `run()` has settled, well or badly: what came of it, the module itself has to leave somewhere. */
export async function runInExtensionHost(run: ExtensionHostRun): Promise<void> {
  const editor = await startEditor(await ensureCodeOss(), {
    folders: run.folders,
    token: randomBytes(16).toString('hex'),
    logFile: run.logFile,
    trustEverything: run.trusted,
    testDriver: true,
    env: { ...cleanEnvironment(), ...run.environment },
  });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const remote = (path: string) => `vscode-remote://127.0.0.1:${editor.port}${path.replace(/\/$/, '')}`;
    const payload = JSON.stringify([
      ['extensionDevelopmentPath', remote(run.extension)],
      ['extensionTestsPath', remote(run.tests)],
    ]);
    const exited = new Promise<void>((resolve, reject) => {
      page.exposeFunction('codeAutomationExit', () => resolve()).catch(reject);
    });
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.goto(editor.address({ [run.opened.kind]: run.opened.path, payload }));
    await Promise.race([exited, editor.ended, timeout(run.name)]);
  } finally {
    await browser.close();
    await editor.close();
  }
}

/** The environment without what would let a test reach a developer's model or state. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(ANTHROPIC|AWS|OPENAI|TRACEWRIGHT)_/.test(name));
  return Object.fromEntries(kept);
}

async function timeout(name: string): Promise<never> {
  return new Promise((_, reject) => {
    const report = () => reject(new Error(`The run "${name}" did not end within ${patienceMs / 1000} s.`));
    setTimeout(report, patienceMs).unref();
  });
}
