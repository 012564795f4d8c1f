/** Every tool, in the order in which models see them. A tool is a file and a line here. */
import { askUser } from './askUser';
import { editDocument } from './editDocument';
import { findFiles } from './findFiles';
import { listDirectory } from './listDirectory';
import { readFile } from './readFile';
import { reportFindings } from './reportFindings';
import { searchText } from './searchText';
import type { Tool } from './tool';

export const tools: readonly Tool[] = [
  listDirectory,
  findFiles,
  searchText,
  readFile,
  askUser,
  editDocument,
  reportFindings,
];
