/** Where each kind of the runner's own writes may land. */

const specFolder = /^(.+?)\/\.kiro\/specs\/(?:[^/]+\/)+/u;

/** What follows the innermost spec folder, for example `tasks.md` or `.tracewright/spec.json`. */
function inSpec(path: string, pattern: RegExp): string | undefined {
  const root = specFolder.exec(path)?.[1];
  return root !== undefined && pattern.test(path) ? root : undefined;
}

/**
 * By kind: the workspace folder that the path belongs to, in which the file must still lie once links are resolved;
 * undefined where a write of the kind has no business.
 */
export const places = {
  document: (path: string) => inSpec(path, /\/(?!\.)[^/]+\/(?:requirements|bugfix|design|tasks)\.md$/u),
  tick: (path: string) => inSpec(path, /\/(?!\.)[^/]+\/tasks\.md$/u),
  approval: (path: string) => inSpec(path, /\/(?!\.)[^/]+\/\.tracewright\/approvals\/[^/.][^/]*\.json$/u),
  evidence: (path: string) => inSpec(path, /\/(?!\.)[^/]+\/\.tracewright\/evidence\/[^/.][^/]*\.json$/u),
  sidecar: (path: string) =>
    inSpec(path, /\/(?!\.)[^/]+\/(?:\.tracewright\/(?:spec|comments\/[^/.][^/]*)\.json|\.config\.kiro)$/u),
  template: (path: string) => {
    const match =
      /^(.+?)\/\.kiro\/(?!specs\/|settings\/)(?:(?:[^/]+\/)*[^/]+\.(?:md|ya?ml|json)|hooks\/[^/]+\.kiro\.hook)$/u.exec(
        path,
      );
    return match?.[1];
  },
} as const;
