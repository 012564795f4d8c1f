/** A spec folder: its documents parsed together. */
import type { Files } from '../host';
import { decodeText, parseDocument, scannedOf } from './document';
import { fileReferences, referenceTargets } from './fileReferences';
import { changed, Notes } from './lazy';
import type { DocumentName, KiroConfig, Property, Spec, SpecDocument, SpecKind } from './model';
import { parseConfig } from './parse/config';
import { resolvedTasks } from './parse/tasks';
import { type RequirementIndex, requirementIndex, resolveReference } from './resolve';
import { type RuleSpec, runRules } from './rule';
import { rules } from './rules';
import { descends } from './versions';

/** The documents of a spec, in the order in which they are written. */
export const DOCUMENT_NAMES: readonly DocumentName[] = ['requirements.md', 'bugfix.md', 'design.md', 'tasks.md'];
export const CONFIG_NAME = '.config.kiro';

/** The files of a spec folder that the parser reads. */
export type SpecFileName = DocumentName | typeof CONFIG_NAME;

/** A spec folder as text, before it is parsed. */
export interface SpecFiles {
  /** Path of the folder; its last part is the spec's name. */
  readonly path: string;
  /** Text by file name; an absent file is left out. */
  readonly files: Readonly<Partial<Record<SpecFileName, string>>>;
  /** Files that the documents refer to and that were looked for in vain, as `Spec.missingFiles`. */
  readonly missingFiles?: readonly string[];
}

/** Parses the documents of one folder, resolves references between them and checks them against each other. */
export function parseSpec({ path, files, missingFiles = [] }: SpecFiles): Spec {
  const config = parseConfig(files[CONFIG_NAME] ?? '');
  const parsed = DOCUMENT_NAMES.flatMap((name) => {
    const text = files[name];
    return text === undefined ? [] : [parseDocument(name, text)];
  });
  const index = requirementIndex(parsed);
  const documents = index === undefined ? parsed : parsed.map((document) => resolveDocument(document, index));
  const kind = kindOf(config, documents);
  const spec: RuleSpec = { kind, config, documents, requirements: index, missingFiles };
  const diagnostics: Spec['diagnostics'] = Object.fromEntries(
    documents.map((document) => [
      document.name,
      runRules(rules, 'spec', { document, spec, scan: () => scannedOf(document) }),
    ]),
  );
  const name =
    path
      .replace(/[\\/]+$/, '')
      .split(/[\\/]/)
      .at(-1) ?? path;
  return { path, name, kind, config, documents, missingFiles, diagnostics };
}

/** Reads and parses one spec folder; a folder without documents gives a spec without documents. */
export async function readSpec(files: Pick<Files, 'read' | 'stat'>, path: string): Promise<Spec> {
  return parseSpec(await readSpecFiles(files, path));
}

/** Reads one spec folder and parses nothing. */
export async function readSpecFiles(files: Pick<Files, 'read' | 'stat'>, path: string): Promise<SpecFiles> {
  const names: readonly SpecFileName[] = [...DOCUMENT_NAMES, CONFIG_NAME];
  const read = await Promise.all(names.map((name) => files.read(`${path}/${name}`)));
  const texts = names.flatMap((name, index) => {
    const bytes = read[index];
    return bytes === undefined ? [] : [[name, decodeText(bytes)] as const];
  });
  const contents: SpecFiles['files'] = Object.fromEntries(texts);
  return { path, files: contents, missingFiles: await missingFiles(files, path, contents) };
}

/** Files that the documents refer to and that are at none of the places where they could be. */
async function missingFiles(
  files: Pick<Files, 'read' | 'stat'>,
  path: string,
  contents: SpecFiles['files'],
): Promise<readonly string[]> {
  const names = new Set(
    DOCUMENT_NAMES.flatMap((name) => fileReferences({ text: contents[name] ?? '' }).map((each) => each.path)),
  );
  const missing: string[] = [];
  for (const name of names) {
    const found = await Promise.all(referenceTargets(path, name).map((target) => files.stat(target)));
    if (found.every((stat) => stat === undefined)) missing.push(name);
  }
  return missing;
}

/** One document of a spec, of the right type. */
export function documentOf<Name extends DocumentName>(
  spec: Pick<Spec, 'documents'>,
  name: Name,
): Extract<SpecDocument, { name: Name }> | undefined {
  return spec.documents.find((document): document is Extract<SpecDocument, { name: Name }> => document.name === name);
}

/** Everything found in one document, alone and against the others, sorted by place. */
export function diagnosticsOf(
  spec: Pick<Spec, 'documents' | 'diagnostics'>,
  name: DocumentName,
): Spec['documents'][number]['diagnostics'] {
  const own = documentOf(spec, name)?.diagnostics ?? [];
  return [...own, ...(spec.diagnostics[name] ?? [])].sort((a, b) => a.place.start - b.place.start);
}

const BUGFIX_HEADINGS = /^(bug details|hypothesized root cause|fix implementation)$/i;
const BUGFIX_SUBHEADINGS = /^(bug condition|fault condition)\b/i;

/** As Kiro decides: what the sidecar declares, else the headings of design.md; a lone bugfix.md decides by itself. */
function kindOf(config: KiroConfig, documents: readonly SpecDocument[]): SpecKind {
  const has = (name: DocumentName): boolean => documents.some((document) => document.name === name);
  if (has('bugfix.md') && !has('requirements.md')) {
    return 'bugfix';
  }
  if (config.specType === 'bugfix' || config.specType === 'feature') {
    return config.specType;
  }
  const design = documents.find((document) => document.name === 'design.md');
  const sniffed = design?.sections.some(
    ({ level, title }) =>
      (level === 2 && BUGFIX_HEADINGS.test(title)) || (level === 3 && BUGFIX_SUBHEADINGS.test(title)),
  );
  return sniffed === true ? 'bugfix' : 'feature';
}

/** The document with its references as the requirements write them; the same for the same document and requirements. */
function resolveDocument(document: SpecDocument, index: RequirementIndex): SpecDocument {
  const known = resolved.get(document);
  if (known?.index === index) return known.document;
  const made = resolve(document, index);
  // What has nothing to look up stays as it is.
  if (made === document) return document;
  descends(made, document);
  resolved.set(document, { index, document: made });
  return made;
}

const resolved = new Notes<SpecDocument, { readonly index: RequirementIndex; readonly document: SpecDocument }>();

function resolve(document: SpecDocument, index: RequirementIndex): SpecDocument {
  const resolveProperty = (property: Property): Property => ({
    ...property,
    validates: property.validates.map((reference) => resolveReference(reference, index)),
  });
  switch (document.name) {
    case 'design.md':
      return changed(document, { properties: document.properties.map(resolveProperty) });
    case 'tasks.md':
      return changed(document, { tasks: resolvedTasks(document.tasks, index) });
    default:
      return document;
  }
}
