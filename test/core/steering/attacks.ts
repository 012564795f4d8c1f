/** Ways into a prompt for what lies elsewhere or is kept from it, and ways to choke on what a repository holds. */
import type { SteeringGuards } from '../../../src/core/steering/guards';
import type { SteeringFile } from '../../../src/core/steering/model';
import type { MemoryHostOptions } from '../../support/memoryHost';

export interface Attack {
  readonly name: string;
  /** Those that stop it. */
  readonly guards: readonly (keyof SteeringGuards)[];
  readonly files?: MemoryHostOptions['files'];
  readonly links?: MemoryHostOptions['links'];
  /** Files that are pipes or devices. */
  readonly pipes?: readonly string[];
  readonly trusted?: false;
  /** Patterns that the settings hide. */
  readonly hide?: readonly string[];
  /** Files that are worked on. */
  readonly paths?: readonly string[];
  /** Whether it got through; else what is loaded tells the secret. */
  readonly through?: (files: readonly SteeringFile[]) => boolean;
}

export const root = '/code/app';
/** Another folder of the same window. */
export const lib = '/code/lib';
export const home = '/home/ana';
export const secret = 'SECRET';
const steering = `${root}/.kiro/steering`;
/** Either is enough: the folders of the window are asked for twice. */
const links: Attack['guards'] = ['inside', 'visible'];
const key = { '/home/ana/.ssh/key': secret, '/code/app-secret/k': secret, '/etc/passwd.md': secret };
const within = { [`${root}/.env`]: secret, [`${root}/secret/k.md`]: secret };

const refers = (target: string) => ({ [`${steering}/x.md`]: `See #[[file:${target}]].`, ...key });
const hidden = (ignore: string, target: string, more: Attack['files'] = {}) => ({
  [`${root}/.kiroignore`]: ignore,
  [`${steering}/x.md`]: `See #[[file:${target}]].`,
  ...within,
  ...more,
});
const brought = (files: readonly SteeringFile[]) => files.flatMap(({ references }) => references);
const sum = (files: readonly SteeringFile[]) =>
  files.reduce((all, { body }) => all + body.length, 0) +
  brought(files).reduce((all, { text }) => all + text.length, 0);

const climbing: readonly Attack[] = [
  ['a path that climbs out', '../../home/ana/.ssh/key'],
  ['a path that goes in first', 'src/../../../home/ana/.ssh/key'],
  ['an absolute path', '/home/ana/.ssh/key'],
  ['backslashes', '..\\..\\home\\ana\\.ssh\\key'],
  ['dots and slashes of both kinds', './..//..\\./home/ana/.ssh/key'],
  ['a sibling whose name begins the same', '../app-secret/k'],
  ['lines of a file outside', '../../home/ana/.ssh/key#L1-L1'],
  ['beside the steering file, and up', '../../../../home/ana/.ssh/key'],
].map(([name = '', target = '']) => ({ name, guards: links, files: refers(target) }));

const outside: readonly Attack[] = [
  {
    name: 'a steering file that is a link out',
    guards: links,
    files: key,
    links: { [`${steering}/x.md`]: '/home/ana/.ssh/key' },
  },
  {
    name: 'the folder of steering is a link out',
    guards: links,
    files: { '/elsewhere/x.md': secret },
    links: { [steering]: '/elsewhere' },
  },
  {
    name: 'a folder below it is a link out',
    guards: links,
    files: { '/elsewhere/x.md': secret, [`${steering}/a.md`]: 'a' },
    links: { [`${steering}/team`]: '/elsewhere' },
  },
  {
    name: 'all of .kiro is a link out',
    guards: links,
    files: { '/elsewhere/steering/x.md': secret },
    links: { [`${root}/.kiro`]: '/elsewhere' },
  },
  {
    name: 'AGENTS.md is a link to a link out',
    guards: links,
    files: key,
    links: { [`${root}/AGENTS.md`]: `${root}/a.md`, [`${root}/a.md`]: '/home/ana/.ssh/key' },
  },
  {
    name: 'AGENTS.md of a folder that is a link out',
    guards: links,
    files: { '/elsewhere/AGENTS.md': secret },
    links: { [`${root}/src`]: '/elsewhere' },
    paths: ['src/a.ts'],
  },
  {
    name: 'a rule of another tool that is a link out',
    guards: links,
    files: key,
    links: { [`${root}/.cursor/rules/x.mdc`]: '/home/ana/.ssh/key' },
  },
  {
    name: 'a reference to a link out',
    guards: links,
    files: refers('ok.md'),
    links: { [`${root}/ok.md`]: '/home/ana/.ssh/key' },
  },
  {
    name: 'a reference through a folder that is a link out',
    guards: links,
    files: refers('up/key'),
    links: { [`${root}/up`]: '/home/ana/.ssh' },
  },
  {
    name: 'what a second file refers to',
    guards: links,
    files: { ...refers('b.md'), [`${root}/b.md`]: '#[[file:../../home/ana/.ssh/key]]' },
  },
  {
    name: 'an import of another tool that climbs out',
    guards: links,
    files: { [`${root}/CLAUDE.md`]: 'See @../../etc/passwd.md', ...key },
  },
  {
    name: 'a reference of the user’s own steering to what lies beside it',
    guards: links,
    files: { '/home/ana/.kiro/steering/x.md': '#[[file:../../.ssh/key]]', ...key },
  },
  {
    name: 'a reference to another workspace folder',
    guards: ['inside'],
    files: { [`${steering}/x.md`]: '#[[file:../lib/k.md]]', [`${lib}/k.md`]: secret },
  },
  {
    name: 'a steering file that is a link to another workspace folder',
    guards: ['inside'],
    files: { [`${lib}/k.md`]: secret },
    links: { [`${steering}/x.md`]: `${lib}/k.md` },
  },
];

