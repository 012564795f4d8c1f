/**
 * JSON schemas that the package brings, so that editors complete and check hook files, and other programs the front
 * matter of steering files; `npm run manifest` writes them.
 */
import { hooksYamlSchema, type JsonSchema, kiro0Schema, kiro1Schema } from '../core/hooks/schema';
import { frontMatterSchema } from '../core/steering/keys';
import { sources } from '../core/steering/sources/index';

/** By path below the package. */
export function schemas(): Readonly<Record<string, JsonSchema>> {
  return {
    'media/schemas/kiro-hook.json': kiro0Schema(),
    'media/schemas/hooks-v1.json': {
      $schema: 'http://json-schema.org/draft-07/schema#',
      description: 'Hooks of Kiro v1; a hook of 0.x is read here too.',
      if: { required: ['when'] },
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
      then: kiro0Schema(),
      else: kiro1Schema(),
    },
    'media/schemas/hooks-yaml.json': hooksYamlSchema(),
    ...Object.fromEntries(sources.flatMap(steeringSchema)),
  };
}

/** Of the front matter of one tool's steering files. */
function steeringSchema({ id, title, keys }: (typeof sources)[number]): readonly (readonly [string, JsonSchema])[] {
  if (keys.length === 0) return [];
  const name = id === 'kiro' ? 'steering' : `steering-${id}`;
  return [[`media/schemas/${name}.json`, frontMatterSchema(`Front matter of a steering file of ${title}`, keys)]];
}
