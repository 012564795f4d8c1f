/** Looks up what a user mentioned, by the same ways as tools: nothing outside the folders, nothing hidden. */
import { longestMention, type Mention, mentionBlock, mentionHead, mentionMark, mentionsIn } from '../context/mentions';
import type { EditorProblem, Host } from '../host';
import type { Message } from '../messages';
import { createPlainer, settled } from '../tools/ansi';
import { createToolContext } from '../tools/context';
import { decode } from '../tools/decode';
import { resolvePath } from '../tools/resolvePath';
import { type ToolContext, ToolError } from '../tools/tool';
import { hidingOf } from './hiding';
import type { SteeringParts } from './steering';
import { uncommitted } from './uncommitted';

/** What mentions are looked up with. */
export interface MentionParts extends SteeringParts {
  readonly host: Pick<Host, 'files' | 'clock' | 'homeFolder' | 'documents' | 'search' | 'code' | 'git' | 'terminal'>;
}

/** Bytes of a file at most; larger ones are read by tools. */
const largest = 200_000;
const mostEntries = 200;
const mostProblems = 100;
const documents = ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md'];

/**
 * A message with what `request` mentions and none of `known` holds yet; empty where there is nothing new. What can't be
 * had says so in a sentence.
 */
export async function mentioned(
  parts: MentionParts,
  root: string,
  request: string,
  known: readonly string[],
): Promise<readonly Message[]> {
  const brought = await broughtBy(parts, root, request, known);
  if (brought.length === 0) return [];
  const blocks = brought.map(({ mention, text }) => mentionBlock(mention, text));
  return [{ role: 'user', content: [{ type: 'text', text: [mentionMark, ...blocks].join('\n\n') }] }];
}

/** What a thing that is mentioned brings. */
interface Material {
  readonly text: string;
  /** Absolute paths of the files that the text is of. */
  readonly files: readonly string[];
}

/** The same one by one, with the files that come with each. */
export async function broughtBy(
  parts: MentionParts,
  root: string,
  request: string,
  known: readonly string[],
): Promise<readonly (Material & { readonly mention: Mention })[]> {
  const all = mentionsIn(request);
  const fresh = all.filter((each) => !known.some((text) => text.includes(`${mentionHead(each)}\n`)));
  if (fresh.length === 0) return [];
  const { host, roots, settings } = parts;
  const ordered = [root, ...roots.filter((each) => each !== root)];
  const context = createToolContext(host, ordered, {}, undefined, hidingOf(host, settings));
  const files = all.flatMap(({ kind, what }) => (kind === 'file' ? [what] : []));
  return Promise.all(
    fresh.map(async (mention) => ({
      mention,
      ...(await materialOf(context, host, mention, files).catch((error) => only(sentence(error)))),
    })),
  );
}

function sentence(error: unknown): string {
  if (error instanceof ToolError) return error.message;
  return 'It can’t be read.';
}

/** Of no file. */
function only(text: string): Material {
  return { text, files: [] };
}

async function materialOf(
  context: ToolContext,
  host: MentionParts['host'],
  { kind, what }: Mention,
  files: readonly string[],
): Promise<Material> {
  switch (kind) {
    case 'file':
      return fileText(context, what);
    case 'folder':
      return only(await folderText(context, what));
    case 'spec':
      return specText(context, what);
    case 'problems':
      return problemsText(context, host.code, files);
    case 'diff':
      return uncommitted(context, host);
    case 'terminal':
      return only(await terminalText(host.terminal));
  }
}

async function fileText(context: ToolContext, asked: string): Promise<Material> {
  const { path, shown } = await resolvePath(context, asked);
  const stat = await context.files.stat(path);
  if (stat?.kind !== 'file') throw new ToolError(`${shown} is not a file.`);
  if (stat.size > largest) throw new ToolError(`${shown} is too large to be shown whole: read the part that matters.`);
  const text = decode((await context.files.read(path)) ?? new Uint8Array());
  if (text.kind !== 'text') throw new ToolError(`${shown} is not text.`);
  return { text: text.text, files: [path] };
}

