/** The part of the repository that a prompt shows: ranked in the map's thread, completed by the editor, drawn here. */
import type { CodeView, Host, OutlineSymbol } from '../../host';
import { type DrawnMap, drawMap } from './draw';
import type { MapAnswer, MapPlace, RankedFile } from './types';
import { piecesOf, wordsOf } from './words';

/** Ranked files are asked for beyond what fits, since the budget cuts by size. */
const mostFiles = 80;
/** Files whose language the map doesn't know, and which the editor is asked about; each is opened there. */
const mostByEditor = 12;

/** What a map is made with. */
export interface MapSource {
  readonly host: Pick<Host, 'loadPart' | 'log'> & { readonly code: Pick<CodeView, 'outline'> };
  readonly place: MapPlace;
  /** False for what is hidden; asked again here for each file that would be shown. */
  readonly visible: (path: string) => Promise<boolean>;
}

/** What it is ranked for, and how much of it is wanted. */
export interface MapWish {
  readonly about: string;
  /** Files that are named already, relative to the workspace folder. */
  readonly files: readonly string[];
  /** Tokens at most. */
  readonly tokens: number;
}

/** A map that was drawn, and the ranking behind it. */
export interface RepositoryMap extends DrawnMap {
  readonly answer: MapAnswer;
}

/** Never rejects for a map that can't be made (a thread that can't start): a prompt without one is worth sending. */
export async function repositoryMap(
  source: MapSource,
  wish: MapWish,
  signal?: AbortSignal,
): Promise<RepositoryMap | undefined> {
  const { host, place, visible } = source;
  try {
    const part = await host.loadPart('map');
    const request = { about: wish.about, files: wish.files, most: mostFiles };
    const answer = await part.ranked(place, request, signal);
    if (answer === undefined) return undefined;
    const flags = await Promise.all(answer.files.map(({ path }) => visible(`${place.root}/${path}`)));
    const shown = answer.files.filter((_, index) => flags[index]);
    const files = await withEditor(source, shown, wordsOf(wish.about), signal);
    const whole: MapAnswer = { total: answer.total, files };
    return { ...drawMap(whole, wish.tokens), answer: whole };
  } catch (error) {
    signal?.throwIfAborted();
    host.log.write('info', error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** Text files that declare nothing anybody looks for; an editor has headings or keys for them. */
const prose =
  /\.(?:md|mdx|txt|json|jsonc|ya?ml|toml|lock|ini|cfg|conf|csv|tsv|svg|html?|css|scss|less|xml|log|env|snap)$/iu;

/** Files of other languages get their symbols from the editor, where it has some. */
async function withEditor(
  { host, place }: MapSource,
  files: readonly RankedFile[],
  words: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<readonly RankedFile[]> {
  const unknown = files.filter(({ known, path }) => !known && !prose.test(path) && /\.\w+$/u.test(path));
  const found = new Map<string, RankedFile['symbols']>();
  for (const { path } of unknown.slice(0, mostByEditor)) {
    const symbols = await host.code.outline(`${place.root}/${path}`, signal).catch(() => undefined);
    if (symbols === undefined) continue;
    found.set(path, flat(symbols, 0, words));
  }
  return files.map((file) => ({ ...file, symbols: found.get(file.path) ?? file.symbols }));
}

function flat(symbols: readonly OutlineSymbol[], depth: number, words: ReadonlySet<string>): RankedFile['symbols'] {
  return symbols.flatMap(({ name, kind, line, children }) => [
    {
      name,
      kind,
      line,
      depth,
      text: `${kind} ${name}`.replace(/[\p{Cc}\u2028\u2029]/gu, ' ').slice(0, 140),
      uses: 0,
      asked: piecesOf(name).some((piece) => words.has(piece)),
    },
    ...flat(children, depth + 1, words),
  ]);
}
