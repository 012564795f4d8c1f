import type { DocumentSnapshot, VersionInfo } from '../../core/flows/snapshot';

/** Newest first, whatever order they came in. */
export function newestFirst({ versions }: DocumentSnapshot): readonly VersionInfo[] {
  return [...versions].sort((a, b) => b.number - a.number);
}

/** The version with the highest number; undefined before the first. */
export function newestVersion(document: DocumentSnapshot): VersionInfo | undefined {
  return newestFirst(document)[0];
}

/** The version that was approved last; what changes are compared with. */
export function approvedVersion(document: DocumentSnapshot): VersionInfo | undefined {
  const { approval } = document;
  return newestFirst(document).find((version) => (approval ? version.hash === approval.hash : version.approved));
}