async function folderText(context: ToolContext, asked: string): Promise<string> {
  const { path, shown } = await resolvePath(context, asked);
  if ((await context.files.stat(path))?.kind !== 'folder') throw new ToolError(`${shown} is not a folder.`);
  const entries = await context.files.list(path);
  const flags = await Promise.all(entries.map(({ name }) => context.visible(`${path}/${name}`)));
  const names = entries.filter((_, at) => flags[at]).map(({ name, kind }) => (kind === 'folder' ? `${name}/` : name));
  const left = names.length - mostEntries;
  return [...names.slice(0, mostEntries), ...(left > 0 ? [`… ${left} more`] : [])].join('\n') || '(empty)';
}

/** By name below `.kiro/specs` of any workspace folder. */
async function specText(context: ToolContext, name: string): Promise<Material> {
  const found = await Promise.all(
    documents.map(async (document) => {
      const material = await fileText(context, `.kiro/specs/${name}/${document}`).catch(() => undefined);
      return material === undefined ? [] : [{ ...material, text: `${document}:\n${material.text}` }];
    }),
  );
  if (found.flat().length === 0) throw new ToolError(`There is no spec ${name} here.`);
  return {
    text: found
      .flat()
      .map(({ text }) => text)
      .join('\n\n'),
    files: found.flat().flatMap(({ files }) => files),
  };
}

/** Of the files that are mentioned beside it; where there are none, what the editor shows of any file of the workspace. */
async function problemsText(
  context: ToolContext,
  code: MentionParts['host']['code'],
  files: readonly string[],
): Promise<Material> {
  const noEditor = new ToolError('No editor knows problems here.');
  const places = (paths: readonly string[]) =>
    Promise.all(paths.map((each) => resolvePath(context, each).catch(() => undefined)));
  if (files.length > 0) {
    const found = (await places(files)).flatMap((each) => each ?? []);
    const problems = await code.problems(found.map(({ path }) => path));
    if (problems === undefined) throw noEditor;
    return problemLines(problems, found);
  }
  const shown = await code.shownProblems?.();
  if (shown === undefined) throw noEditor;
  const paths = [...new Set(shown.map(({ path }) => path))];
  return problemLines(
    shown,
    (await places(paths)).flatMap((place, at) => (place === undefined ? [] : [{ ...place, path: paths[at] ?? '' }])),
  );
}

/** Problems of these files, errors first; more than fit are counted. */
function problemLines(
  problems: readonly EditorProblem[],
  files: readonly { readonly path: string; readonly shown: string }[],
): Material {
  const names = new Map(files.map(({ path, shown }) => [path, shown]));
  const own = problems.filter(({ path }) => names.has(path));
  const ordered = [...own].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
  const left = ordered.length - mostProblems;
  const told = ordered.slice(0, mostProblems);
  const lines = told.map(({ path, line, severity, source, message }) => {
    return `${names.get(path) ?? path}:${line}: ${severity} ${source}: ${message}`;
  });
  const text = [...lines, ...(left > 0 ? [`… ${left} more`] : [])].join('\n') || 'There are none.';
  return { text, files: [...new Set(told.map(({ path }) => path))] };
}

/** The newest commands whole as far as they fit: of what is longer the end stays, where programs say what went wrong. */
async function terminalText(terminal: MentionParts['host']['terminal']): Promise<string> {
  if (terminal === undefined)
    throw new ToolError('There is no editor here, so no terminal whose output could be shown.');
  const recent = await terminal();
  if (typeof recent === 'string') throw new ToolError(recent);
  const blocks: string[] = [];
  let left = longestMention - 200;
  for (const { line, output, code } of recent.commands.toReversed()) {
    const shown = settled(createPlainer()(output)).trimEnd();
    const end = code === undefined ? '(still running, or its end is not known)' : `(exit code ${code})`;
    const cut = shown.length > left ? `… (the beginning is left out)\n${shown.slice(-left)}` : shown;
    blocks.unshift(
      [`$ ${line}`, cut || '(Nothing was printed, or the editor was not told of it in time.)', end].join('\n'),
    );
    left -= cut.length + line.length;
    if (left < 500) break;
  }
  return [`Terminal ${recent.name}:`, ...blocks].join('\n');
}
