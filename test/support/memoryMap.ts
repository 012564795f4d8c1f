/** A repository map over files that a test names, ranked as the real one. */
import { graphOf } from '../../src/core/context/map/graph';
import { rank } from '../../src/core/context/map/rank';
import type { MapFile, MapPart, MapPlace } from '../../src/core/context/map/types';

/** A file that declares these names, one a line, and uses those. */
export function mapFile(path: string, declares: readonly string[], uses: readonly string[] = []): MapFile {
  return {
    path,
    size: 1,
    modified: 1,
    known: true,
    symbols: declares.map((name, at) => ({
      name,
      kind: 'function',
      line: at + 1,
      depth: 0,
      text: `function ${name}()`,
    })),
    imports: [],
    words: [...declares, ...uses].join(' '),
  };
}

export interface MemoryMap extends MapPart {
  readonly asked: readonly MapPlace[];
}

/** The part; it hides nothing by itself. */
export function memoryMap(files: readonly MapFile[]): MemoryMap {
  const asked: MapPlace[] = [];
  return {
    asked,
    ranked: async (place, request) => {
      asked.push(place);
      return rank(graphOf(files), request);
    },
    close: async () => undefined,
  };
}
