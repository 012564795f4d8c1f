/** Every command. Alphabetic, so that nobody wonders where to put the next. */
import { approve } from './approve';
import { checkSpecs } from './checkSpecs';
import type { Command } from './command';
import { generate } from './generate';
import { initialise } from './initialise';
import { installCli } from './installCli';
import { newSpec } from './newSpec';
import { openDocument } from './openDocument';
import { openPanel } from './openPanel';
import { openSample } from './openSample';
import { refine } from './refine';
import { resume } from './resume';
import { revealInExplorer } from './revealInExplorer';
import { reviewClaim } from './reviewClaim';
import { setUpModel } from './setUpModel';
import { showLastPrompt } from './showLastPrompt';
import { showLog } from './showLog';
import { showVersions } from './showVersions';
import { stop } from './stop';
import { toggleTask } from './toggleTask';
import { updateLater } from './updateLater';

export const commands: readonly Command[] = [
  approve,
  checkSpecs,
  generate,
  initialise,
  installCli,
  newSpec,
  openDocument,
  openPanel,
  openSample,
  refine,
  resume,
  revealInExplorer,
  reviewClaim,
  setUpModel,
  showLastPrompt,
  showLog,
  showVersions,
  stop,
  toggleTask,
  updateLater,
];
