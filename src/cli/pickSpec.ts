import type { SpecHandle } from '../core/flows/service';
import type { Workspace } from '../core/workspace';
import type { Cli } from './cli';
import { CliError, exitCodes } from './exit';
import { absolute, shown } from './paths';

/** The spec that a path or a name means. A name with several matches ends with exit 2 and lists them. */
export async function pickSpec(cli: Cli, workspace: Workspace, wanted: string): Promise<SpecHandle> {
  const specs = await workspace.specs.list();
  const path = absolute(cli.cwd, wanted).replace(/\/$/u, '');
  const exact = specs.filter((spec) => spec.path === path);
  const matches = exact.length > 0 ? exact : specs.filter((spec) => spec.name === wanted);
  if (matches.length > 1) {
    const list = matches.map((spec) => `  ${shown(cli.cwd, spec.path)}`).join('\n');
    throw new CliError(`Several specs are called "${wanted}". Give one of these paths:\n${list}`, exitCodes.usage);
  }
  const [match] = matches;
  const handle = match && (await workspace.specs.open(match.path));
  if (handle === undefined)
    throw new CliError(`There is no spec "${wanted}". See: tracewright spec list`, exitCodes.usage);
  return handle;
}
