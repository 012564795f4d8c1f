import { cloud } from './cloud';
import { database } from './database';
import { deletion } from './deletion';
import type { CatalogueEntry } from './entry';
import { history } from './history';
import { network } from './network';
import { publishing } from './publishing';
import { system } from './system';

/** Every kind of command that asks even where a rule allows it. */
export const catalogue: readonly CatalogueEntry[] = [
  ...deletion,
  ...history,
  ...publishing,
  ...cloud,
  ...database,
  ...system,
  ...network,
];
