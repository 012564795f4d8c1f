/** The walk for what is hidden lists a folder again only where something changed in it. On a real file system. */
import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createHiddenWalk } from '../../src/core/tools/hiddenPaths';
import { createFiles } from '../../src/node/files';
import { temporaryFolder } from '../support/temporary';

test('what did not change is not listed again, and every change is seen', async () => {
  const root = temporaryFolder({
    '.kiroignore': '*.pem\n',
    'a/one.pem': '',
    'a/deep/two.pem': '',
    'a/deep/x.ts': '',
    'b/three.pem': '',
  });
  const listed: string[] = [];
  const files = createFiles();
  const list = (path: string) => {
    listed.push(path.slice(root.length + 1));
    return files.list(path);
  };
  // As if all of it had been there for long.
  const walk = createHiddenWalk({ ...files, list }, { now: () => Date.now() + 60_000 });
  const look = async () => {
    listed.length = 0;
    const found = await walk.all([root], []);
    return { found: found.map((path) => path.slice(root.length + 1)), listed: [...listed].sort() };
  };
  /** Whatever changes next has another time, however coarse the file system's clock is. */
  const settle = async () => {
    for (const folder of ['', 'a', 'a/deep', 'b']) utimesSync(`${root}/${folder}`, 1_000_000_000, 1_000_000_000);
    await look();
  };
  const found = ['a/deep/two.pem', 'a/one.pem', 'b/three.pem'];
  expect(await look()).toEqual({ found, listed: ['', 'a', 'a/deep', 'b'] });
  expect(await look()).toEqual({ found, listed: [] });
  writeFileSync(`${root}/a/deep/x.ts`, 'changed');
  expect(await look()).toEqual({ found, listed: [] });
  await settle();
  writeFileSync(`${root}/b/four.pem`, '');
  expect(await look()).toEqual({ found: ['a/deep/two.pem', 'a/one.pem', 'b/four.pem', 'b/three.pem'], listed: ['b'] });
  await settle();
  renameSync(`${root}/b/four.pem`, `${root}/b/four.txt`);
  rmSync(`${root}/a/deep/two.pem`);
  expect(await look()).toEqual({ found: ['a/one.pem', 'b/three.pem'], listed: ['a/deep', 'b'] });
  writeFileSync(`${root}/.kiroignore`, '*.txt\n');
  expect((await look()).found).toEqual(['b/four.txt']);
  await settle();
  mkdirSync(`${root}/c`);
  writeFileSync(`${root}/c/.kiroignore`, '*\n');
  writeFileSync(`${root}/c/x`, '');
  expect((await look()).found).toEqual(['b/four.txt', 'c/.kiroignore', 'c/x']);
});
