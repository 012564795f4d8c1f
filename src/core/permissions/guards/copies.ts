import { isWithin } from '../paths';
import { pathOf } from '../shell/parts';
import { hasOption, operands, type Part } from '../shell/words';
import { type Around, guard } from './guard';

/** Programs that read everything below a folder. */
const whole = /^(?:cp|gcp|mv|tar|gtar|bsdtar|zip|7z|rsync|scp|ditto|install|rg|ag|ack)$/u;
/** Of these, the first operand is a pattern. */
const searching = /^(?:rg|ag|ack|[ef]?grep)$/u;

/** Folders that are taken as they are, with whatever lies in them. */
export const copyGuards = [
  guard('home', (part, around) => {
    const { program, args } = part;
    const reads = whole.test(program) || (/^[ef]?grep$/u.test(program) && hasOption(args, '-r', '-R', '--recursive'));
    if (around.sandboxed || !reads) return undefined;
    const list = operands(args, ['-e', '-f', '-g', '-t']).slice(searching.test(program) ? 1 : 0);
    const found = list.find((each) => placesOf(part, each, around).some((path) => isWithin(path, around.home)));
    return found === undefined ? undefined : `${found} holds the home folder, with its keys and passwords.`;
  }),
  guard('unpacking', (part, around) => {
    const { program, args } = part;
    if (around.sandboxed || !/^(?:cp|gcp|rsync|ditto)$/u.test(program)) return undefined;
    const list = operands(args, ['-e', '--rsh', '-S']);
    const target = list.at(-1) ?? '';
    const brings = list.slice(0, -1).some((each) => (program === 'rsync' ? /\/$/u : /\/\.$/u).test(each));
    return brings && placesOf(part, target, around).some((path) => around.roots.includes(path))
      ? 'Which files it puts into the workspace is known only when it runs.'
      : undefined;
  }),
];

function placesOf(part: Part, value: string, { home }: Pick<Around, 'home'>): readonly string[] {
  const word = part.words.find((each) => each.value === value);
  return word === undefined ? [] : (part.folders ?? []).flatMap((folder) => pathOf(word, folder, home) ?? []);
}
