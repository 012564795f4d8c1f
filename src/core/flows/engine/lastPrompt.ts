import { type Message, textOf } from '../../messages';
import type { FlowRead } from '../log';

/** The last request as readable Markdown: everything up to the model's last answer; undefined before the first. */
export function lastPromptText(log: FlowRead | undefined): string | undefined {
  const prefix = log?.prefix();
  if (log === undefined || prefix === undefined) return undefined;
  const messages = log.messages();
  const last = messages.at(-1)?.role === 'assistant' ? messages.length - 1 : messages.length;
  if (last === 0) return undefined;
  const tools = prefix.tools.map((tool) => `- \`${tool.name}\`: ${tool.description.split('\n', 1)[0] ?? ''}`);
  return [
    `# Last prompt to ${prefix.model}`,
    '## System',
    ...prefix.system,
    '## Tools',
    tools.join('\n'),
    ...messages.slice(0, last).map((message, index) => `## ${index + 1}. ${message.role}\n\n${bodyOf(message)}`),
  ]
    .join('\n\n')
    .concat('\n');
}

function bodyOf(message: Message): string {
  const others = message.content.flatMap((block) => {
    switch (block.type) {
      case 'tool_call':
        return [
          `Calls \`${block.name}\`:\n\n${fenced(JSON.stringify(block.input, undefined, 2) ?? block.inputText ?? '')}`,
        ];
      case 'tool_result': {
        const text = block.content
          .map((each) => (each.type === 'text' ? each.text : `(image, ${each.mediaType})`))
          .join('\n');
        return [`${block.isError ? 'Error' : 'Result'} of ${block.callId}:\n\n${fenced(text)}`];
      }
      case 'image':
        return [`(image, ${block.mediaType})`];
      default:
        return [];
    }
  });
  return [textOf(message), ...others].filter((part) => part !== '').join('\n\n');
}

/** A fence longer than any run of backticks inside. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
