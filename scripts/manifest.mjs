// Writes the generated part of package.json: run it after a change to a command, setting, view or walkthrough.
import { generatedFields, readManifest, writeManifest } from './lib/manifest.mjs';
import { runMain } from './lib/run.mjs';

await runMain(async () => {
  writeManifest({ ...readManifest(), ...(await generatedFields()) });
});
