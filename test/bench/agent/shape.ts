/** What both clients of the agent's bench do. */

/** Requests of one session, the last answer in words alone. */
export const turns = 20;
/** Pieces of text in each answer. */
export const deltas = 2000;

export const system = 'You are measured. '.repeat(40);
export const tool = {
  name: 'read_note',
  description: 'Reads a note.',
  schema: { type: 'object' as const, properties: { name: { type: 'string' } }, required: ['name'] },
};

/** One kilobyte that is different for each name. */
export function note(name: string): string {
  return `${name}: `.padEnd(1024, `${name} lorem ipsum dolor sit amet `);
}

/** What a client reports. */
export interface Report {
  /** CPU time of the session in milliseconds, user and system, everything loaded before it left out. */
  readonly cpuMs: number;
  /** Milliseconds from the end of a tool (or the start) to the first piece of the answer, a turn. */
  readonly firstMs: readonly number[];
}

/** One request as the server saw it, in characters. */
export interface Sent {
  readonly length: number;
  /** How much of it stood in the request before, as its beginning. */
  readonly repeated: number;
  /** It begins with everything that the request before had. */
  readonly whole: boolean;
}

/** Runs one session to warm the process, then measures another. */
export async function measured(session: (first: (ms: number) => void) => Promise<void>): Promise<Report> {
  await session(() => undefined);
  const firstMs: number[] = [];
  const from = process.cpuUsage();
  await session((ms) => firstMs.push(ms));
  const { user, system: kernel } = process.cpuUsage(from);
  return { cpuMs: (user + kernel) / 1000, firstMs };
}
