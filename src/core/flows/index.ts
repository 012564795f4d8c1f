import type { Flow } from './flow';
import { requirementsFirst } from './requirementsFirst';

/** Every flow; the first is the default. */
export const flows: readonly Flow[] = [requirementsFirst];