const hiding: readonly Attack[] = [
  { name: 'a hidden file', files: hidden('.env', '.env') },
  { name: 'in another case', files: hidden('.env', '.ENV', { [`${root}/.ENV`]: secret }) },
  { name: 'a file of a hidden folder', files: hidden('secret/', 'secret/k.md') },
  {
    name: 'an ignore file deeper down that shows it again',
    files: hidden('secret/', 'secret/k.md', { [`${root}/secret/.kiroignore`]: '!k.md' }),
  },
  { name: 'a line that shows the file, but not its folder', files: hidden('secret/\n!secret/k.md', 'secret/k.md') },
  { name: 'by steps that cancel out', files: hidden('secret/', 'secret/../secret/./k.md') },
  { name: 'a link to it', files: hidden('.env', 'ok.md'), links: { [`${root}/ok.md`]: `${root}/.env` } },
  {
    name: 'a folder that is a link to a hidden one',
    files: hidden('secret/', 'open/k.md'),
    links: { [`${root}/open`]: `${root}/secret` },
  },
  {
    name: 'what a second file refers to',
    files: { ...hidden('.env', 'b.md'), [`${root}/b.md`]: '#[[file:.env]]' },
  },
  { name: 'an ignore file with a BOM and the line ends of Windows', files: hidden('\ufeff.env\r\n', '.env') },
  { name: 'an ignore file with blanks behind', files: hidden('.env  \n', '.env') },
  {
    name: 'letters that are written in two ways',
    files: hidden('caf\u00e9.md', 'cafe\u0301.md', { [`${root}/cafe\u0301.md`]: secret }),
  },
  { name: 'a pattern for any depth', files: hidden('**/k.md', 'secret/k.md') },
  { name: 'a later line that shows another', files: hidden('.env*\n!.env.example', '.env') },
  {
    name: 'an ignore file in the folder of steering that shows what the outer one hides',
    files: {
      [`${root}/.kiroignore`]: '.kiro/steering/\n',
      [`${steering}/.kiroignore`]: '!x.md\n',
      [`${steering}/x.md`]: secret,
    },
  },
  { name: 'lines of it', files: hidden('.env', '.env#L1') },
  {
    name: 'an import of another tool',
    files: { [`${root}/.kiroignore`]: 'secret/', [`${root}/GEMINI.md`]: 'See @secret/k.md.', ...within },
  },
  {
    name: 'the user’s own steering',
    files: { [`${root}/.kiroignore`]: '.env', '/home/ana/.kiro/steering/x.md': '#[[file:.env]]', ...within },
  },
  { name: 'git’s own store', files: hidden('', '.git/config', { [`${root}/.git/config`]: secret }) },
  { name: 'what the settings hide', files: hidden('', 'secret/k.md'), hide: ['secret'] },
  {
    name: 'what the settings hide and an ignore file shows',
    files: hidden('!secret/\n!secret/k.md', 'secret/k.md'),
    hide: ['secret'],
  },
  {
    name: 'a steering file that is hidden',
    files: { [`${root}/.kiroignore`]: '.kiro/steering/x.md', [`${steering}/x.md`]: secret },
  },
  {
    name: 'a steering file that is a link to what is hidden',
    files: { [`${root}/.kiroignore`]: '.env', ...within },
    links: { [`${steering}/x.md`]: `${root}/.env` },
  },
  {
    name: 'a folder of steering that is a link to a hidden one',
    files: { [`${root}/.kiroignore`]: 'secret/', [`${steering}/a.md`]: 'a', ...within },
    links: { [`${steering}/team`]: `${root}/secret` },
  },
  {
    name: 'AGENTS.md of a hidden folder',
    files: { [`${root}/.kiroignore`]: 'src/', [`${root}/src/AGENTS.md`]: secret },
    paths: ['src/a.ts'],
  },
].map(({ name, ...each }) => ({ name: `hidden: ${name}`, guards: ['visible'], ...each }));

