/** The seals of closed sessions: a chained index whose lines carry a MAC made with this machine's key. */
import * as z from 'zod';
import type { Mac } from '../host';
import { type ChainRead, chainLine, chainStart, readChain } from './chain';

const schema = z.object({
  seq: z.number(),
  session: z.string(),
  /** Number and hash of the last event that the seal covers. */
  last: z.number(),
  lastHash: z.string(),
  at: z.string(),
  mac: z.string(),
});

/** One seal: up to which event a session was closed, vouched for by a MAC. */
export type Seal = Readonly<z.infer<typeof schema>>;

/** The seals of an index that are sound. */
export interface Seals {
  readonly seals: readonly Seal[];
  /** The first line of the index that can't be vouched for, and why. */
  readonly broken?: { readonly line: number; readonly why: string };
}

/** The line that seals a session, to be appended to the index that `chain` was read from. */
export async function sealLine(chain: ChainRead, mac: Mac, seal: Omit<Seal, 'seq' | 'mac'>): Promise<Uint8Array> {
  const prev = chain.lines.at(-1)?.hash ?? chainStart;
  const numbered = { seq: chain.lines.length + 1, ...seal };
  const line = chainLine(prev, { ...numbered, mac: await mac.sign(signedText(prev, numbered)) }).bytes;
  return chain.unended ? Buffer.concat([Buffer.from('\n'), line]) : line;
}

/** The seals of an index, up to the first line that is not one of this machine's. */
export async function readSeals(bytes: Uint8Array, mac: Mac): Promise<Seals> {
  const chain = readChain(bytes);
  const seals: Seal[] = [];
  let prev = chainStart;
  for (const [at, { value, hash }] of chain.lines.entries()) {
    const seal = schema.safeParse(value).data;
    if (seal === undefined) return { seals, broken: { line: at + 1, why: 'it is not a seal' } };
    const { mac: given, ...signed } = seal;
    if (!(await mac.verify(signedText(prev, signed), given)))
      return { seals, broken: { line: at + 1, why: "it was not made with this machine's key" } };
    seals.push(seal);
    prev = hash;
  }
  return chain.rest.kind === 'broken' ? { seals, broken: { line: chain.rest.line, why: chain.rest.why } } : { seals };
}

function signedText(prev: string, seal: Omit<Seal, 'mac'>): string {
  return JSON.stringify(['session seal', prev, seal.seq, seal.session, seal.last, seal.lastHash, seal.at]);
}
