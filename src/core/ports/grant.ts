/** What a grant is: the only key to a port that changes something. */

declare const grantBrand: unique symbol;

/**
 * What a grant allows: the runner's own kinds of write, an agent's write or command that the policy judged, or a rule
 * that the user wants remembered (`permission`). `consent` opens no port: it only says yes to a read, a door or a helper.
 */
export type GrantKind =
  | 'document'
  | 'tick'
  | 'approval'
  | 'sidecar'
  | 'evidence'
  | 'state'
  | 'template'
  | 'agent_write'
  | 'restore'
  | 'permission'
  | 'consent'
  | 'exec';

/** Permission to act once on one subject. Only `core/permissions` makes one, and the ports refuse any other object. */
export interface Grant {
  readonly [grantBrand]: true;
  readonly kind: GrantKind;
  /** The path that may be written, or the command line that may be run. */
  readonly subject: string;
  /** The rule that allowed it, for the log. */
  readonly rule: string;
}
