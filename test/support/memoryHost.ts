/** A host in memory: files, documents, clock, git and locks that a test can look into, and failures it can order. */

import { createHmac } from 'node:crypto';
import picomatch from 'picomatch';
import type {
  CodeView,
  CommandEnd,
  CommandRequest,
  Commands,
  CommittedFile,
  Disposable,
  Documents,
  ExecRequest,
  ExecResult,
  Files,
  FolderEntry,
  Grant,
  Host,
  NewText,
  OpenDocument,
  Parts,
  Sandboxes,
  SearchHit,
} from '../../src/core/host';
import { assertGrant, documentKinds, writeKinds } from '../../src/core/permissions/grants';
import { createMemorySnapshots } from './memorySnapshots';

export interface MemoryHostOptions {
  /** Text or bytes by absolute path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Target by absolute path of the link. */
  readonly links?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly committed?: Readonly<Record<string, CommittedFile>>;
  /** Text by path, by the name of a commit. */
  readonly revisions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Who made a commit, by its name; Ana where it is not said. */
  readonly commitAuthors?: Readonly<Record<string, { readonly name: string; readonly email: string }>>;
  /** What git would commit. */
  readonly staged?: readonly NewText[];
  readonly identity?: { readonly name: string; readonly email: string } | undefined;
  /** What git says has changed since a commit, by its name. */
  readonly changedSince?: Readonly<Record<string, readonly string[]>>;
  readonly userName?: string | undefined;
  /** Names that differ in case only are one file, as on macOS. */
  readonly caseInsensitive?: boolean;
  /** Heavy parts by name. */
  readonly parts?: Partial<Parts>;
  readonly stateFolder?: string;
  /** Answers commands; without it every command fails to start. */
  readonly exec?: (request: ExecRequest) => Promise<ExecResult>;
  /** Plays the commands of agents; without it every command ends at once with the code 127. */
  readonly commands?: CommandPlay;
  /** Without it there is no sandbox here. */
  readonly sandboxes?: Sandboxes;
  /** What the "editor" knows of code; without it nothing, as headless. */
  readonly code?: Partial<CodeView>;
  /** The key of the MACs; two hosts with different keys are two machines. */
  readonly machine?: string;
}

/**
 * One command of an agent: prints, and resolves with its exit code. The signal is aborted when the command is stopped
 * or its time is over; what is returned then no longer counts.
 */
export type CommandPlay = (
  request: CommandRequest,
  print: (text: string) => void,
  stopped: AbortSignal,
) => Promise<number> | number;

type Operation = 'move' | 'read' | 'write' | 'append' | 'remove' | 'replace';

export interface MemoryHost extends Host {
  /** The text of a file; undefined where there is none. */
  text(path: string): string | undefined;
  /** Changes a file as somebody else would: no grant, and watchers are told. */
  put(path: string, content: string | Uint8Array): void;
  /** Deletes a file as somebody else would. */
  drop(path: string): void;
  /** Every path, sorted. */
  paths(): readonly string[];
  /** Opens a document in the "editor" with text that is not saved. */
  edit(path: string, text: string): void;
  /** Throws away what the "editor" holds. */
  closeEditor(path: string): void;
  /** Makes the next operation on the path fail with this message; without a path, the next of its kind. */
  failNext(operation: Operation, message: string, path?: string): void;
  /** Moves the clock on; who sleeps wakes up in order. */
  advance(ms: number): Promise<void>;
  /** Somebody else holds the lock. */
  holdLock(path: string, heldBy: string): void;
  releaseLock(path: string): void;
  /** What was written with which grant, in order. */
  readonly writes: readonly { readonly path: string; readonly grant: Grant }[];
  /** Lines of the log: `warn: text`. */
  readonly logged: readonly string[];
  commit(path: string, by: CommittedFile | undefined): void;
}

const noSandboxes: Sandboxes = {
  available: async () => ({ ok: false, why: 'There is no sandbox in memory.' }),
  open: () => Promise.reject(new Error('There is no sandbox in memory.')),
};

const start = Date.UTC(2026, 0, 5, 9, 0, 0);