const untrusted: readonly Attack[] = [
  { name: 'its steering', files: { [`${steering}/x.md`]: secret } },
  { name: 'its AGENTS.md', files: { [`${root}/AGENTS.md`]: secret } },
  { name: 'AGENTS.md of a folder', files: { [`${root}/src/AGENTS.md`]: secret }, paths: ['src/a.ts'] },
  { name: 'a rule of another tool', files: { [`${root}/.cursorrules`]: secret } },
  {
    name: 'a file that the user’s own steering refers to',
    files: { '/home/ana/.kiro/steering/x.md': '#[[file:a.md]]', [`${root}/a.md`]: secret },
  },
].map(({ name, ...each }) => ({ name: `untrusted: ${name}`, guards: ['trusted'], trusted: false, ...each }));

const ten = 10_000_000;
const choking: readonly Attack[] = [
  {
    name: 'a steering file of 10 MB',
    guards: ['most'],
    files: { [`${steering}/x.md`]: 'x'.repeat(ten) },
    through: (files) => sum(files) >= ten,
  },
  {
    name: 'a reference to 10 MB',
    guards: ['most'],
    files: { [`${steering}/x.md`]: '#[[file:big.log]]', [`${root}/big.log`]: 'x'.repeat(ten) },
    through: (files) => sum(files) >= ten,
  },
  {
    name: 'a hundred references',
    guards: ['most'],
    files: {
      [`${steering}/x.md`]: Array.from({ length: 100 }, (_, at) => `#[[file:${at}.txt]]`).join('\n'),
      ...Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`${root}/${at}.txt`, 'x'.repeat(10_000)])),
    },
    through: (files) => brought(files).length === 100,
  },
  {
    name: 'a circle of files',
    guards: ['once'],
    files: {
      [`${steering}/x.md`]: '#[[file:b.md]]',
      [`${root}/b.md`]: '#[[file:c.md]]',
      [`${root}/c.md`]: '#[[file:b.md]] #[[file:.kiro/steering/x.md]]',
    },
    through: (files) => brought(files).length > 2,
  },
  {
    name: 'one file under many names',
    guards: ['once'],
    files: {
      [`${steering}/x.md`]: '#[[file:a.md]] #[[file:./a.md]] #[[file:l.md]] #[[file:src/../a.md]]',
      [`${root}/a.md`]: 'a',
    },
    links: { [`${root}/l.md`]: `${root}/a.md` },
    through: (files) => brought(files).length > 1,
  },
  {
    name: 'a chain of a hundred files',
    guards: ['deepest'],
    files: {
      [`${steering}/x.md`]: '#[[file:0.md]]',
      ...Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`${root}/${at}.md`, `#[[file:${at + 1}.md]]`])),
    },
    through: (files) => brought(files).length > 50,
  },
  {
    name: 'a steering file that is a pipe',
    guards: ['plain'],
    files: { [`${steering}/x.md`]: secret },
    pipes: [`${steering}/x.md`],
  },
  {
    name: 'AGENTS.md that is a pipe',
    guards: ['plain'],
    files: { [`${root}/AGENTS.md`]: secret },
    pipes: [`${root}/AGENTS.md`],
  },
  {
    name: 'a reference to a pipe',
    guards: ['plain'],
    files: { ...refers('pipe'), [`${root}/pipe`]: secret },
    pipes: [`${root}/pipe`],
  },
  { name: 'a steering file that is no text', guards: ['text'], files: { [`${steering}/x.md`]: `\u0000${secret}` } },
  {
    name: 'a reference to what is no text',
    guards: ['text'],
    files: { ...refers('a.bin'), [`${root}/a.bin`]: `\u0000${secret}` },
  },
];

export const attacks: readonly Attack[] = [...climbing, ...outside, ...hiding, ...untrusted, ...choking];
