/** Every tool, in the order in which models see them. A tool is a file and a line here. */
import { answerComments } from './answerComments';
import { askUser } from './askUser';
import { askWhileBuilding } from './askWhileBuilding';
import { commandOutput } from './commandOutput';
import { delegate } from './delegate';
import { deleteFile } from './deleteFile';
import { editDocument } from './editDocument';
import { editFile } from './editFile';
import { findFiles } from './findFiles';
import { listDirectory } from './listDirectory';
import { moveFile } from './moveFile';
import { outline } from './outline';
import { readFile } from './readFile';
import { readProblems } from './readProblems';
import { reportFindings } from './reportFindings';
import { reportPart } from './reportPart';
import { reportSteering } from './reportSteering';
import { reportTask } from './reportTask';
import { runCommand } from './runCommand';
import { searchText } from './searchText';
import { stopCommand } from './stopCommand';
import type { Tool } from './tool';
import { writeFile } from './writeFile';

const looking: readonly Tool[] = [listDirectory, findFiles, searchText, readFile];

const acting: readonly Tool[] = [editFile, writeFile, moveFile, deleteFile, runCommand, commandOutput, stopCommand];

/** Looking at code needs the editor or the grammars, which an acting session has. */
const lookingAtCode: readonly Tool[] = [...looking, outline, readProblems];

/** For planning a spec: they look, and the phases have their own. */
export const tools: readonly Tool[] = [...looking, askUser, editDocument, answerComments, reportFindings];

/** For drafting steering: they look. */
export const draftingTools: readonly Tool[] = looking;

/** For looking through a finished change: everything that is needed stands in the prompt. */
export const steeringCheckTools: readonly Tool[] = [reportSteering];

/** For the agent that builds a task. */
export const buildingTools: readonly Tool[] = [...lookingAtCode, ...acting, askWhileBuilding, delegate, reportTask];

/** For a helper of that agent; research only looks. */
export function helperTools(role: 'research' | 'code' | 'test'): readonly Tool[] {
  return role === 'research' ? [...lookingAtCode, reportPart] : [...lookingAtCode, ...acting, reportPart];
}
