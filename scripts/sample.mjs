// Copies the sample workspace to .vscode-test/sample, for F5: what is tried there stays out of the clone's files. A copy
// that is there is kept.
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { downloads, root } from './lib/places.mjs';

const copy = join(downloads, 'sample');
if (!existsSync(copy)) cpSync(join(root, 'media/sample'), copy, { recursive: true });
