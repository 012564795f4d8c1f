/** The repository map: its program lies in `programs` beside the parts, the grammars beside this bundle. */
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MapPart } from '../../core/context/map/types';
import { portPath } from '../paths';
import { createCodeMap } from './codeMap';

const folder = posix.dirname(portPath(fileURLToPath(import.meta.url)));

export const part: MapPart = createCodeMap({
  program: `${posix.dirname(folder)}/programs/mapper.js`,
  grammars: folder,
});
