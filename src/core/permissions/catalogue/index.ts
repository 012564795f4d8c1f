import { accountEntries } from './accounts';
import { cloud } from './cloud';
import { containers } from './containers';
import { database } from './database';
import { deletion } from './deletion';
import type { CatalogueEntry } from './entry';
import { forge } from './forge';
import { history } from './history';
import { network } from './network';
import { publishing } from './publishing';
import { system } from './system';

/** Every kind of command that asks even where a rule allows it. */
export const catalogue: readonly CatalogueEntry[] = [
  ...deletion,
  ...history,
  ...forge,
  ...publishing,
  ...cloud,
  ...accountEntries,
  ...containers,
  ...database,
  ...system,
  ...network,
];
