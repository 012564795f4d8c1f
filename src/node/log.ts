import type { Log } from '../core/host';

const levels = ['debug', 'info', 'warn', 'error'] as const;

/** A log of lines with their time, from `least` on; `write` gets each without a line end. */
export function createLog(least: (typeof levels)[number], write: (line: string) => void): Log {
  return {
    write: (level, message) => {
      if (levels.indexOf(level) >= levels.indexOf(least)) write(`${new Date().toISOString()} ${level}: ${message}`);
    },
  };
}

/** Warnings and errors to the error stream, which no command's output shares. */
export const stderrLog: Log = createLog('warn', (line) => process.stderr.write(`${line}\n`));
