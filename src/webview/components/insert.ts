import { useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import type { MentionField } from '../protocol';
import { inserting } from '../store';

/** Puts what the user picked for a field at its caret. */
export function useInsert(
  name: MentionField,
  field: RefObject<HTMLTextAreaElement | null>,
  set: (text: string) => void,
): void {
  useSignalEffect(() => {
    const wanted = inserting.value;
    const element = field.current;
    if (wanted?.field !== name || !element) return;
    inserting.value = undefined;
    const { selectionStart, selectionEnd, value } = element;
    const gap = selectionStart > 0 && !/\s$/.test(value.slice(0, selectionStart)) ? ' ' : '';
    element.setRangeText(gap + wanted.text, selectionStart, selectionEnd, 'end');
    set(element.value);
    element.focus();
  });
}
