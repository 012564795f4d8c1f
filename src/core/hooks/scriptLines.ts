/** What commands of a hook run of the project, in lines: for the question whether it may, and for lists. */
import { diffLines } from 'diff';
import type { HookScript } from './model';

/** Changed lines of one file that a question has room for; how many more there are is said. */
const mostLines = 40;
/** Letters of one line. */
const longest = 400;

/** Scripts to the letter, with what they were; of files what is new in them, and the names of all others. */
export function scriptLines(scripts: readonly HookScript[]): readonly string[] {
  const same = scripts.filter(({ news }) => news === undefined);
  const files = same.filter((each) => !isScript(each)).map(({ name }) => name);
  return [
    ...same.filter(isScript).map(({ name, text = '' }) => `Which runs ${name}: ${text}`),
    ...scripts.flatMap(newsLines),
    ...(files.length === 0 ? [] : [`Which rests on: ${files.join(', ')}`]),
  ];
}

/** A script of a package is a command line itself. */
function isScript({ name }: HookScript): boolean {
  return name.includes('package.json, script ');
}

function newsLines(script: HookScript): readonly string[] {
  const { name, text = '', before, news } = script;
  if (news === undefined) return [];
  if (news === 'gone') return [`Gone since you agreed: ${name}`];
  const known = news === 'added' ? '' : before;
  if (known === undefined) return [`Changed since you agreed: ${name} (too long to show what changed)`];
  const head = `${news === 'added' ? 'New' : 'Changed'} since you agreed: ${name}`;
  const changed = diffLines(known.replaceAll('\r\n', '\n'), text.replaceAll('\r\n', '\n')).flatMap((part) =>
    part.added || part.removed
      ? part.value
          .replace(/\n$/u, '')
          .split('\n')
          .map((line) => `${part.added ? '+' : '-'} ${cut(line)}`)
      : [],
  );
  const more = changed.length - mostLines;
  return [head, ...changed.slice(0, mostLines), ...(more > 0 ? [`… and ${more} more changed lines`] : [])];
}

function cut(line: string): string {
  const more = line.length - longest;
  return more > 0 ? `${line.slice(0, longest)}… and ${more} more letters` : line;
}
