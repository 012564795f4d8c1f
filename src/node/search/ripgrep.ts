import type { SearchHit, SearchRequest } from '../../core/host';
import { errorCode } from '../errors';
import { type ProcessRequest, runProcess } from '../process';
import { surroundingsOf } from './gitignore';
import { closedFolders, firstHits, gatherLimit, globMatcher, hit, largest, type SearchEngine } from './request';

/** Only .gitignore files count, in repositories and elsewhere, so that every engine sees the same files. */
const scope = [
  '--no-config',
  '--hidden',
  '--no-require-git',
  '--no-ignore-global',
  '--no-ignore-exclude',
  '--no-ignore-dot',
  ...closedFolders.flatMap((name) => ['--glob', `!${name}`]),
];

type Text = { readonly text?: string; readonly bytes?: string };
interface Match {
  readonly type: 'match';
  readonly data: { readonly path: Text; readonly lines: Text; readonly line_number: number };
}

/** Ripgrep, by path or name. It steps aside where it is missing and for patterns it does not know. */
export function ripgrepEngine(command: string): SearchEngine {
  let missing = false;
  const run = async (request: Omit<ProcessRequest, 'command' | 'env'>) => {
    if (missing) return undefined;
    try {
      return await runProcess({ ...request, command, env: process.env });
    } catch (error) {
      missing = ['ENOENT', 'EACCES', 'ENOEXEC'].includes(errorCode(error) ?? '');
      return undefined;
    }
  };
  return {
    async files(root, signal) {
      const args = [...scope, ...(await parents(root)), '--files', '--null'];
      const paths = createSplitter('\0');
      const done = await run({ args, cwd: root, ...(signal && { signal }), onStdout: paths.add });
      signal?.throwIfAborted();
      return done === undefined || done.code === undefined
        ? undefined
        : paths.end().map((path) => `${root}/${plain(path)}`);
    },
    async text(request) {
      const found = createHits(request);
      const done = await run({
        args: [...(await parents(request.root)), ...textArgs(request)],
        cwd: request.root,
        ...(request.signal && { signal: request.signal }),
        onStdout: found.add,
      });
      request.signal?.throwIfAborted();
      if (done === undefined || (done.code === 2 && /regex|PCRE/u.test(done.stderr))) return undefined;
      return firstHits(found.end(), request.maxResults);
    },
  };
}

async function parents(root: string): Promise<readonly string[]> {
  const { top, ignored } = await surroundingsOf(root);
  return top === undefined || ignored ? ['--no-ignore-parent'] : [];
}

function textArgs(request: SearchRequest): readonly string[] {
  return [
    ...scope,
    '--json',
    '--crlf',
    '--max-filesize',
    String(largest),
    request.caseSensitive ? '--case-sensitive' : '--ignore-case',
    ...(request.regex ? [] : ['--fixed-strings']),
    '--regexp',
    request.pattern,
    '--',
    '.',
  ];
}

function createHits(request: SearchRequest): { add(text: string): boolean; end(): readonly SearchHit[] } {
  const matches = globMatcher(request.globs);
  const hits: SearchHit[] = [];
  const take = (line: string) => {
    const event = JSON.parse(line) as Match | { readonly type: 'begin' | 'end' | 'summary' | 'context' };
    if (event.type !== 'match') return;
    const path = plain(decoded(event.data.path));
    if (matches(path)) hits.push(hit(`${request.root}/${path}`, event.data.line_number, decoded(event.data.lines)));
  };
  const lines = createSplitter('\n', take);
  return {
    add: (text) => {
      lines.add(text);
      return hits.length < gatherLimit(request.maxResults);
    },
    end: () => hits,
  };
}

/** Pieces between separators; those that are taken are not kept. */
function createSplitter(
  separator: string,
  take?: (piece: string) => void,
): { add(text: string): boolean; end(): readonly string[] } {
  const pieces: string[] = [];
  let rest = '';
  return {
    add: (text) => {
      const parts = (rest + text).split(separator);
      rest = parts.pop() ?? '';
      for (const part of parts)
        if (take === undefined) pieces.push(part);
        else take(part);
      return true;
    },
    end: () => pieces,
  };
}

function decoded({ text, bytes }: Text): string {
  return text ?? new TextDecoder().decode(Buffer.from(bytes ?? '', 'base64'));
}

function plain(path: string): string {
  return path.replaceAll('\\', process.platform === 'win32' ? '/' : '\\').replace(/^\.\//u, '');
}
