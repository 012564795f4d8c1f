import type { Discoverer } from './folder';

const heading = /^#{1,6}\s+(.*)$/u;
const aboutTests = /\b(?:tests?|testing|verify|verification|checks?)\b|テスト|测试|測試|테스트|тест|prueba|essai/iu;
const inline = /`([^`\n]+)`/gu;
const looksRun = /^(?:\.\/)?[a-z][\w./-]*(?:\s+\S+)+$/u;

/** Steering `tech.md`: commands in backticks or fences below a heading, or on a line, about tests. */
export const tech: Discoverer = async (folder) => {
  const text = await folder.text('.kiro/steering/tech.md');
  return text === undefined ? [] : commandsOf(text).map((line) => ({ line, source: '.kiro/steering/tech.md' }));
};

function commandsOf(text: string): readonly string[] {
  const found: string[] = [];
  let section = false;
  let fence = false;
  for (const line of text.split(/\r?\n/u)) {
    if (/^\s*(?:```|~~~)/u.test(line)) fence = !fence;
    else if (fence) {
      const command = line
        .replace(/\s+#.*$/u, '')
        .replace(/^\s*\$\s+/u, '')
        .trim();
      if ((section || aboutTests.test(line)) && aboutTests.test(command) && looksRun.test(command)) found.push(command);
    } else if (heading.test(line)) section = aboutTests.test(line);
    else if (section || aboutTests.test(line)) {
      for (const match of line.matchAll(inline)) {
        const command = match[1]?.trim() ?? '';
        if (aboutTests.test(command) && looksRun.test(command)) found.push(command);
      }
    }
  }
  return [...new Set(found)].slice(0, 3);
}
