/** Every command. Alphabetic, so that nobody wonders where to put the next. */
import { acceptChange } from './acceptChange';
import { addComment } from './addComment';
import { addSteering } from './addSteering';
import { allowHooks } from './allowHooks';
import { answerRun } from './answerRun';
import { approve } from './approve';
import { checkSpecs } from './checkSpecs';
import { chooseContext } from './chooseContext';
import { clearRuns } from './clearRuns';
import type { Command } from './command';
import { copyContext } from './copyContext';
import { editHook } from './editHook';
import { generate } from './generate';
import { generateSteering } from './generateSteering';
import { hookMenu } from './hookMenu';
import { initialise } from './initialise';
import { installCli } from './installCli';
import { installGitHooks } from './installGitHooks';
import { learnSteering } from './learnSteering';
import { markReviewed } from './markReviewed';
import { newHook } from './newHook';
import { newHookFromSentence } from './newHookFromSentence';
import { newHookFromTemplate } from './newHookFromTemplate';
import { newSpec } from './newSpec';
import { openDocument } from './openDocument';
import { openHook } from './openHook';
import { openPanel } from './openPanel';
import { openSample } from './openSample';
import { refine } from './refine';
import { refineSteering } from './refineSteering';
import { rejectChange } from './rejectChange';
import { restoreCheckpoint } from './restoreCheckpoint';
import { resume } from './resume';
import { retryTask } from './retryTask';
import { revealInExplorer } from './revealInExplorer';
import { reviewClaim } from './reviewClaim';
import { runAll } from './runAll';
import { runFromHere } from './runFromHere';
import { runHook } from './runHook';
import { runMenu } from './runMenu';
import { runNext } from './runNext';
import { sendComments } from './sendComments';
import { setUpModel } from './setUpModel';
import { showChanges } from './showChanges';
import { showContext } from './showContext';
import { showEvidence } from './showEvidence';
import { showLastPrompt } from './showLastPrompt';
import { showLog } from './showLog';
import { showPermissions } from './showPermissions';
import { showVersions } from './showVersions';
import { skipTask } from './skipTask';
import { startTask } from './startTask';
import { stop } from './stop';
import { stopHook } from './stopHook';
import { stopRun } from './stopRun';
import { switchContext } from './switchContext';
import { switchHook } from './switchHook';
import { switchMode } from './switchMode';
import { toggleTask } from './toggleTask';
import { tryHook } from './tryHook';
import { updateLater } from './updateLater';
import { watchRun } from './watchRun';
import { withdrawComment } from './withdrawComment';

export const commands: readonly Command[] = [
  acceptChange,
  addComment,
  addSteering,
  allowHooks,
  answerRun,
  approve,
  checkSpecs,
  chooseContext,
  clearRuns,
  copyContext,
  editHook,
  generate,
  generateSteering,
  hookMenu,
  initialise,
  installCli,
  installGitHooks,
  learnSteering,
  markReviewed,
  newHook,
  newHookFromSentence,
  newHookFromTemplate,
  newSpec,
  openDocument,
  openHook,
  openPanel,
  openSample,
  refine,
  refineSteering,
  rejectChange,
  restoreCheckpoint,
  resume,
  retryTask,
  revealInExplorer,
  reviewClaim,
  runAll,
  runFromHere,
  runHook,
  runMenu,
  runNext,
  sendComments,
  setUpModel,
  showChanges,
  showContext,
  showEvidence,
  showLastPrompt,
  showLog,
  showPermissions,
  showVersions,
  skipTask,
  startTask,
  stop,
  stopHook,
  stopRun,
  switchContext,
  switchHook,
  switchMode,
  toggleTask,
  tryHook,
  updateLater,
  watchRun,
  withdrawComment,
];