/** Makes the host. Grants are checked as the real ports do. */
export function createMemoryHost(options: MemoryHostOptions = {}): MemoryHost {
  const clock = createClock();
  const tree = createTree(options, clock.now);
  const writes: { path: string; grant: Grant }[] = [];
  const failures: { operation: Operation; message: string; path: string | undefined }[] = [];
  const logged: string[] = [];
  const secrets = new Map(Object.entries(options.secrets ?? {}));
  const committed = new Map(Object.entries(options.committed ?? {}));
  const locks = createLocks();

  const before = (operation: Operation, path: string) => {
    const at = failures.findIndex((each) => each.operation === operation && (each.path ?? path) === path);
    const [failure] = at === -1 ? [] : failures.splice(at, 1);
    if (failure !== undefined) throw new Error(failure.message);
  };
  const files = createFiles(tree, before, writes);
  const documents = createDocuments(tree, before, writes);

  return {
    files,
    documents,
    clock,
    writes,
    logged,
    exec: {
      run: async (grant, request) => {
        assertGrant(grant, ['exec'], grant.subject);
        if (options.exec === undefined) throw new Error(`${request.command} is not here.`);
        return options.exec(request);
      },
    },
    commands: createCommands(options.commands, clock),
    sandboxes: options.sandboxes ?? noSandboxes,
    snapshots: createMemorySnapshots(tree, clock.now),
    code: { problems: async () => undefined, outline: async () => undefined, ...options.code },
    search: createSearch(tree),
    git: {
      committed: async (path) => committed.get(tree.resolve(path)),
      textAt: async (path, revision) => options.revisions?.[revision]?.[path],
      history: async (path, most) =>
        Object.keys(options.revisions ?? {})
          .filter((revision) => options.revisions?.[revision]?.[path] !== undefined && !/^HEAD|\^/u.test(revision))
          .slice(0, most)
          .map((commit) => {
            const { name, email } = options.commitAuthors?.[commit] ?? { name: 'Ana', email: 'ana@example.com' };
            return { commit, author: name, email, at: '2026-01-01T00:00:00Z', subject: `As of ${commit}` };
          }),
      changedSince: async (_folder, ref) =>
        options.changedSince?.[ref] ?? `Git knows no commit "${ref}" here. Fetch it, or name another.`,
      held: async () => undefined,
      identity: async () => options.identity,
      recent: async () => [],
      staged: async () => options.staged ?? [],
      unpushed: async () => [],
    },
    mac: {
      sign: async (text) => macOf(options.machine, text),
      verify: async (text, mac) => macOf(options.machine, text) === mac,
    },
    secrets: {
      get: async (name) => secrets.get(name),
      set: async (name, value) => void secrets.set(name, value),
      delete: async (name) => void secrets.delete(name),
    },
    locks,
    log: { write: (level, message) => void logged.push(`${level}: ${message}`) },
    watcher: { deep: true, watch: (path, changed) => tree.watch(path, changed) },
    stateFolder: options.stateFolder ?? '/state',
    homeFolder: '/home/user',
    userName: () => options.userName,
    env: (name) => options.env?.[name],
    environment: () => options.env ?? {},
    loadPart: async (name) => {
      const part = options.parts?.[name];
      if (part === undefined) throw new Error(`There is no part ${name}.`);
      return part;
    },
    text: (path) => {
      const bytes = tree.read(path);
      return bytes === undefined ? undefined : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    },
    put: (path, content) => tree.write(path, bytesOf(content)),
    drop: (path) => tree.remove(path),
    paths: () => tree.paths(),
    edit: (path, text) => documents.edit(path, text),
    closeEditor: (path) => documents.close(path),
    failNext: (operation, message, path) => void failures.push({ operation, message, path }),
    advance: clock.advance,
    holdLock: (path, heldBy) => locks.hold(path, heldBy),
    releaseLock: (path) => locks.free(path),
    commit: (path, by) => void (by === undefined ? committed.delete(path) : committed.set(path, by)),
  };
}

interface Tree {
  resolve(path: string): string;
  exists(path: string): boolean;
  read(path: string): Uint8Array | undefined;
  write(path: string, bytes: Uint8Array): void;
  remove(path: string): void;
  paths(): readonly string[];
  /** Direct children of a folder. */
  children(folder: string): readonly FolderEntry[];
  isLink(path: string): boolean;
  modified(path: string): number;
  watch(path: string, changed: (paths: readonly string[]) => void): Disposable;
}

