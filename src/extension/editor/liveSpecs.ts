/** Specs as the editor holds them: open documents with their unsaved text, the others as they are on disk. */
import * as vscode from 'vscode';
import type { Place } from '../../core/diagnostic';
import type { DocumentName, Spec, SpecDocument } from '../../core/specs/model';
import type { Shared } from '../app';
import { specPlaceOf } from '../paths';

/** Specs with the unsaved text of open documents. Nothing is written. */
export interface LiveSpecs {
  /** Parses an open document; parsed once for each of its versions. */
  parse(document: vscode.TextDocument): Promise<SpecDocument | undefined>;
  /** A spec as it is on disk, with what the editor holds of it. */
  over(spec: Spec): Spec;
  /** The spec in a folder; undefined where none is. Its `diagnostics` are those of the text in the editor. */
  of(spec: string): Promise<Spec | undefined>;
}

/** Specs as the editor holds them; parses nothing before it is asked. */
export function liveSpecs(app: Shared): LiveSpecs {
  const parsed = new WeakMap<vscode.TextDocument, { readonly version: number; readonly document: SpecDocument }>();
  const parse = async (document: vscode.TextDocument): Promise<SpecDocument | undefined> => {
    const place = specPlaceOf(document.uri);
    if (!place) return undefined;
    const known = parsed.get(document);
    if (known?.version === document.version) return known.document;
    const { version } = document;
    const result = app.part().parse(place.document, document.getText());
    parsed.set(document, { version, document: result });
    return result;
  };
  const over = (spec: Spec): Spec => {
    const open = openDocuments(spec.path);
    const known = new Map(spec.documents.map(({ name, text }) => [name, text]));
    const texts = open.map((document): [DocumentName | undefined, string] => [
      specPlaceOf(document.uri)?.document,
      document.getText(),
    ]);
    if (texts.every(([name, text]) => name !== undefined && known.get(name) === text)) return spec;
    return app.part().parseSpec(spec, { ...Object.fromEntries(known), ...Object.fromEntries(texts) });
  };
  const of = async (path: string): Promise<Spec | undefined> => {
    const handle = await (await app.engine()).specs.open(path);
    return handle && over(handle.spec());
  };
  return { parse, over, of };
}

/** The documents of a spec that the editor holds. */
export function openDocuments(spec: string): readonly vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(
    (document) => !document.isClosed && specPlaceOf(document.uri)?.spec === spec,
  );
}

/** A place of a parsed text as the editor counts: from 0, and without a BOM. */
export function rangeOf(place: Place, text: string): vscode.Range {
  const shift = place.line === 1 && text.startsWith('\uFEFF') ? 1 : 0;
  const start = new vscode.Position(place.line - 1, Math.max(0, place.column - 1 - shift));
  const lines = text.slice(place.start, place.end).split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? '';
  const end =
    lines.length === 1
      ? start.translate(0, last.length)
      : new vscode.Position(start.line + lines.length - 1, last.length);
  return new vscode.Range(start, end);
}
