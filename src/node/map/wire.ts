/** What the map's threads and their owner say to each other. */
import type { MapAnswer, MapPlace, MapRequest } from '../../core/context/map/types';
import type { Met } from './read';

/** What a thread is started with. */
export interface ThreadData {
  readonly role: 'mapper' | 'reader';
  /** This program, to start readers with. */
  readonly program: string;
  readonly grammars: string;
  readonly readers: number;
  readonly ripgrep: string | undefined;
}

/** To the mapper. */
export interface MapperCall {
  readonly id: number;
  readonly place: MapPlace;
  readonly request: MapRequest;
}

/** From the mapper. */
export type MapperAnswer =
  | { readonly id: number; readonly answer: MapAnswer }
  | { readonly id: number; readonly error: string };

/** To a reader. */
export interface ReaderCall {
  readonly id: number;
  readonly root: string;
  readonly files: readonly Met[];
}

/** From a reader: a line of the store for each file, which costs the one that waits less than the files themselves. */
export interface ReaderAnswer {
  readonly id: number;
  readonly lines: readonly string[];
}