/** `now`: a write has the time of the clock, and never that of another. */
function createTree(options: MemoryHostOptions, now: () => number): Tree {
  const contents = new Map<string, Uint8Array>();
  const times = new Map<string, number>();
  const links = new Map(Object.entries(options.links ?? {}));
  const watchers = new Set<{ path: string; changed: (paths: readonly string[]) => void }>();
  let tick = start;
  for (const [path, content] of Object.entries(options.files ?? {})) contents.set(path, bytesOf(content));

  /** The name a path has on disk, where names that differ in case are one. */
  const spelled = (path: string) => {
    if (options.caseInsensitive !== true) return path;
    const same = (known: string) => known.normalize('NFC').toLowerCase() === path.normalize('NFC').toLowerCase();
    const depth = path.split('/').length;
    const known = [...contents.keys(), ...links.keys()].map((each) => each.split('/').slice(0, depth).join('/'));
    return known.find(same) ?? path;
  };
  const resolve = (path: string): string => {
    let result = '';
    for (const step of path.split('/').filter(Boolean)) {
      const next = spelled(`${result}/${step}`);
      const target = links.get(next);
      result = target === undefined ? next : resolve(target);
    }
    return result === '' ? '/' : result;
  };
  const tell = (path: string) => {
    for (const watcher of [...watchers]) {
      if (path === watcher.path || path.startsWith(`${watcher.path}/`)) queueMicrotask(() => watcher.changed([path]));
    }
  };
  const all = () => [...contents.keys(), ...links.keys()];
  return {
    resolve,
    exists: (path) => path === '/' || all().some((known) => known === path || known.startsWith(`${path}/`)),
    read: (path) => contents.get(resolve(path)),
    write: (path, bytes) => {
      const real = resolve(path);
      contents.set(real, bytes);
      tick = Math.max(tick + 1, now());
      times.set(real, tick);
      tell(real);
    },
    remove: (path) => {
      if (contents.delete(resolve(path))) tell(resolve(path));
    },
    paths: () => [...contents.keys()].sort(),
    children: (folder) => childrenOf(resolve(folder), contents, links),
    isLink: (path) => {
      const cut = path.lastIndexOf('/');
      return links.has(spelled(`${resolve(path.slice(0, cut) || '/')}/${path.slice(cut + 1)}`.replace('//', '/')));
    },
    modified: (path) => times.get(resolve(path)) ?? start,
    watch: (path, changed) => {
      const watcher = { path, changed };
      watchers.add(watcher);
      return { dispose: () => void watchers.delete(watcher) };
    },
  };
}

