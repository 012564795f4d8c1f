/** What the runner and the supervisor inside a sandbox say to each other: one JSON object a line, over the pipes. */

/** From the runner. */
export type ToSupervisor =
  | {
      readonly type: 'start';
      readonly id: string;
      readonly file: string;
      readonly args: readonly string[];
      readonly cwd: string;
      readonly env: Readonly<Record<string, string>>;
      readonly stdin?: string;
      /** The agent whose command it is. */
      readonly by?: string;
    }
  /** Said first: what the supervisor shows the proxy, so that no command can speak as it. */
  | { readonly type: 'secret'; readonly secret: string }
  /** `ask` ends what the command runs, `kill` all of it. */
  | { readonly type: 'end'; readonly id: string; readonly how: 'ask' | 'kill' }
  /** Makes a service of the machine reachable on this port of the sandbox's loopback. */
  | { readonly type: 'serve'; readonly port: number };

/** From the supervisor. */
export type FromSupervisor =
  | { readonly type: 'ready'; readonly proxyPort: number }
  | { readonly type: 'started'; readonly id: string }
  | { readonly type: 'failed'; readonly id: string; readonly why: string }
  | { readonly type: 'output'; readonly id: string; readonly text: string; readonly error?: true }
  | { readonly type: 'exit'; readonly id: string; readonly code: number | null }
  | { readonly type: 'serving'; readonly port: number; readonly why?: string };

/** The line before a connection that says whose it is; without the secret it is part of the connection. */
export function callerLine(secret: string, by: string | undefined): string {
  return `${secret} ${by === undefined ? '?' : `=${encodeURIComponent(by)}`}\n`;
}

/** Whose it is, from what follows the secret in such a line; undefined where nobody knows. */
export function callerIn(line: string): string | undefined {
  return line.startsWith('=') ? decodeURIComponent(line.slice(1)) : undefined;
}

/** Calls back with each line of a stream, parsed; what is no JSON is passed over. */
export function eachLine<Message>(stream: NodeJS.ReadableStream, heard: (message: Message) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (piece: string) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const message = parsed<Message>(line);
      if (message !== undefined) heard(message);
    }
  });
}

/** Both ends are this product, of one version: a line that parses is one of theirs. */
function parsed<Message>(line: string): Message | undefined {
  try {
    return JSON.parse(line) as Message;
  } catch {
    return undefined;
  }
}
