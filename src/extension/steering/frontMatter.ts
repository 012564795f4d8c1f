/** What may stand in the front matter of a steering file, from its JSON schema. */
import schema from './steering.schema.json';

/** A word of the front matter and what it means. */
export interface FrontMatterWord {
  readonly name: string;
  /** Markdown. */
  readonly help: string;
}

const { inclusion, ...others } = schema.properties;
const inserts: Readonly<Record<string, string>> = {
  inclusion: 'inclusion: ',
  fileMatchPattern: `fileMatchPattern: "\${1:src/**}"`,
  name: 'name: ',
  description: 'description: ',
};

/** The keys, with the snippet that writes each. */
export const frontMatterKeys: readonly (FrontMatterWord & { readonly insert: string })[] = Object.entries({
  inclusion,
  ...others,
}).map(([name, { description }]) => ({ name, help: description, insert: inserts[name] ?? `${name}: ` }));

/** The values of `inclusion`. */
export const inclusionModes: readonly FrontMatterWord[] = inclusion.oneOf.map((mode) => ({
  name: mode.const,
  help: mode.description,
}));
