import type { Discoverer } from './folder';

const target = /^(test|check)\s*:(?!=)/mu;

/** A Makefile's target `test`, else `check`. */
export const make: Discoverer = async (folder) => {
  const file = ['Makefile', 'makefile', 'GNUmakefile'].find((name) => folder.names.has(name));
  const name = file === undefined ? undefined : target.exec((await folder.text(file)) ?? '')?.[1];
  return name === undefined ? [] : [{ line: `make ${name}`, source: `${file}, target ${name}` }];
};
