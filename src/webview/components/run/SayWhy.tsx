import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { PromptField } from '../PromptField';

interface WhyProps {
  /** What the field is for, to screen readers too. */
  readonly label: string;
  /** What the button does. */
  readonly act: string;
  readonly onSend: (text: string) => void;
  readonly onCancel: () => void;
}

/** A field for the reason of a refusal. It was asked for, so it takes the focus. */
export function SayWhy({ label, act, onSend, onCancel }: WhyProps) {
  const [text, setText] = useState('');
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const send = (): void => {
    if (text.trim() !== '') onSend(text.trim());
  };
  return (
    <div class="why-box">
      <PromptField
        field={field}
        id={id}
        rows={2}
        aria-label={label}
        placeholder={label}
        text={text}
        set={setText}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
          if (event.key === 'Escape' && !event.shiftKey) {
            event.stopPropagation();
            onCancel();
          }
        }}
      />
      <div class="row">
        <button
          type="button"
          class="btn small"
          disabled={text.trim() === ''}
          aria-keyshortcuts="Control+Enter"
          onClick={send}
        >
          {act}
        </button>
        <button type="button" class="btn small" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </div>
  );
}
