/** What the map's threads and their owner say to each other. */
import type { MapAnswer, MapFile, MapPlace, MapRequest } from '../../core/context/map/types';
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
export type MapperCall =
  | { readonly id: number; readonly kind: 'ranked'; readonly place: MapPlace; readonly request: MapRequest }
  | { readonly id: number; readonly kind: 'changed'; readonly place: MapPlace; readonly paths: readonly string[] };

/** From the mapper. */
export type MapperAnswer =
  | { readonly id: number; readonly answer: MapAnswer | number }
  | { readonly id: number; readonly error: string };

/** To a reader; it answers with the files, in the same order. */
export interface ReaderCall {
  readonly root: string;
  readonly files: readonly Met[];
}

/** From a reader. */
export type ReaderAnswer = readonly MapFile[];
