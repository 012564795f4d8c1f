/** What is hidden stays hidden while a sandbox stands, and where there is much of it. Linux with bubblewrap only. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Sandbox, SandboxRequest } from '../../../src/core/host';
import { fill } from '../../support/temporary';
import { layOut, openSandbox, type Rig, run } from './rig';

const secret = 'TOPSECRET-LATER';
const open: Sandbox[] = [];
afterAll(async () => {
  for (const sandbox of open) await sandbox.close();
});

async function sandboxed(rig: Rig, change: Partial<SandboxRequest> = {}): Promise<Sandbox> {
  const sandbox = await openSandbox(rig, change);
  open.push(sandbox);
  return sandbox;
}

/** As checkouts and editors save: another file over the one that is masked. */
function replace(path: string): void {
  writeFileSync(`${path}.new`, secret);
  renameSync(`${path}.new`, path);
}

type Outside = (rig: Rig) => void;
/** What something outside does while the sandbox stands, and the command that then wants to read it. */
const later: readonly (readonly [name: string, outside: Outside, line: string])[] = [
  ['a masked file is replaced', ({ work }) => replace(`${work}/.env`), 'cat .env'],
  ['a masked file is replaced, deep', ({ work }) => replace(`${work}/src/deep/key.pem`), 'cat src/deep/key.pem'],
  [
    'a masked file is deleted and made anew',
    ({ work }) => {
      rmSync(`${work}/.env`);
      writeFileSync(`${work}/.env`, secret);
    },
    'cat .env',
  ],
  [
    'a masked folder is replaced',
    ({ work }) => {
      renameSync(`${work}/private`, `${work}/../outside/private`);
      mkdirSync(`${work}/private`);
      writeFileSync(`${work}/private/notes.md`, secret);
    },
    'cat private/notes.md',
  ],
  [
    'the folder that holds a masked file is replaced',
    ({ work }) => {
      renameSync(`${work}/src`, `${work}/../outside/src`);
      mkdirSync(`${work}/src/deep`, { recursive: true });
      writeFileSync(`${work}/src/deep/key.pem`, secret);
    },
    'cat src/deep/key.pem',
  ],
  ['a file comes that is hidden', ({ work }) => writeFileSync(`${work}/src/new.pem`, secret), 'cat src/new.pem'],
  [
    'a file becomes hidden',
    ({ work }) => {
      writeFileSync(`${work}/.kiroignore`, '.env\n/private\n*.pem\nREADME.md\n');
      writeFileSync(`${work}/README.md`, secret);
    },
    'cat README.md',
  ],
  [
    'a replaced one is linked',
    ({ work }) => replace(`${work}/.env`),
    'ln .env hard 2>/dev/null; cat hard 2>/dev/null; cp .env copy 2>/dev/null; cat copy',
  ],
  [
    'the new mask is taken off',
    ({ work }) => replace(`${work}/.env`),
    'umount .env 2>/dev/null; unshare -Urm sh -c "umount .env; cat .env" 2>/dev/null; cat .env',
  ],
  ['the new mask is moved away', ({ work }) => replace(`${work}/.env`), 'mv .env other 2>/dev/null; cat other .env'],
  [
    'it is read through another process',
    ({ work }) => replace(`${work}/.env`),
    'for p in /proc/[0-9]*; do cat "$p/root$PWD/.env" "$p/cwd/.env"; done 2>/dev/null',
  ],
];

