import { describe, expect, test } from 'vitest';
import { type LinkTarget, linkTarget } from '../../../src/extension/panel/links';

const root = '/code/server';
const folder = '/code/server/.kiro/specs/todo';

function check(href: string, expected: LinkTarget): void {
  expect(linkTarget(href, root, folder)).toEqual(expected);
}

const files = (...paths: readonly string[]) => ({ kind: 'file', paths }) as const;

describe('links that lead somewhere', () => {
  test.each<readonly [string, LinkTarget]>([
    ['https://example.com/a?b#c', { kind: 'outside', url: 'https://example.com/a?b#c' }],
    ['HTTP://EXAMPLE.com', { kind: 'outside', url: 'http://example.com/' }],
    ['design.md', files(`${folder}/design.md`, `${root}/design.md`)],
    ['src/app.ts#L12', { ...files(`${folder}/src/app.ts`, `${root}/src/app.ts`), line: 12 }],
    ['src/app.ts:12:3', { ...files(`${folder}/src/app.ts`, `${root}/src/app.ts`), line: 12 }],
    ['./design.md#overview', files(`${folder}/design.md`, `${root}/design.md`)],
    ['../../../src/a%20b.ts', files(`${root}/src/a b.ts`)],
  ])('%s', check);
});

describe('links that lead nowhere', () => {
  test.each([
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'command:workbench.action.terminal.new',
    'command:workbench.action.files.delete?%5B%5D',
    'vscode://publisher.extension/run',
    'vscode-insiders://x',
    'file:///etc/passwd',
    'data:text/html,<script>alert(1)</script>',
    'blob:https://x/y',
    'mailto:somebody@example.com',
    'ssh://host',
    '//example.com/protocol-relative',
    '/etc/passwd',
    '\\\\server\\share',
    'C:\\Windows\\system32',
    'C:/Windows',
    '../../../../outside.ts',
    '../../../../server-evil/x',
    '%2e%2e/%2e%2e/%2e%2e/%2e%2e/outside.ts',
    '%2Fetc%2Fpasswd',
    'a%00.ts',
    '%',
    '#c1.1',
    '',
    '?x',
    'https://user:secret@example.com/',
    'https://',
  ])('%s', (href) => check(href, { kind: 'refused' }));
});
