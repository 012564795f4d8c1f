/** What terminals printed last, as far as the shell tells where a command begins and ends. */
import * as vscode from 'vscode';
import type { RecentTerminal, TerminalCommand } from '../core/host';

/** Commands of a terminal that are kept, and characters of each: the end, where programs say what went wrong. */
const mostCommands = 3;
const mostCharacters = 24_000;

interface Kept {
  line: string;
  output: string;
  code?: number;
}

/** Listens from now on; what was printed before can't be known. Nothing is kept of a terminal that is closed. */
export function followTerminals(): vscode.Disposable & { readonly recent: RecentTerminal } {
  const kept = new Map<vscode.Terminal, Map<vscode.TerminalShellExecution, Kept>>();
  const begun = ({ terminal, execution }: vscode.TerminalShellExecutionStartEvent): void => {
    const commands = kept.get(terminal) ?? new Map<vscode.TerminalShellExecution, Kept>();
    kept.set(terminal, commands);
    const own: Kept = { line: execution.commandLine.value, output: '' };
    commands.set(execution, own);
    const [oldest] = commands.keys();
    if (commands.size > mostCommands && oldest) commands.delete(oldest);
    void read(execution, own).catch(() => undefined);
  };
  const listening = [
    vscode.window.onDidStartTerminalShellExecution(begun),
    vscode.window.onDidEndTerminalShellExecution(({ terminal, execution, exitCode }) => {
      const own = kept.get(terminal)?.get(execution);
      if (!own) return;
      // The shell may tell the whole line only at its end.
      own.line = execution.commandLine.value;
      if (exitCode !== undefined) own.code = exitCode;
    }),
    vscode.window.onDidCloseTerminal((terminal) => kept.delete(terminal)),
  ];
  return {
    recent: async () => {
      const terminal = vscode.window.activeTerminal;
      if (!terminal) return 'No terminal is open, so there is no output to show.';
      const commands: readonly TerminalCommand[] = [...(kept.get(terminal)?.values() ?? [])].map((each) => ({
        ...each,
      }));
      if (commands.length > 0) return { name: terminal.name, commands };
      return terminal.shellIntegration
        ? `No command has run in the terminal ${terminal.name} since Tracewright was started, so there is no output to show.`
        : `The shell of the terminal ${terminal.name} does not tell the editor what it prints (shell integration is off), so there is no output to show.`;
    },
    dispose: () => {
      for (const each of listening) each.dispose();
      kept.clear();
    },
  };
}

async function read(execution: vscode.TerminalShellExecution, into: Kept): Promise<void> {
  for await (const piece of execution.read()) {
    const all = into.output + piece;
    into.output = all.length > 2 * mostCharacters ? all.slice(-mostCharacters) : all;
  }
}
