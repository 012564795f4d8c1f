/** What a flow is: data. The engine knows no document by name; a new flow is a folder and a line in `index.ts`. */
import type { DocumentName, KiroConfig, SpecKind } from '../specs/model';

/** One document of a flow. */
export interface FlowDocument {
  readonly name: DocumentName;
  /** "Requirements" */
  readonly label: string;
  /** The phase's message, with `{{placeholders}}` (see `render.ts`). */
  readonly prompt: string;
  /** The documents it is written from, in order: a change of one leaves this one behind. */
  readonly restsOn: readonly DocumentName[];
  /** The documents that must be approved before it may be written. */
  readonly gates: readonly DocumentName[];
  /** The headings it must have, as Kiro's template has them. */
  readonly skeleton: string;
}

/** The messages of the phases that no document owns. */
export interface FlowPrompts {
  readonly ask: string;
  readonly refine: string;
  readonly repair: string;
  /** Added to `repair` in its second turn: the first changed nothing. */
  readonly repairNothing: string;
  /** Added to `repair` in its second turn: the first was taken. */
  readonly repairRemains: string;
  readonly update: string;
  readonly analyze: string;
  readonly continue: string;
  /** Added to `continue` where the document broke off inside a code fence. */
  readonly insideFence: string;
  /** Answer to words where a document was asked for. */
  readonly noDocument: string;
  /** Answer to edits that failed twice. */
  readonly rewrite: string;
  /** Answer to a whole document where edits were asked for. */
  readonly useEdits: string;
}

/** A flow: which documents, in which order, with which prompts. */
export interface Flow {
  readonly id: string;
  readonly label: string;
  readonly kind: SpecKind;
  /** What Kiro's `.config.kiro` calls it. */
  readonly config: Required<Pick<KiroConfig, 'workflowType' | 'specType'>>;
  readonly prompts: FlowPrompts;
  /** In the order in which they are written. */
  readonly documents: readonly FlowDocument[];
}

/** The flow's entry for a document; undefined where the flow has none of that name. */
export function flowDocument(flow: Flow, name: DocumentName): FlowDocument | undefined {
  return flow.documents.find((document) => document.name === name);
}

/** The documents that rest on `name`, in the flow's order. */
export function downstreamOf(flow: Flow, name: DocumentName): readonly FlowDocument[] {
  return flow.documents.filter((document) => document.restsOn.includes(name));
}
