/** Which tool a hook speaks of: categories, Kiro's own tool names, names of MCP servers, regular expressions. */
import type { BoundedRegex } from './regex';
import { compileRegex } from './regex';

const categories: Readonly<Record<string, readonly string[]>> = {
  read: ['read_file', 'list_directory', 'find_files', 'search_text', 'outline', 'read_problems'],
  write: ['write_file', 'edit_file', 'delete_file', 'move_file'],
  shell: ['run_command', 'command_output', 'stop_command'],
  web: ['web_fetch', 'web_search', 'fetch_url'],
  spec: ['edit_document', 'report_task', 'report_findings'],
};

/** Names that Kiro's tools have for the same work, so that matchers written for them fire here too. */
const kiroNames: Readonly<Record<string, readonly string[]>> = {
  read_file: ['fs_read', 'readFile', 'read_files', 'read_code', 'readCode', 'readMultipleFiles'],
  list_directory: ['listDirectory', 'list_dir'],
  find_files: ['file_search', 'fileSearch', 'glob'],
  search_text: ['grep_search', 'grepSearch', 'grep'],
  write_file: ['fs_write', 'fs_append', 'fsWrite', 'fsAppend', 'create_file'],
  edit_file: ['str_replace', 'strReplace', 'edit_code', 'editCode', 'fs_write', 'code'],
  delete_file: ['deleteFile'],
  move_file: ['smart_relocate', 'smartRelocate', 'rename_file'],
  run_command: ['execute_bash', 'execute_pwsh', 'executeBash', 'executePwsh', 'control_bash_process', 'shell'],
  read_problems: ['get_diagnostics', 'getDiagnostics'],
  delegate: ['invoke_sub_agent', 'invokeSubAgent', 'subagent'],
};

/** The words that `tools` and a v1 matcher take besides regular expressions. */
export const toolCategories: readonly string[] = [...Object.keys(categories), '*', '@builtin', '@mcp', '@powers'];

/** True where a tool is one of those that are named. A tool of an MCP server has the name `mcp__server__tool`. */
export function compileTools(words: readonly string[], bounded: BoundedRegex): (tool: string) => boolean {
  const tests = words.map((word) => oneTool(word, bounded));
  return (tool) => tests.length === 0 || tests.some((test) => test(tool));
}

function oneTool(word: string, bounded: BoundedRegex): (tool: string) => boolean {
  if (word === '*') return () => true;
  const members = categories[word];
  if (members !== undefined) return (tool) => members.includes(tool);
  if (word === '@builtin') return (tool) => !tool.startsWith('mcp__');
  if (word === '@mcp') return (tool) => tool.startsWith('mcp__');
  if (word === '@powers') return (tool) => tool.startsWith('power__');
  if (word.startsWith('@')) {
    const [server = '', name] = word.slice(1).split('/');
    const start = `mcp__${server}__`;
    return (tool) => (name === undefined ? tool.startsWith(start) : tool === start + name);
  }
  const regex = compileRegex(word, bounded);
  if (regex.kind === 'invalid') return (tool) => namesOf(tool).includes(word);
  return (tool) => namesOf(tool).some((name) => regex.test(name) === true);
}

/** Our name, Kiro's, and that of the category, since matchers are written for any of them. */
function namesOf(tool: string): readonly string[] {
  return [tool, ...(kiroNames[tool] ?? []), tool.replaceAll('__', '_')];
}
