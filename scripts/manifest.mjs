// Writes the generated part of package.json and the tables of README.md: run it after a change to a command, setting,
// view or walkthrough.
import { generatedFields, readManifest, writeManifest } from './lib/manifest.mjs';
import { readReadme, withTables, writeReadme } from './lib/readme.mjs';
import { runMain } from './lib/run.mjs';

await runMain(async () => {
  const manifest = { ...readManifest(), ...(await generatedFields()) };
  writeManifest(manifest);
  writeReadme(withTables(readReadme(), manifest));
});
