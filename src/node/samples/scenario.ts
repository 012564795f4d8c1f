import type { Conversation, ToolUse } from './conversation';
import type { Values } from './template';

/** The documents of a feature spec, in the order in which they are written. */
export type SampleDocument = 'requirements.md' | 'design.md' | 'tasks.md';

/** A change that a sentence asks for, as values that differ. */
export interface Change {
  readonly values: Values;
  /** What changed, in words, and what later documents must follow. */
  readonly says: string;
}

/** One request that the sample answers know from the sentence to the tasks. */
export interface Scenario {
  matches(sentence: string): boolean;
  /** Whether a document is one that this scenario wrote, whoever changed it since. */
  wrote(text: string): boolean;
  /** What is looked at before anything is asked, turn by turn. */
  readonly reading: readonly (readonly ToolUse[])[];
  /** The input of `ask_user`. `here` tells whether the workspace is the one that the answers were written for. */
  asks(here: boolean): ToolUse['input'];
  readonly templates: Readonly<Record<SampleDocument, string>>;
  /** The values that a conversation leads to before its first document. */
  fromAnswers(conversation: Conversation): Values;
  /** The values that a document was written with, read from its text: it may have been edited since. */
  fromDocument(text: string): Values;
  /** What is said beside a document. */
  reply(document: SampleDocument, values: Values, here: boolean): string;
  /** The change of requirements.md that a sentence asks for; undefined for one that no sample answer knows. */
  change(request: string, values: Values): Change | undefined;
  /** What to say where `change` knows nothing: the changes that it does know. */
  readonly knownChanges: string;
  /** Findings about requirements.md; `find` gives the id of the criterion that holds a text, if one does. */
  findings(values: Values, find: (text: string) => string | undefined): readonly Readonly<Record<string, unknown>>[];
}