function childrenOf(
  folder: string,
  contents: ReadonlyMap<string, unknown>,
  links: ReadonlyMap<string, unknown>,
): readonly FolderEntry[] {
  const base = folder === '/' ? '/' : `${folder}/`;
  const found = new Map<string, FolderEntry>();
  for (const path of [...contents.keys(), ...links.keys()]) {
    if (!path.startsWith(base)) continue;
    const [name = '', ...rest] = path.slice(base.length).split('/');
    const kind = rest.length > 0 ? 'folder' : links.has(path) ? 'link' : 'file';
    if (!found.has(name)) found.set(name, { name, kind });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

type Before = (operation: Operation, path: string) => void;
type Writes = { path: string; grant: Grant }[];

function createFiles(tree: Tree, before: Before, writes: Writes): Files {
  const granted = (grant: Grant, path: string) => {
    assertGrant(grant, writeKinds, path);
    writes.push({ path, grant });
  };
  return {
    read: async (path, range) => {
      before('read', path);
      return range === undefined ? tree.read(path) : tree.read(path)?.subarray(range.start, range.end);
    },
    stat: async (path) => {
      if (tree.isLink(path)) return { kind: 'link', size: 0, modified: start };
      const bytes = tree.read(path);
      if (bytes !== undefined) return { kind: 'file', size: bytes.length, modified: tree.modified(path) };
      return tree.exists(tree.resolve(path)) ? { kind: 'folder', size: 0, modified: start } : undefined;
    },
    list: async (path) => tree.children(path),
    realpath: async (path) => {
      const real = tree.resolve(path);
      return tree.exists(real) ? real : undefined;
    },
    write: async (grant, path, bytes) => {
      granted(grant, path);
      before('write', path);
      tree.write(path, bytes.slice());
    },
    append: async (grant, path, bytes) => {
      granted(grant, path);
      before('append', path);
      tree.write(path, Buffer.concat([tree.read(path) ?? new Uint8Array(), bytes]));
    },
    remove: async (grant, path) => {
      granted(grant, path);
      before('remove', path);
      tree.remove(path);
    },
    move: async (grants, from, to) => {
      granted(grants.from, from);
      granted(grants.to, to);
      before('move', from);
      const bytes = tree.read(from);
      if (bytes === undefined) throw new Error(`There is no file at ${from}.`);
      if (tree.read(to) !== undefined && tree.resolve(to) !== tree.resolve(from))
        throw new Error(`${to} is there already, and moving a file overwrites none.`);
      tree.remove(from);
      tree.write(to, bytes);
    },
  };
}

function createDocuments(
  tree: Tree,
  before: Before,
  writes: Writes,
): Documents & { edit(path: string, text: string): void; close(path: string): void } {
  const editors = new Map<string, string>();
  const current = (path: string): OpenDocument | undefined => {
    const edited = editors.get(path);
    if (edited !== undefined) return { text: edited, dirty: true };
    const bytes = tree.read(path);
    return bytes === undefined
      ? undefined
      : { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), dirty: false };
  };
  return {
    open: async (path) => current(path),
    replace: async (grant, path, text, expected) => {
      assertGrant(grant, documentKinds, path);
      before('replace', path);
      const now = current(path);
      if (now?.dirty === true || now?.text !== expected) return { kind: 'conflict', current: now };
      writes.push({ path, grant });
      tree.write(path, bytesOf(text));
      return { kind: 'written' };
    },
    edit: (path, text) => void editors.set(path, text),
    close: (path) => void editors.delete(path),
  };
}

function createCommands(play: CommandPlay | undefined, clock: Pick<Host['clock'], 'now' | 'sleep'>): Commands {
  return {
    shell: 'posix',
    start: async (grant, request) => {
      assertGrant(grant, ['exec'], request.line);
      request.signal?.throwIfAborted();
      let text = '';
      const print = (piece: string) => {
        text += piece;
        request.onOutput?.(piece);
      };
      const started = clock.now();
      const stopped = new AbortController();
      const finished = new AbortController();
      const cut = new Promise<CommandEnd['by']>((resolve) => {
        stopped.signal.addEventListener('abort', () => resolve(stopped.signal.reason));
      });
      const stop = (by: CommandEnd['by']) => stopped.abort(by);
      request.signal?.addEventListener('abort', () => stop('stop'), { once: true });
      const played = Promise.resolve(play?.(request, print, stopped.signal) ?? 127);
      const late = request.timeoutMs === undefined ? undefined : clock.sleep(request.timeoutMs, finished.signal);
      void late?.then(
        () => stop('timeout'),
        () => undefined,
      );
      const ended = Promise.race([played, cut]).then((how): CommandEnd => {
        finished.abort();
        const ms = clock.now() - started;
        return typeof how === 'number' ? { code: how, by: 'exit', ms } : { code: undefined, by: how, ms };
      });
      return {
        output: () => ({ text, dropped: 0 }),
        ended,
        stop: async () => {
          stop('stop');
          return ended;
        },
      };
    },
  };
}

function createSearch(tree: Tree): Host['search'] {
  const below = (root: string, globs: readonly string[]) => {
    const matches = globs.map((glob) =>
      picomatch(glob.replace(/^\//u, ''), { dot: true, posix: true, basename: !glob.includes('/') }),
    );
    return tree
      .paths()
      .filter((path) => path.startsWith(`${root}/`) && !path.includes('/.git/') && !path.includes('/node_modules/'))
      .filter((path) => matches.length === 0 || matches.some((match) => match(path.slice(root.length + 1))));
  };
  return {
    files: async (root, globs, maxResults) => below(root, globs).slice(0, maxResults),
    text: async (request) => {
      const source = request.regex ? request.pattern : request.pattern.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
      const pattern = new RegExp(source, request.caseSensitive ? 'u' : 'iu');
      const hits: SearchHit[] = [];
      for (const path of below(request.root, request.globs)) {
        const lines = new TextDecoder().decode(tree.read(path)).split(/\r?\n/u);
        for (const [at, text] of lines.entries()) if (pattern.test(text)) hits.push({ path, line: at + 1, text });
      }
      return hits.slice(0, request.maxResults);
    },
  };
}

function createClock(): Host['clock'] & { advance(ms: number): Promise<void> } {
  let now = start;
  let made = 0;
  const sleepers = new Set<{ until: number; wake: () => void }>();
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason);
        const sleeper = { until: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
    random: () => 0.5,
    uuid: () => {
      made++;
      return `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`;
    },
    advance: async (ms) => {
      const end = now + ms;
      for (;;) {
        await settle();
        const [next] = [...sleepers].filter(({ until }) => until <= end).sort((a, b) => a.until - b.until);
        if (next === undefined) break;
        sleepers.delete(next);
        now = Math.max(now, next.until);
        next.wake();
      }
      now = end;
      await settle();
    },
  };
}

function createLocks(): Host['locks'] & { hold(path: string, heldBy: string): void; free(path: string): void } {
  const held = new Map<string, string>();
  return {
    acquire: async (path) => {
      const heldBy = held.get(path);
      if (heldBy !== undefined) return { heldBy };
      held.set(path, 'Tracewright (this test)');
      return { release: async () => void held.delete(path) };
    },
    hold: (path, heldBy) => void held.set(path, heldBy),
    free: (path) => void held.delete(path),
  };
}

function macOf(machine: string | undefined, text: string): string {
  return createHmac('sha256', machine ?? 'machine')
    .update(text)
    .digest('hex');
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}
