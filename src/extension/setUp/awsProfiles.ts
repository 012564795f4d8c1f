/** The names of the profiles in the AWS files of this machine; nothing else of them is read. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Sorted, each once; empty where there are no such files. */
export async function awsProfiles(env: (name: string) => string | undefined): Promise<readonly string[]> {
  const files = [
    env('AWS_CONFIG_FILE') ?? join(homedir(), '.aws', 'config'),
    env('AWS_SHARED_CREDENTIALS_FILE') ?? join(homedir(), '.aws', 'credentials'),
  ];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return [...new Set(texts.flatMap(profileNames))].sort();
}

/** `[default]` and `[profile dev]`, and `[dev]` of the credentials file; other sections name no profile. */
export function profileNames(text: string): readonly string[] {
  return [...text.matchAll(/^\s*\[\s*([^\]]+?)\s*\]/gm)].flatMap(([, section = '']) => {
    const [first = '', ...rest] = section.split(/\s+/);
    if (rest.length === 0) return [first];
    return first === 'profile' ? [rest.join(' ')] : [];
  });
}
