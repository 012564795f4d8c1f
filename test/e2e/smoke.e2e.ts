import { expect } from 'vitest';
import { editorTest } from './driver';

editorTest('the packaged extension is installed, and a workspace opens', {}, async (editor) => {
  await editor.runCommand('Extensions: Show Installed Extensions');
  const row = editor.page.locator('.extensions-viewlet .extension-list-item', { hasText: 'Tracewright' });
  await row.waitFor();
  await editor.screenshot('00-installed');
  expect(editor.read('package.json')).toContain('"name"');
});

editorTest('webviews can be looked into, and axe runs in them', { theme: 'light' }, async (editor) => {
  await editor.openFile('README.md');
  await editor.runCommand('Markdown: Open Preview');
  const frame = await editor.webviewFrame('.markdown-body h1');
  expect(await frame.locator('h1').first().textContent()).not.toBe('');
  expect(Array.isArray(await editor.axe(frame))).toBe(true);
});
