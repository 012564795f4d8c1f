/** Markdown as the text it is: the same import that esbuild's text loader serves in the bundles. */
import { readFileSync } from 'node:fs';

export const markdownAsText = {
  name: 'markdown-as-text',
  load(id: string): string | undefined {
    return id.endsWith('.md') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}` : undefined;
  },
};
