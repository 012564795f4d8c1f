/**
 * `toolsSettings` of an agent's file, which Kiro has given up for `permissions`: what it denies counts, what it allows
 * does not. A denial that can't be told in our patterns makes its tool ask, since what it was to be kept from is not known.
 */
import type { Rule } from './rules';
import type { Capability } from './types';

type Settings = Readonly<Record<string, unknown>>;

/** Rules of all tools; `capabilitiesOf` knows what a tool's name stands for. Problems are added as sentences. */
export function fromToolsSettings(
  value: unknown,
  capabilitiesOf: (tools: readonly string[]) => readonly Capability[],
  path: string,
  problems: string[],
): readonly Rule[] {
  if (value === undefined || value === null) return [];
  problems.push(
    `${path}: "toolsSettings" is Kiro's older form: what it denies counts, what it allows does not. Put both under "permissions".`,
  );
  if (!isSettings(value)) return asks(capabilitiesOf(['*']));
  return Object.entries(value).flatMap(([tool, settings]) => {
    const named = capabilitiesOf([tool]);
    if (named.length === 0) return [];
    return isSettings(settings) ? ofTool(named, settings) : asks(named);
  });
}

function ofTool(named: readonly Capability[], settings: Settings): readonly Rule[] {
  const { deniedPaths, deniedCommands, blocked, denyByDefault, allowedCommands } = settings;
  const paths = listed(deniedPaths);
  const commands = listed(deniedCommands)?.map(asPattern);
  const allowed = (listed(allowedCommands) ?? []).map(asPattern);
  const known = (list: readonly (string | undefined)[] | undefined) => (list ?? []).flatMap((each) => each ?? []);
  const unclear =
    (deniedPaths !== undefined && paths === undefined) ||
    (deniedCommands !== undefined && (commands === undefined || commands.includes(undefined))) ||
    blocked !== undefined ||
    (denyByDefault === true && allowed.includes(undefined));
  return [
    ...denies(named, paths ?? []),
    ...denies(named, known(commands)),
    ...(denyByDefault === true && !allowed.includes(undefined)
      ? named.map((capability) => ({ ...rule(capability, 'deny'), exclude: known(allowed) }))
      : []),
    ...(unclear ? asks(named) : []),
  ];
}

function denies(named: readonly Capability[], match: readonly string[]): readonly Rule[] {
  return match.length === 0 ? [] : named.map((capability) => ({ ...rule(capability, 'deny'), match }));
}

function asks(named: readonly Capability[]): readonly Rule[] {
  return named.map((capability) => rule(capability, 'ask'));
}

function rule(capability: Capability, effect: Rule['effect']): Rule {
  return { capability, match: [], exclude: [], effect, scope: 'agent' };
}

/** Undefined where it is no list of words. */
function listed(value: unknown): readonly string[] | undefined {
  if (value === undefined) return [];
  return Array.isArray(value) && value.every((each) => typeof each === 'string' && each !== '') ? value : undefined;
}

/** A regular expression over the whole command as a pattern in which only `*` is special; undefined where it says more. */
function asPattern(expression: string): string | undefined {
  const whole = expression.replace(/^(?:\^|\\A)/u, '').replace(/(?:(?<!\\)\$|\\z)$/u, '');
  const tokens = whole.match(/\.[*+]|\\[^\w\s]|[^\\.*+?()[\]{}|^$]/gu) ?? [];
  if (tokens.join('') !== whole || whole === '') return undefined;
  return tokens.map((token) => (/^\.[*+]$/u.test(token) ? '*' : token.replace(/^\\/u, ''))).join('');
}

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
