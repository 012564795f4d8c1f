/** Which repositories of this machine a git command copies from or to: what one of them hides, the other does not. */
import { type GitCommand, quiet } from './gitQuiet';
import { type PathContext, realTarget } from './judgePath';
import { isWithin, joinPath } from './paths';
import { operands, optionValues } from './shell/words';

/** Those of the quiet ones that speak with other repositories, or say which. */
const transports = /^(?:fetch|pull|push|remote)$/u;
/** Those that show the repository's own content. */
const viewers = /^(?:log|reflog|shortlog|show|whatchanged|diff(?:-tree|-index|-files)?|blame|annotate|grep|cat-file)$/u;

/** Options of those that take the next word. */
const valued =
  '--depth --deepen -j --jobs --shallow-since --shallow-exclude --refmap -o --server-option --push-option --negotiation-tip --filter -b --branch --origin -s --strategy -X --strategy-option --recurse-submodules-default --upload-pack --receive-pack --exec'.split(
    ' ',
  );

/** The folders (absolute) of repositories on this machine; empty where it copies none, or only over the network. */
export async function copiedFrom(
  command: GitCommand,
  { places, files }: Pick<PathContext, 'places' | 'files'>,
): Promise<readonly string[]> {
  const { verb, folder } = command;
  if (viewers.test(verb) || (quiet.has(verb) && !transports.test(verb))) return [];
  const { surely, perhaps } = sources(command);
  const bases = folder === undefined ? places.roots : [folder];
  const at = (word: string) => {
    const path = word.replace(/^file:\/\/(?:localhost)?/iu, '').replace(/^~(?=\/|$)/u, places.home);
    return bases.map((base) => joinPath(base, path.startsWith('/') ? path : `./${path}`));
  };
  const found = surely.flatMap(at);
  for (const path of perhaps.flatMap(at)) {
    const there = await files.realpath(path).catch(() => undefined);
    if (there !== undefined) found.push(path);
  }
  const real = await Promise.all(found.map((path) => realTarget(files, path)));
  // A folder that is a repository of its own, or will be, still lies in that of the workspace.
  return [
    ...real,
    ...(real.length === 0 ? [] : places.roots.filter((root) => bases.some((each) => isWithin(root, each)))),
  ];
}

/** `surely` is a path; `perhaps` is one if it is there, and otherwise the name of a remote. */
function sources({ verb, args }: GitCommand): { surely: readonly string[]; perhaps: readonly string[] } {
  const list = operands(args, verb === 'remote' ? ['-t', '--track', '-m', '--master'] : valued);
  const surely = [...operands(args), ...optionValues(args, '--repo', '--remote', '--reference')].filter(
    (each) => isLocal(each) && (verb === 'clone' || !/^\.\/*$/u.test(each)),
  );
  switch (verb) {
    case 'fetch':
    case 'pull':
    case 'push':
    case 'clone':
      return {
        surely,
        perhaps: [...(hasMany(args) ? list : list.slice(0, 1)), ...optionValues(args, '--repo')].filter(isName),
      };
    case 'remote':
      return /^(?:add|set-url)$/u.test(list[0] ?? '') ? { surely, perhaps: list.slice(2).filter(isName) } : none;
    default:
      return { surely, perhaps: [] };
  }
}

const none = { surely: [], perhaps: [] };

function hasMany(args: readonly string[]): boolean {
  return args.some((each) => each.length > 4 && '--multiple'.startsWith(each));
}

/** Written as a path is, whether it is there or not. */
function isLocal(word: string): boolean {
  return /^(?:\.{1,2}(?:\/|$)|\/|~|file:)/iu.test(word);
}

/** A name, which may be that of a folder: no address of another machine, and no refspec. */
function isName(word: string): boolean {
  return !word.includes(':') && !word.startsWith('+') && !isLocal(word);
}
