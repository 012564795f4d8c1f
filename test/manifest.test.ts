import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedFields, generatedSchemas, readManifest } from '../scripts/lib/manifest.mjs';
import { root } from '../scripts/lib/places.mjs';
import { readReadme, withTables } from '../scripts/lib/readme.mjs';

interface Binding {
  readonly key: string;
  readonly command: string;
  readonly args?: { readonly commands: readonly (string | { readonly command: string })[] };
}

/** The command that a binding is for: of several that run one after the other the last. */
function commandOf({ command, args }: Binding): string {
  const last = args?.commands.at(-1);
  return last === undefined ? command : typeof last === 'string' ? last : last.command;
}

describe('package.json', () => {
  it('says what src generates; npm run manifest writes it', async () => {
    const generated = await generatedFields();
    const written = readManifest();
    for (const [field, value] of Object.entries(generated)) expect(written[field], field).toEqual(value);
  });

  it('comes with the schemas of hook files and front matter; npm run manifest writes them', async () => {
    const generated = Object.entries(await generatedSchemas());
    expect(generated.length).toBe(9);
    for (const [path, text] of generated) expect(readFileSync(`${root}/${path}`, 'utf8'), path).toBe(text);
  });

  it('names only pictures and pages that are there', () => {
    const named = [...JSON.stringify(readManifest()).matchAll(/"(media\/[^"*]+)"/g)].map(([, path]) => String(path));
    expect(named.filter((path) => !existsSync(`${root}/${path}`))).toEqual([]);
  });

  it('gives a key to one command: of two whose conditions hold at once the editor would run the later only', () => {
    const bindings = Object(readManifest().contributes).keybindings as readonly Binding[];
    const shared = [...new Set(bindings.map(({ key }) => key))].flatMap((key) => {
      const commands = new Set(bindings.filter((each) => each.key === key).map(commandOf));
      return commands.size > 1 ? [`${key}: ${[...commands].join(', ')}`] : [];
    });
    expect(bindings.length).toBeGreaterThan(5);
    expect(shared).toEqual([]);
  });

  it('pins every package to one version', () => {
    const { dependencies, devDependencies } = readManifest();
    const ranges = Object.entries({ ...Object(dependencies), ...Object(devDependencies) });
    expect(ranges.filter(([, range]) => !/^\d+\.\d+\.\d+$/.test(String(range)))).toEqual([]);
  });
});

describe('README.md', () => {
  it('has the commands and settings of package.json; npm run manifest writes them', () => {
    expect(readReadme()).toEqual(withTables(readReadme(), readManifest()));
  });

  it('names only npm scripts and files that are there', () => {
    const scripts = Object.keys(Object(readManifest().scripts));
    const named = [...readReadme().matchAll(/`?npm (?:run ([a-z:]+)|(start|test))/g)].map(([, a, b]) => String(a ?? b));
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
    const links = [...readReadme().matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => String(path));
    expect(links.filter((path) => !existsSync(`${root}/${path}`))).toEqual([]);
  });
});
