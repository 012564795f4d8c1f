/** What a hook's command is told: JSON on stdin as Kiro 1.x has it, and the environment of 0.x. */
import type { EventFile, HookEvent } from '../model';

/** Variables are cut to this, since a system takes no longer ones. */
const longest = 100_000;

/** The event as JSON with Kiro's names, on one line. Paths are relative to `cwd`. */
export function stdinOf(event: HookEvent, files: readonly EventFile[]): string {
  const { tool, task, outcome } = event;
  const payload = {
    hook_event_name: event.trigger,
    cwd: event.root,
    session_id: event.session,
    agent: event.agent,
    tool_name: tool?.name,
    tool_input: tool?.input,
    tool_response: tool?.response,
    tool_success: tool?.ok,
    prompt: event.prompt,
    assistant_response: event.response,
    file_path: files[0]?.path,
    old_file_path: files[0]?.from,
    file_paths: files.length === 0 ? undefined : files.map(({ path }) => path),
    spec: event.spec,
    document: event.document,
    task_id: task?.id,
    task: task?.text,
    ok: outcome?.ok,
    exit_code: outcome?.code,
    output: outcome?.output,
    branch: event.branch,
    previous_branch: event.previousBranch,
    commit: event.commit,
    problems: event.problems,
    api: event.api,
    argument: event.argument,
    cause: event.cause,
  };
  return `${JSON.stringify(payload)}\n`;
}

/** `USER_PROMPT` of 0.x (a prompt's text, or JSON of a tool's use), and ours. */
export function environmentOf(event: HookEvent, hook: string): Readonly<Record<string, string>> {
  const { tool } = event;
  const prompt =
    tool === undefined
      ? (event.prompt ?? '')
      : JSON.stringify({
          toolName: tool.name,
          toolArgs: tool.input,
          ...(tool.response === undefined ? {} : { toolResult: tool.response, toolSuccess: tool.ok === true }),
        });
  return {
    USER_PROMPT: prompt.replaceAll('\0', '').slice(0, longest),
    TRACEWRIGHT_HOOK: hook.replaceAll('\0', ''),
    TRACEWRIGHT_EVENT: event.trigger,
  };
}
