/** Options as programs read them with getopt: bundled letters, names cut short, values beside or behind. */

/** One option of a command. */
export interface Given {
  /** `-x`, or `--name` as it was written. */
  readonly name: string;
  /** Of a long option without `=` the next word, whether it is its value or not. */
  readonly value: string | undefined;
}

/** What a command's words are. */
export interface Options {
  readonly given: readonly Given[];
  readonly operands: readonly string[];
}

/** Reads arguments. `letters` are the short options that take a value, `names` the long ones that take the next word. */
export function optionsOf(args: readonly string[], letters: string, names: readonly string[] = []): Options {
  const given: Given[] = [];
  const operands: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--') return { given, operands: [...operands, ...args.slice(at + 1)] };
    if (arg.startsWith('--')) {
      const [, name = '', value] = /^(--[^=]*)(?:=(.*))?$/su.exec(arg) ?? [];
      given.push({ name, value: value ?? args[at + 1] });
      if (value === undefined && names.some((each) => isCut(name, each))) at += 1;
    } else if (arg.startsWith('-') && arg.length > 1) {
      for (let letter = 1; letter < arg.length; letter++) {
        const name = `-${arg.charAt(letter)}`;
        if (!letters.includes(arg.charAt(letter))) given.push({ name, value: undefined });
        else {
          const beside = arg.slice(letter + 1);
          given.push({ name, value: beside === '' ? args[++at] : beside });
          break;
        }
      }
    } else operands.push(arg);
  }
  return { given, operands };
}

/** The options among these; long ones may be cut short as long as they say more than `--` and one letter. */
export function those({ given }: Options, ...options: readonly string[]): readonly Given[] {
  return given.filter(({ name }) =>
    options.some((option) => (option.startsWith('--') ? isCut(name, option) : name === option)),
  );
}

function isCut(name: string, option: string): boolean {
  return name === option || (name.length > 3 && option.startsWith(name));
}