describe(`while a sandbox stands: ${later.length}`, () => {
  it.each(later)('%s: commands read nothing of it', async (_name, outside, line) => {
    const rig = layOut();
    const sandbox = await sandboxed(rig);
    // One command before, so that what is known of the first is no use.
    await run(sandbox, rig, 'true');
    outside(rig);
    expect((await run(sandbox, rig, line)).text).not.toContain(secret);
    // It lasts for the commands after, too.
    expect((await run(sandbox, rig, line)).text).not.toContain(secret);
  });

  it.each(later)('%s: without a new look they do', async (_name, outside, line) => {
    const rig = layOut();
    const bare = await sandboxed(rig, { hiddenNow: async () => [] });
    outside(rig);
    expect((await run(bare, rig, line)).text).toContain(secret);
  });

  it('what a command makes is its own to read, and hidden from the next', async () => {
    const rig = layOut();
    const sandbox = await sandboxed(rig);
    expect((await run(sandbox, rig, `echo ${secret} > src/made.pem; cat src/made.pem`)).text).toContain(secret);
    expect((await run(sandbox, rig, 'cat src/made.pem; rm -f src/made.pem')).text).not.toContain(secret);
    expect(readFileSync(`${rig.work}/src/made.pem`, 'utf8')).toContain(secret);
  });

  it('where nobody knows what is hidden no command runs', async () => {
    const rig = layOut();
    const hiddenNow = () => Promise.reject(new Error('The managed settings can’t be read.'));
    const sandbox = await sandboxed(rig, { hiddenNow });
    await expect(run(sandbox, rig, 'cat README.md')).rejects.toThrow('managed settings');
  });

  it('a flood of hidden files stops commands with a sentence', async () => {
    const rig = layOut();
    const sandbox = await sandboxed(rig);
    fill(rig.work, Object.fromEntries(Array.from({ length: 301 }, (_, at) => [`src/flood/${at}.pem`, secret])));
    await expect(run(sandbox, rig, 'true')).rejects.toThrow('more than 300 files became hidden');
  });
});

describe('far more hidden files than masks', () => {
  const many = Object.fromEntries(Array.from({ length: 1500 }, (_, at) => [`many/${at}.pem`, secret]));
  const all = Object.fromEntries(Array.from({ length: 1500 }, (_, at) => [`certs/${at}.pem`, secret]));
  const shown = { 'many/README.md': 'of many\n', 'many/deep/a.txt': 'a\n', 'many/deep/b.pem': secret };
  const wanted: readonly string[] = [
    'cat many/1.pem certs/1.pem',
    'cat many/* certs/* many/deep/*',
    'grep -rh TOPSECRET .',
    'mv many other; cat other/*; mv certs others; cat others/*',
    'cp -r many copied; cat copied/*; cp -r certs again; cat again/*',
    'umount many certs; cat many/1.pem certs/1.pem',
    'unshare -Urm sh -c "umount many; umount certs; cat many/* certs/*"',
    'ln many/1.pem hard; cat hard',
    'tar -cf a.tar .; cat a.tar',
  ];

  it('a sandbox starts, shows what is not hidden, and gives no way to the rest', async () => {
    const rig = layOut();
    fill(rig.work, { ...many, ...all, ...shown });
    const sandbox = await sandboxed(rig);
    const { text } = await run(
      sandbox,
      rig,
      'ls many; cat many/README.md; echo x >> many/deep/a.txt; cat many/deep/a.txt; ls certs',
    );
    expect(text).toBe('README.md\ndeep\nof many\na\nx\n');
    expect(readFileSync(`${rig.work}/many/deep/a.txt`, 'utf8')).toBe('a\nx\n');
    for (const line of wanted)
      expect((await run(sandbox, rig, `{ ${line}; } 2>/dev/null`)).text, line).not.toContain('TOPSECRET');
    replace(`${rig.work}/many/deep/b.pem`);
    replace(`${rig.work}/many/7.pem`);
    expect((await run(sandbox, rig, 'cat many/deep/b.pem many/7.pem')).text).not.toContain('TOPSECRET');
  });

  it.each(wanted)('%s: without masks it gets its way', async (line) => {
    const rig = layOut();
    fill(rig.work, { ...many, ...all, ...shown });
    const sandbox = await sandboxed(rig, { hidden: [], emptied: [], hiddenNow: async () => [] });
    expect((await run(sandbox, rig, `{ ${line}; } 2>/dev/null`)).text).toContain('TOPSECRET');
  });
});
