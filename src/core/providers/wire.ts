/** What a heavy part hands back: a vendor's stream in neutral, plain data, before retries, redaction and assembly. */
import type { StopReason, Usage } from '../messages';
import type { ModelRequest } from './provider';

/** How a request or its stream broke, as the part saw it. Plain data, since parts are bundles of their own. */
export interface WireError {
  readonly kind: /** The vendor answered with an error status, or with an error inside the stream. */
    | 'answer'
    /** No connection, or one that broke. */
    | 'network'
    /** Bytes that are not the vendor's format. */
    | 'malformed'
    /** The stream ended without the vendor's end mark. */
    | 'truncated'
    /** Nothing came for longer than the idle timeout. */
    | 'stalled'
    /** Credentials could not be found or are no longer valid; nothing was sent. */
    | 'credentials'
    | 'other';
  readonly status?: number;
  /** The vendor's name of the error: `overloaded_error`, `ThrottlingException`, `ECONNREFUSED`. */
  readonly code?: string;
  /** The vendor's words. May hold anything: never shown without `quoted`. */
  readonly message: string;
  readonly retryAfterMs?: number;
}

/** One step of a stream. `index` names the content block; blocks come in order, but nothing relies on it. */
export type RawEvent =
  | { readonly type: 'start'; readonly requestId?: string }
  | { readonly type: 'text'; readonly index: number; readonly text: string }
  | {
      readonly type: 'reasoning';
      readonly index: number;
      readonly text?: string;
      readonly signature?: string;
      /** Base64. */
      readonly redacted?: string;
    }
  | { readonly type: 'tool'; readonly index: number; readonly id: string; readonly name: string }
  | { readonly type: 'input'; readonly index: number; readonly json: string }
  | { readonly type: 'block_end'; readonly index: number }
  /** Everything used so far in this request; replaces what was said before. */
  | { readonly type: 'usage'; readonly usage: Usage }
  /** The vendor's end mark was seen. */
  | { readonly type: 'finish'; readonly reason: StopReason }
  | { readonly type: 'error'; readonly error: WireError };

/** Who hears of a stream. Neither function throws. */
export interface StreamListener {
  /** For every piece of the answer that arrives, pings included. */
  alive(): void;
  event(event: RawEvent): void;
}

/**
 * A heavy part: one vendor's SDK. `stream` makes one attempt, resolves when the stream has ended, and never rejects;
 * after `signal` is aborted it closes the socket and ends. Events are pushed, since an answer has thousands.
 */
export interface ProviderPart<Options> {
  stream(options: Options, request: ModelRequest, signal: AbortSignal, listener: StreamListener): Promise<void>;
}

/** Milliseconds of a `retry-after-ms` or `retry-after` header (seconds or a date); undefined where there is none. */
export function retryAfterMs(header: (name: string) => string | null | undefined, now: number): number | undefined {
  const precise = Number.parseFloat(header('retry-after-ms') ?? '');
  if (Number.isFinite(precise)) return Math.max(0, precise);
  const value = header('retry-after');
  if (value === null || value === undefined) return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

const networkCodes = /^(E[A-Z]{3,}|UND_ERR_\w+|CERT_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+|ERR_TLS_\w+)$/;

/** The system's code (`ECONNREFUSED`) somewhere in an error's causes; undefined where there is none. */
export function networkCode(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; depth < 5 && typeof at === 'object' && at !== null; depth += 1) {
    const { code, cause } = at as { code?: unknown; cause?: unknown };
    if (typeof code === 'string' && networkCodes.test(code)) return code;
    at = cause;
  }
  return undefined;
}
