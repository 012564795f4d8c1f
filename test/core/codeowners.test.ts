import { expect, test } from 'vitest';
import { ownersOf, parseCodeowners } from '../../src/core/codeowners';

const spec = '.kiro/specs/pay/requirements.md';

function check(text: string, path: string, owners: readonly string[]): void {
  expect(ownersOf(parseCodeowners(text), path)).toEqual(owners);
}

test.each<readonly [string, string, readonly string[]]>([
  ['* @all', spec, ['@all']],
  ['* @all\n.kiro/ @spec-team', spec, ['@spec-team']],
  ['.kiro/ @spec-team\n* @all', spec, ['@all']],
  ['/.kiro/specs/pay/ @pay ana@example.com # who pays', spec, ['@pay', 'ana@example.com']],
  ['*.md @docs', spec, ['@docs']],
  ['/*.md @docs', spec, []],
  ['docs/* @docs', 'docs/a.md', ['@docs']],
  ['docs/* @docs', 'docs/deep/a.md', []],
  ['docs/ @docs', 'x/docs/deep/a.md', ['@docs']],
  ['/docs/ @docs', 'x/docs/a.md', []],
  ['**/pay/requirements.md @pay', spec, ['@pay']],
  ['.kiro/specs/pay @pay', spec, ['@pay']],
  ['* @all\n.kiro/specs/pay/', spec, []],
  ['my\\ folder/a.md @x', 'my folder/a.md', ['@x']],
  ['! @x\n!*.md @y\n# comment @z\n\n   ', spec, []],
  ['[ab].md @x', 'a.md', []],
  ['[Docs] @docs\n*.md\n^[Code][2] @code\n.kiro/', spec, ['@docs', '@code']],
  ['\uFEFF* @bom\r\n.kiro/ @crlf\r\n', spec, ['@crlf']],
  ['* not-an-owner', spec, []],
])('%j gives %s the owners %j', (text, path, owners) => check(text, path, owners));

const whole = `# who
*            @all
*.ts         @ts docs@example.com
/build/      @build
docs/*       @docs
apps/**/api  @api
/quiet.md
src/we\\ ird.ts @odd # a remark
!nobody @x
[Frontend][2] @front
web/
web/secret/  @sec
`;
test.each<[string, readonly string[]]>([
  ['a.md', ['@all']],
  ['src/a.ts', ['@ts', 'docs@example.com']],
  ['build/x/y', ['@build']],
  ['sub/build/x', ['@all']],
  ['docs/a.md', ['@docs']],
  ['docs/deep/a.md', ['@all']],
  ['apps/x/y/api', ['@api']],
  ['quiet.md', []],
  ['src/we ird.ts', ['@odd']],
  ['web/a.css', ['@all', '@front']],
  ['web/secret/a', ['@all', '@sec']],
])('the owners of %s in a whole file are %j', (path, expected) => check(whole, path, expected));
