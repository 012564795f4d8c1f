import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { posix } from 'node:path';
import type { Files, Git } from '../core/host';
import { createChangedSince, unix } from './gitChanged';
import { createHeld } from './gitHeld';
import { stagedTexts, unpushedTexts } from './gitHooks/staged';
import { runGit } from './gitProcess';

/** What git knows about files and people. Reads objects, never the index or a filter, and runs nothing a repository names. */
export function createGit(files: Pick<Files, 'read'>): Git {
  return {
    async committed(path) {
      const folder = posix.dirname(path);
      const name = `./${posix.basename(path)}`;
      const onDisk = await files.read(path);
      if (onDisk === undefined) return undefined;
      const blob = await runGit(folder, ['cat-file', 'blob', `HEAD:${name}`]);
      if (blob?.code !== 0 || unix(blob.stdout) !== unix(new TextDecoder('utf-8', { ignoreBOM: true }).decode(onDisk)))
        return undefined;
      const signers = await allowedSigners();
      const log = await runGit(folder, [
        '-c',
        `gpg.ssh.allowedSignersFile=${signers}`,
        'log',
        '-1',
        '--no-mailmap',
        '--format=%H%x00%an%x00%ae%x00%G?',
        'HEAD',
        '--',
        name,
      ]);
      const [commit, author, email, signature] = log?.code === 0 ? log.stdout.trimEnd().split('\0') : [];
      if (commit === undefined || author === undefined || email === undefined) return undefined;
      return { commit, author, email, signed: signature === 'G' };
    },
    async textAt(path, revision) {
      const folder = await nearestFolder(path);
      // A revision is one word; what begins with a dash would be an option, and a colon would name another file.
      if (!/^[^\s:-][^\s:]*$/u.test(revision)) return undefined;
      const blob = await runGit(folder, ['cat-file', 'blob', `${revision}:./${posix.relative(folder, path)}`]);
      return blob?.code === 0 ? blob.stdout : undefined;
    },
    async history(path, most) {
      const format = '--format=%H%x00%an%x00%ae%x00%aI%x00%s';
      const name = `./${posix.basename(path)}`;
      const log = await runGit(posix.dirname(path), ['log', `-${most}`, '--no-mailmap', format, 'HEAD', '--', name]);
      if (log?.code !== 0) return [];
      return log.stdout.split('\n').flatMap((line) => {
        const [commit, author, email, at, subject] = line.split('\0');
        return commit === undefined || author === undefined || email === undefined || at === undefined
          ? []
          : [{ commit, author, email, at, subject: subject ?? '' }];
      });
    },
    held: createHeld(),
    staged: stagedTexts,
    unpushed: unpushedTexts,
    async recent(folder, most) {
      const log = await runGit(folder, ['log', `-${most}`, '--format=%s', 'HEAD', '--', '.']);
      return log?.code === 0 ? log.stdout.split('\n').filter((line) => line.trim() !== '') : [];
    },
    changedSince: createChangedSince(files),
    async identity(folder) {
      const name = await setting(folder, 'user.name');
      const email = await setting(folder, 'user.email');
      return name === undefined || email === undefined ? undefined : { name, email };
    },
  };
}

/** The folder that a path lies in, or the first one above it that is there: a checkout may have removed it. */
async function nearestFolder(path: string): Promise<string> {
  const folder = posix.dirname(path);
  const isThere = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isThere || folder === path ? folder : nearestFolder(folder);
}

async function setting(folder: string, name: string, ...options: readonly string[]): Promise<string | undefined> {
  const found = await runGit(folder, ['config', ...options, '--get', name]);
  const value = found?.code === 0 ? found.stdout.trim() : '';
  return value === '' ? undefined : value;
}

/** Whose SSH signatures count is the user's to say, not the repository's: a copied folder brings its own configuration. */
async function allowedSigners(): Promise<string> {
  return (await setting(homedir(), 'gpg.ssh.allowedSignersFile', '--global', '--path')) ?? '';
}
