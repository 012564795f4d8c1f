import { builtinRules } from '../core/permissions/defaults';
import { createPermissions, type Permissions } from '../core/permissions/permissions';
import type { RuleSet } from '../core/permissions/ruleSources';
import { ruleText } from '../core/permissions/rules';
import type { Judgement, RuleRef } from '../core/permissions/types';
import type { Cli, Register } from './cli';
import { exitCodes } from './exit';
import { absolute } from './paths';
import { loadSettings } from './settings';

interface ExplainOptions {
  readonly cwd?: string;
  readonly root?: string;
  readonly json?: boolean;
  readonly sandboxed?: boolean;
  readonly headless?: boolean;
  readonly agent?: string;
}

/**
 * `tracewright permissions explain|list`: what agents may do here, and which rule says so. Nothing is run. `explain`
 * ends with 5 where the command would be denied, with 0 where it would be allowed or asked about.
 */
export const registerPermissions: Register = (program, cli) => {
  const permissions = program.command('permissions').description('what agents may do, and which rule says so');
  permissions
    .command('explain')
    .argument('<command>', 'a command line, quoted')
    .description('say what would be said to a command of an agent; nothing is run (exit code 5: denied)')
    .option('--cwd <folder>', 'where it would run', '.')
    .option('--root <folder>', 'workspace folder')
    .option('--sandboxed', 'as inside a sandbox')
    .option('--headless', 'as where nobody can be asked')
    .option('--agent <name>', 'as this agent: main, research, code, test', 'main')
    .option('--json', 'one JSON object')
    .action(async (line: string, options: ExplainOptions) => explain(cli, line, options));
  permissions
    .command('list')
    .description('the rules in force with their files, and what is ignored and why')
    .option('--root <folder>', 'workspace folder')
    .option('--json', 'one JSON object')
    .action(async (options: Pick<ExplainOptions, 'root' | 'json'>) => list(cli, options));
};

async function opened(cli: Cli, root: string | undefined): Promise<Permissions> {
  const open = await cli.open({ root });
  const { settings } = await loadSettings(cli.host);
  return createPermissions({ host: cli.host, roots: [open.root], settings });
}

async function explain(cli: Cli, line: string, options: ExplainOptions): Promise<void> {
  const permissions = await opened(cli, options.root);
  const cwd = absolute(cli.cwd, options.cwd ?? '.');
  const sandboxed = options.sandboxed === true;
  const judgement = await permissions.policy.judge(
    { kind: 'command', line, cwd: (await cli.host.files.realpath(cwd)) ?? cwd, shell: 'posix', sandboxed },
    { agent: options.agent ?? 'main', mode: 'supervised', headless: options.headless === true },
  );
  for (const problem of (await permissions.rules()).problems) cli.terminal.note(problem);
  if (options.json === true) cli.terminal.print(JSON.stringify({ command: line, ...judgement }));
  else for (const text of explanation(line, judgement)) cli.terminal.print(text);
  if (judgement.effect === 'deny') cli.exit(exitCodes.denied);
}

function explanation(line: string, judgement: Judgement): readonly string[] {
  const { effect, reason, rule, parts = [], suggestions, typeToConfirm } = judgement;
  const typed = typeToConfirm === undefined ? [] : [`To confirm it, "${typeToConfirm}" has to be typed.`];
  const each = parts.map((part) => `  ${part.effect.padEnd(5)}  ${part.text}  (${place(part.rule)})`);
  return [
    `${effect}: ${line}`,
    reason,
    `Rule: ${place(rule)}`,
    ...typed,
    ...(parts.length > 1 ? ['Parts:', ...each] : []),
    ...suggestions.map(({ pattern, meaning }) => `Can be allowed as "${pattern}": ${meaning}`),
  ];
}

function place({ text, scope, file, line }: RuleRef): string {
  if (file === undefined) return scope === 'builtin' ? text : `${text}, ${scope}`;
  return `${text}, ${scope} rule, ${file}${line === undefined ? '' : `:${line}`}`;
}

async function list(cli: Cli, options: Pick<ExplainOptions, 'root' | 'json'>): Promise<void> {
  const set = await (await opened(cli, options.root)).rules();
  if (options.json === true) {
    cli.terminal.print(JSON.stringify({ ...set, builtin: builtinRules }));
    return;
  }
  for (const text of listing(set)) cli.terminal.print(text);
  for (const problem of set.problems) cli.terminal.note(`Ignored: ${problem}`);
  if (set.closed !== undefined) cli.terminal.note(set.closed);
}

function listing({ rules, files }: RuleSet): readonly string[] {
  const rows = rules.map((rule) => {
    const except =
      rule.exclude.length === 0 ? '' : ` except ${rule.exclude.map((each) => JSON.stringify(each)).join(', ')}`;
    const where = rule.file === undefined ? '' : `  ${rule.file}${rule.line === undefined ? '' : `:${rule.line}`}`;
    const whose = rule.agent === undefined ? '' : ` for ${rule.agent}`;
    return `${rule.scope.padEnd(9)}  ${ruleText(rule)}${except}${whose}${where}`;
  });
  const places = files.map(({ path, scope, exists }) => `${scope.padEnd(9)}  ${path}${exists ? '' : '  (not there)'}`);
  return [
    'Rules (deny beats ask, ask beats allow; their order means nothing):',
    ...(rows.length === 0 ? ['none'] : rows),
    '',
    'Built in:',
    ...builtinRules.map(({ effect, text }) => `${effect.padEnd(9)}  ${text}`),
    '',
    'Files:',
    ...places,
  ];
}
