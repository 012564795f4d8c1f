import type { Register } from './cli';
import { registerSpecChange } from './specChange';
import { registerSpecDiff } from './specDiff';
import { registerSpecNew } from './specNew';
import { registerSpecReview } from './specReview';
import { registerSpecShow } from './specShow';
import { registerSpecVersions } from './specVersions';

/** `tracewright spec …` */
export const registerSpec: Register = (program, cli) => {
  const spec = program.command('spec').description('specs: begin, show, refine, approve');
  registerSpecNew(spec, cli);
  registerSpecShow(spec, cli);
  registerSpecChange(spec, cli);
  registerSpecVersions(spec, cli);
  registerSpecDiff(spec, cli);
  registerSpecReview(spec, cli);
};
