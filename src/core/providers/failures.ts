/** Sentences for failures that every vendor has. Each says what happened and what to do, and never holds a key. */
import type { FailureKind, ModelFailure } from '../messages';
import type { Explained } from './provider';
import { maskKeys } from './secretPatterns';
import type { WireError } from './wire';

/** A failure with its sentence; not retryable unless told. */
export function failure(kind: FailureKind, message: string, retryable = false): ModelFailure {
  return { kind, message, retryable };
}

/** The same, as a connection explains it. */
export function explained(
  kind: FailureKind,
  message: string,
  retryable = false,
  more: Omit<Explained, 'failure'> = {},
): Explained {
  return { failure: failure(kind, message, retryable), ...more };
}

const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/;

/** Failures before a vendor could say anything, or of a stream that broke. `who` is "Anthropic", "Amazon Bedrock". */
export function explainTransport(error: WireError, who: string): Explained | undefined {
  const code = error.code === undefined ? '' : ` (${error.code})`;
  switch (error.kind) {
    case 'network':
      return certificateCodes.test(error.code ?? '')
        ? explained(
            'network',
            `The certificate of ${who} is not trusted here${code}. Behind a company proxy, set NODE_EXTRA_CA_CERTS to its certificate and restart.`,
          )
        : explained(
            'network',
            `${who} could not be reached${code}. Check the network and the proxy, then try again.`,
            true,
          );
    case 'truncated':
      return explained(
        'network',
        `The answer of ${who} broke off before its end. What arrived is kept as a draft; try again.`,
        true,
      );
    case 'stalled':
      return explained(
        'stalled',
        `${who} sent nothing for ${error.message}. What arrived is kept as a draft; try again, or raise tracewright.request.idleTimeoutSeconds.`,
        true,
      );
    case 'malformed':
      return explained(
        'malformed',
        `The answer of ${who} could not be read. Try again; if it stays, check the proxy or gateway in between.`,
        true,
      );
    default:
      return undefined;
  }
}

/** What every vendor's HTTP status says when its words said nothing more. `keys` are the secrets of the connection. */
export function explainStatus(error: WireError, who: string, keys: readonly string[]): Explained {
  const status = error.status ?? 0;
  const after = error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs };
  if (status === 429)
    return explained(
      'rate_limit',
      `${who} is limiting requests. Wait a minute and try again, or choose another model with Set Up a Model.`,
      true,
      after,
    );
  if (status >= 500)
    return explained(
      'overloaded',
      `${who} is overloaded or failing (${status}). Try again in a few minutes, or choose another model with Set Up a Model.`,
      true,
      after,
    );
  const said = quoted(error.message, keys);
  return status >= 400
    ? explained('invalid_request', `${who} refused the request (${status})${said}. Show Last Prompt has what was sent.`)
    : explained('other', `${who} failed${said}. Try again; Show Log has more.`);
}

/** A vendor's words, short, on one line and without anything that looks like a key; empty or `: words`. */
export function quoted(message: string, keys: readonly string[]): string {
  const line = maskKeys(message, keys)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.:]+$/, '');
  if (line === '') return '';
  return `: ${line.length > 240 ? `${line.slice(0, 240)}…` : line}`;
}

export const emptyAnswer: ModelFailure = failure(
  'empty',
  'The model answered with nothing. Try again, or choose another model with Set Up a Model.',
  true,
);

export const refusedAnswer: ModelFailure = failure(
  'other',
  'The model declined to answer this. Change what is asked, or choose another model with Set Up a Model.',
);

/** An address as people may see it: without a name and a password in it. */
export function shownAddress(address: string): string {
  return address.replace(/(?<=:\/\/)[^/?#]*@/u, '').replace(/[?#].*$/su, '');
}
