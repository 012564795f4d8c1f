/**
 * From `_Requirements: 1.2_` and `**Validates:**` to the criterion and back: definition, hover, and all references of a
 * criterion.
 */
import * as vscode from 'vscode';
import type { Criterion, Reference, Requirement, Spec, SpecDocument, Task } from '../../core/specs/model';
import type { Shared } from '../app';
import { quietly } from '../boundary';
import { plainText } from '../markdown';
import { specDocuments, specPlaceOf, uriOf } from '../paths';
import { type LiveSpecs, rangeOf } from './liveSpecs';

/** Registers definition, hover and references on spec documents. */
export function registerReferences(app: Shared, live: LiveSpecs): void {
  const ask = <T>(what: string, act: () => Promise<T | undefined>): Promise<T | undefined> =>
    quietly(app.log, what, act, undefined);
  app.context.subscriptions.push(
    vscode.languages.registerDefinitionProvider(specDocuments, {
      provideDefinition: (document, position) => ask('Go to definition', () => definitionAt(live, document, position)),
    }),
    vscode.languages.registerHoverProvider(specDocuments, {
      provideHover: (document, position) => ask('Hover', () => hoverAt(live, document, position)),
    }),
    vscode.languages.registerReferenceProvider(specDocuments, {
      provideReferences: (document, position) => ask('References', () => referencesAt(live, document, position)),
    }),
  );
}

interface Here {
  readonly spec: Spec;
  readonly parsed: SpecDocument;
  readonly offset: number;
}

async function here(
  live: LiveSpecs,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<Here | undefined> {
  const place = specPlaceOf(document.uri);
  const spec = place && (await live.of(place.spec));
  const parsed = await live.parse(document);
  return spec && parsed && { spec, parsed, offset: document.offsetAt(position) };
}

async function definitionAt(
  live: LiveSpecs,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.LocationLink[] | undefined> {
  const at = await here(live, document, position);
  const reference = at && referenceAt(at.parsed, at.offset);
  if (!at || !reference) return undefined;
  return targetsOf(at.spec, reference).map(({ document: target, node }) => ({
    originSelectionRange: rangeOf(reference.place, at.parsed.text),
    targetUri: uriOf(`${at.spec.path}/${target.name}`),
    targetRange: rangeOf(node.place, target.text),
    targetSelectionRange: rangeOf(node.place, target.text),
  }));
}

/** How many criteria a hover over "All" or a range shows. */
const shownAtMost = 12;

async function hoverAt(
  live: LiveSpecs,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  const at = await here(live, document, position);
  const reference = at && referenceAt(at.parsed, at.offset);
  if (!at || !reference) return undefined;
  const targets = targetsOf(at.spec, reference);
  if (targets.length === 0) return undefined;
  const text = new vscode.MarkdownString();
  for (const { node } of targets.slice(0, shownAtMost)) {
    text.appendMarkdown(`**${plainText(node.id)}** ${plainText('text' in node ? node.text : node.title)}\n\n`);
  }
  if (targets.length > shownAtMost) text.appendMarkdown(`and ${targets.length - shownAtMost} more`);
  return new vscode.Hover(text, rangeOf(reference.place, at.parsed.text));
}

async function referencesAt(
  live: LiveSpecs,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Location[] | undefined> {
  const at = await here(live, document, position);
  if (!at) return undefined;
  const own = at.parsed.name === 'requirements.md' || at.parsed.name === 'bugfix.md';
  const id = own ? criterionAt(at.parsed, at.offset) : referenceAt(at.parsed, at.offset)?.ids[0];
  if (id === undefined) return undefined;
  return at.spec.documents.flatMap((each) =>
    referencesOf(each)
      .filter(({ ids }) => ids.includes(id))
      .map(({ place }) => new vscode.Location(uriOf(`${at.spec.path}/${each.name}`), rangeOf(place, each.text))),
  );
}

function referenceAt(document: SpecDocument, offset: number): Reference | undefined {
  return referencesOf(document).find(({ place, prose }) => !prose && place.start <= offset && offset <= place.end);
}

function referencesOf(document: SpecDocument): readonly Reference[] {
  if (document.name === 'tasks.md') return document.tasks.flatMap(taskReferences);
  return document.name === 'design.md' ? document.properties.flatMap(({ validates }) => validates) : [];
}

function taskReferences(task: Task): readonly Reference[] {
  return [...task.requirements, ...task.children.flatMap(taskReferences)];
}

function criterionAt(document: SpecDocument, offset: number): string | undefined {
  if (document.name !== 'requirements.md' && document.name !== 'bugfix.md') return undefined;
  const inside = ({ place }: Criterion | Requirement): boolean => place.start <= offset && offset <= place.end;
  const criterion = document.requirements.flatMap(({ criteria }) => criteria).find(inside);
  return criterion?.id ?? document.requirements.find(inside)?.id;
}

interface Named {
  readonly document: SpecDocument;
  readonly node: Criterion | Requirement;
}

/** What a reference names, in the order it names it; nothing for ids that are not there. */
function targetsOf(spec: Spec, reference: Reference): readonly Named[] {
  const named = new Map<string, Named>();
  for (const document of spec.documents) {
    if (document.name !== 'requirements.md' && document.name !== 'bugfix.md') continue;
    for (const requirement of document.requirements) {
      for (const node of [requirement, ...requirement.criteria])
        if (!named.has(node.id)) named.set(node.id, { document, node });
    }
  }
  return reference.ids.flatMap((id) => named.get(id) ?? []);
}
