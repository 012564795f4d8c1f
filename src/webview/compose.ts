import { signal } from '@preact/signals';
import type { DocumentName } from '../core/specs/model';
import { kept } from './saved';
import { show } from './store';

/** Asks the composer to take the focus, once. */
export const composing = signal(false);

/** Puts a request into a document's refine box, behind what is there, and goes to it. The user sends it. */
export function compose(document: DocumentName, text: string): void {
  const before = kept.composer.value[document]?.trimEnd() ?? '';
  kept.composer.value = { ...kept.composer.value, [document]: before === '' ? text : `${before}\n${text}` };
  show({ document });
  composing.value = true;
}
