/** `#[[file:path#L10-L40]]`: files that a steering file brings along, read anew for each prompt. */
import type { Diagnostic } from '../diagnostic';
import type { Files } from '../host';
import { type SteeringGuards, steeringGuards } from './guards';
import type { SteeringReference } from './model';
import { placeOf } from './place';

/** A reference as it stands in a text; offsets in that text. */
export interface WrittenReference {
  readonly target: string;
  /** 1-based, both inclusive. */
  readonly lines?: { readonly from: number; readonly to: number };
  readonly start: number;
  readonly end: number;
}

/** What references are read with. */
export interface ReferencePorts {
  readonly files: Pick<Files, 'read' | 'realpath' | 'stat'>;
  /** Workspace folder, and the same with links resolved. */
  readonly root: string;
  readonly realRoot: string;
  readonly visible?: ((path: string) => Promise<boolean>) | undefined;
  /** All of them, unless told otherwise. */
  readonly guards?: SteeringGuards;
}

/** What a steering file brings along, and what is wrong with its references. */
export interface ReadReferences {
  readonly references: readonly SteeringReference[];
  readonly problems: readonly Diagnostic[];
}

const written = /#\[\[file:([^\]\r\n]{0,1000})\]\]/gu;
const imported = /(?<=^|\s)@((?:~|\.{0,2}\/)?[\w.][\w./-]*\.[A-Za-z]\w*)(?=\.?(?:$|[\s,;:)]))/gmu;
const code = /^[ \t]*(```|~~~)[\s\S]*?(?:^[ \t]*\1|(?![\s\S]))|`[^`\n]+`/gmu;

/** The references of a text; those in code are examples. `imports`: also `@path`, as some tools write it. */
export function referencesIn(text: string, imports = false): readonly WrittenReference[] {
  const examples = text.includes('`')
    ? [...text.matchAll(code)].map((match) => [match.index, match.index + match[0].length] as const)
    : [];
  const isExample = (at: number) => examples.some(([start, end]) => start <= at && at < end);
  const found = [...text.matchAll(written), ...(imports ? text.matchAll(imported) : [])];
  return found.flatMap((match) => {
    if (isExample(match.index)) return [];
    const [, target = '', from, to] = /^(.*?)(?:#L(\d+)(?:-L?(\d+))?)?$/u.exec(match[1] ?? '') ?? [];
    const first = Number(from);
    const lines = from === undefined ? {} : { lines: { from: first, to: to === undefined ? first : Number(to) } };
    return [{ target: target.trim(), ...lines, start: match.index, end: match.index + match[0].length }];
  });
}

/** What one walk over references has read so far. */
interface Walk {
  readonly ports: ReferencePorts;
  readonly guards: SteeringGuards;
  readonly imports: boolean;
  readonly seen: Set<string>;
  readonly references: SteeringReference[];
  left: number;
}

/**
 * Reads what a text refers to, and what that refers to, each once. Only files of the workspace folder, after links, that
 * are not hidden; `from` is the file that the text stands in. Problems are those of `text` itself. Never rejects.
 */
export async function readReferences(
  text: string,
  from: string,
  ports: ReferencePorts,
  imports = false,
): Promise<ReadReferences> {
  const { guards = steeringGuards } = ports;
  const walk: Walk = {
    ports,
    guards,
    imports,
    seen: new Set([(await ports.files.realpath(from)) ?? from]),
    references: [],
    left: guards.most.all,
  };
  return { problems: await follow(walk, text, from, 0), references: walk.references };
}

async function follow(walk: Walk, text: string, from: string, depth: number): Promise<readonly Diagnostic[]> {
  const problems: Diagnostic[] = [];
  for (const reference of referencesIn(text, walk.imports)) {
    const isImport = text[reference.start] === '@';
    const failed = await readTarget(walk, reference, from, depth);
    // “@name” may be a person as well as a file.
    if (failed === undefined || (isImport && failed.code === 'steering/reference-missing')) continue;
    problems.push({ ...failed, severity: 'warning', place: placeOf(text, reference.start, reference.end) });
  }
  return problems;
}

type Failure = Pick<Diagnostic, 'code' | 'message'>;

async function readTarget(
  walk: Walk,
  { target, lines }: WrittenReference,
  from: string,
  depth: number,
): Promise<Failure | undefined> {
  const { ports, guards, seen } = walk;
  const found = await locate(ports, guards, target, from);
  if (typeof found !== 'string') return found;
  const key = lines === undefined ? found : `${found}#${lines.from}-${lines.to}`;
  if (!guards.once(seen, found) || !guards.once(seen, key)) return undefined;
  seen.add(key);
  const { one, all } = guards.most;
  const kind = (await ports.files.stat(found).catch(() => undefined))?.kind;
  if (kind === 'folder') return failure('missing', `${target} is a folder. A reference names one file.`);
  const mayRead = kind !== undefined && guards.plain(kind);
  const bytes = mayRead ? await ports.files.read(found, { start: 0, end: one + 1 }).catch(() => undefined) : undefined;
  if (bytes === undefined) return failure('missing', `${target} is no file that can be read.`);
  if (!guards.text(bytes)) return failure('binary', `${target} is not text, so it is left out.`);
  const cut = bytes.length > one;
  const whole = new TextDecoder().decode(bytes.subarray(0, one));
  const part = lines === undefined ? whole : partOf(whole, lines);
  if (part === undefined) return failure('lines', `${target} has no line ${lines?.from ?? 0}.`);
  if (part.length > walk.left)
    return failure('too-much', `${target} is left out: what this file brings along is more than ${all / 1024} KB.`);
  walk.left -= part.length;
  walk.references.push({
    path: found.slice(ports.realRoot.length + 1),
    ...(lines === undefined ? {} : { lines }),
    text: part,
  });
  if (depth < guards.deepest && lines === undefined && /\.mdc?$/iu.test(found))
    await follow(walk, whole, found, depth + 1);
  return cut && lines === undefined
    ? failure('too-large', `${target} is larger than ${one / 1024} KB; only its beginning is brought along.`)
    : undefined;
}

function partOf(text: string, { from, to }: { readonly from: number; readonly to: number }): string | undefined {
  const rows = text.split('\n');
  return from < 1 || from > rows.length ? undefined : rows.slice(from - 1, Math.max(from, to)).join('\n');
}

/** The real path of a target: below the workspace folder first, then beside the file that names it. */
async function locate(
  ports: ReferencePorts,
  guards: SteeringGuards,
  target: string,
  from: string,
): Promise<string | Failure> {
  const { files, root, realRoot, visible } = ports;
  if (target === '') return failure('missing', 'The reference names no file.');
  if (/[*?{]/u.test(target)) return failure('missing', `${target} is a pattern. A reference names one file.`);
  const relative = target.replaceAll('\\', '/');
  const candidates = /^(?:\/|[A-Za-z]:|~)/u.test(relative)
    ? [relative]
    : [`${root}/${relative}`, `${from.slice(0, from.lastIndexOf('/'))}/${relative}`];
  let outside = false;
  for (const candidate of candidates.map(plain)) {
    const real = await files.realpath(candidate).catch(() => undefined);
    if (real === undefined) continue;
    const isShown = async () => visible === undefined || ((await visible(candidate)) && (await visible(real)));
    if (!guards.inside(realRoot, real)) outside = true;
    else if (!(await guards.visible(isShown))) return failure('missing', `There is no file ${target}.`);
    else return real;
  }
  return outside
    ? failure('outside', `${target} lies outside the workspace folder, so it is left out.`)
    : failure('missing', `There is no file ${target}.`);
}

/** Without `.` and `..`, as text. */
function plain(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return /^[A-Za-z]:/u.test(path) ? steps.join('/') : `/${steps.join('/')}`;
}

function failure(name: string, message: string): Failure {
  return { code: `steering/reference-${name}`, message };
}
