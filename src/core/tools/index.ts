/** Every tool, in the order in which models see them. A tool is a file and a line here. */
import { askUser } from './askUser';
import { askWhileBuilding } from './askWhileBuilding';
import { delegate } from './delegate';
import { editDocument } from './editDocument';
import { findFiles } from './findFiles';
import { listDirectory } from './listDirectory';
import { readFile } from './readFile';
import { reportFindings } from './reportFindings';
import { reportPart } from './reportPart';
import { reportTask } from './reportTask';
import { searchText } from './searchText';
import type { Tool } from './tool';

const looking: readonly Tool[] = [listDirectory, findFiles, searchText, readFile];

const acting: readonly Tool[] = [];

/** For planning a spec: they look, and the phases have their own. */
export const tools: readonly Tool[] = [...looking, askUser, editDocument, reportFindings];

/** For the agent that builds a task. */
export const buildingTools: readonly Tool[] = [...looking, ...acting, askWhileBuilding, delegate, reportTask];

/** For a helper of that agent; research only looks. */
export function helperTools(role: 'research' | 'code' | 'test'): readonly Tool[] {
  return role === 'research' ? [...looking, reportPart] : [...looking, ...acting, reportPart];
}
