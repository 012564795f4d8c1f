import type { DocumentName } from '../../specs/model';

/** An edit that a model asks for during a phase. */
export interface EditRequest {
  /** As the model named it. */
  readonly document: string;
  /** The document of the phase. */
  readonly phaseDocument: DocumentName;
}

/** One condition of an edit that a model asks for. */
export interface EditGuard {
  readonly name: string;
  /** A sentence that the model can act on, or nothing. */
  refuse(request: EditRequest): string | undefined;
}

/** What must hold before an edit of a model is taken. */
export const editGuards: readonly EditGuard[] = [
  {
    name: 'document',
    refuse: ({ document, phaseDocument }) =>
      document === phaseDocument
        ? undefined
        : `This phase may change ${phaseDocument} and nothing else. Say in your reply what would have to change in ${JSON.stringify(document.slice(0, 80))}.`,
  },
];
