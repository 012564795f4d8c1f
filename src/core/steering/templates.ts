/** What "Initialise" puts below `.kiro/`: a beginning to be written over, by path below the workspace folder. */
import product from './templates/product.md';
import structure from './templates/structure.md';
import tech from './templates/tech.md';

/** In Kiro's form, switched off: an example that does nothing until somebody wants it. */
const hook = {
  version: 'v1',
  hooks: [
    {
      name: 'Lint what was saved',
      description: 'An example. Set enabled to true and the command to one of this repository.',
      trigger: 'PostFileSave',
      matcher: '\\.ts$',
      action: { type: 'command', command: 'npm run lint' },
      timeout: 60,
      enabled: false,
    },
  ],
};

export const templates: readonly { readonly path: string; readonly text: string }[] = [
  { path: '.kiro/hooks/lint-on-save.json', text: `${JSON.stringify(hook, undefined, 2)}\n` },
  { path: '.kiro/steering/product.md', text: product },
  { path: '.kiro/steering/structure.md', text: structure },
  { path: '.kiro/steering/tech.md', text: tech },
];
