// Writes the generated part of package.json and the tables of README.md, and the schemas of hook files: run it after a
// change to a command, setting, view, walkthrough, or a trigger, action or condition of hooks.
import { generatedFields, readManifest, writeManifest, writeSchemas } from './lib/manifest.mjs';
import { readReadme, withTables, writeReadme } from './lib/readme.mjs';
import { runMain } from './lib/run.mjs';

await runMain(async () => {
  const manifest = { ...readManifest(), ...(await generatedFields()) };
  writeManifest(manifest);
  await writeSchemas();
  writeReadme(withTables(readReadme(), manifest));
});
