import { isWithin } from '../paths';
import { optionsOf, those } from '../shell/options';
import { pathOf, valueWord } from '../shell/parts';
import { type Part, unversioned } from '../shell/words';
import { type Around, guard } from './guard';

/** Options with which a program works in another folder, or by another project's file; what else asks is left out. */
const table: readonly { readonly programs: string; readonly options: string }[] = [
  { programs: 'make gmake', options: '-C --directory -I --include-dir' },
  { programs: 'npm', options: '-C' },
  { programs: 'pnpm', options: '-C --dir' },
  { programs: 'yarn bun', options: '--cwd' },
  { programs: 'cargo', options: '-C --manifest-path' },
  { programs: 'go', options: '-C' },
  { programs: 'uv', options: '--directory --project' },
  { programs: 'poetry', options: '-C --directory -P --project' },
  { programs: 'composer', options: '-d --working-dir' },
  { programs: 'gradle gradlew', options: '-p --project-dir -b --build-file -I --init-script -c --settings-file' },
  { programs: 'mvn mvnw', options: '-f --file' },
  { programs: 'cmake', options: '-S -B --build --install' },
  { programs: 'ninja meson', options: '-C -f' },
  { programs: 'just', options: '-f --justfile -d --working-directory' },
  { programs: 'task', options: '-d --dir -t --taskfile' },
  { programs: 'rake', options: '-f --rakefile -C' },
];

const byProgram = new Map(
  table.flatMap(({ programs, options }) => programs.split(' ').map((name) => [name, options.split(' ')] as const)),
);

/** What a project runs is its own; another one's was written by whoever could write there. */
export const elsewhereGuards = [
  guard('elsewhere', (part, around) => {
    const options = byProgram.get(unversioned(part.program));
    if (around.sandboxed || options === undefined) return undefined;
    const long = options.filter((each) => each.startsWith('--'));
    const letters = options.flatMap((each) => (each.startsWith('--') ? [] : each.slice(1))).join('');
    const given = those(optionsOf(part.args, letters, long), ...options);
    const found = given.find(({ value }) => value !== undefined && leavesFolders(part, value, around));
    return found === undefined
      ? undefined
      : `${found.value} does not lie in the workspace, and what is run is what stands there.`;
  }),
];

function leavesFolders(part: Part, value: string, { roots, home }: Around): boolean {
  const word = part.words.find((each) => each.value === value) ?? valueWord(value);
  return (part.folders ?? []).some((folder) => {
    const path = pathOf(word, folder, home);
    return path === undefined || !roots.some((root) => isWithin(root, path));
  });
}
