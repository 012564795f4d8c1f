import { symlinkSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createFiles } from '../../src/node/files';
import { quickFiles } from '../../src/node/quickFiles';
import { temporaryFolder } from '../support/temporary';

const folder = temporaryFolder({ 'a/one.md': 'one', 'a/B.md': '', 'a/below/two.md': '2' });
symlinkSync(`${folder}/a/one.md`, `${folder}/a/link.md`);
symlinkSync(`${folder}/nowhere`, `${folder}/a/dangling`);

const usual = createFiles();
const quick = quickFiles();

it.each(['a', 'a/one.md', 'a/B.md', 'a/link.md', 'a/dangling', 'a/below', 'none', 'none/below', 'a/one.md/below'])(
  'reads, looks at and lists %s as the usual files do',
  async (name) => {
    const path = `${folder}/${name}`;
    const all = (files: typeof quick) =>
      Promise.allSettled([
        files.read(path).then((bytes) => bytes && Buffer.from(bytes).toString('hex')),
        files.read(path, { start: 1, end: 2 }).then((bytes) => bytes && Buffer.from(bytes).toString('hex')),
        files.stat(path),
        files.list(path),
      ]).then((results) =>
        results.map((each) => (each.status === 'fulfilled' ? each.value : String(each.reason.code))),
      );
    expect(await all(quick)).toEqual(await all(usual));
  },
);
