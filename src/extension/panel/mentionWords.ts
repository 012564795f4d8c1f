/** The words that mention what lies in a folder, from the paths of its files. */

/** One thing to mention. */
export interface MentionWord {
  readonly label: string;
  readonly detail: string;
  readonly mention: string;
}

/** Files, their folders, specs and steering, each once; paths are relative to the workspace folder, with `/`. */
export function mentionWords(paths: readonly string[]): {
  readonly files: readonly MentionWord[];
  readonly folders: readonly MentionWord[];
  readonly specs: readonly MentionWord[];
  readonly steering: readonly MentionWord[];
} {
  const own = paths.filter((path) => !path.startsWith('.kiro/'));
  const folders = new Set(
    own.flatMap((path) =>
      path
        .split('/')
        .slice(0, -1)
        .map((_, at, steps) => steps.slice(0, at + 1).join('/')),
    ),
  );
  const specs = new Set(
    paths.flatMap((path) => /^\.kiro\/specs\/(.+)\/(?:requirements|bugfix|design|tasks)\.md$/u.exec(path)?.[1] ?? []),
  );
  const steering = paths.flatMap((path) => /^\.kiro\/steering\/(?:.+\/)?([^/]+)\.md$/u.exec(path)?.slice(0, 2) ?? []);
  return {
    files: own.map((path) => word(path, 'file')),
    folders: [...folders].sort().map((path) => word(path, 'folder')),
    specs: [...specs].sort().map((name) => ({ ...word(name, 'spec'), label: name })),
    steering: steering.flatMap((each, at) =>
      at % 2 === 0 ? [{ label: steering[at + 1] ?? '', detail: each, mention: `#${steering[at + 1] ?? ''}` }] : [],
    ),
  };
}

function word(path: string, kind: 'file' | 'folder' | 'spec'): MentionWord {
  const plain = /^[^\s"“”(),;]+[^\s"“”(),;.!?:]$|^[\w-]$/u.test(path);
  return {
    label: path.slice(path.lastIndexOf('/') + 1),
    detail: path,
    mention: `#${kind}:${plain ? path : `"${path}"`}`,
  };
}
