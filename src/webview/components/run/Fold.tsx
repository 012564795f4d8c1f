import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface FoldProps {
  readonly summary: ComponentChildren;
  /** As long as the user has not opened or closed it. */
  readonly open?: boolean;
  readonly class?: string;
  /** Made only while it is open: a long run has thousands of closed ones. */
  readonly body: () => ComponentChildren;
}

/** A line that opens. */
export function Fold({ summary, open = false, class: more, body }: FoldProps) {
  const [chosen, setChosen] = useState<boolean | undefined>(undefined);
  const shown = chosen ?? open;
  return (
    <details
      class={more === undefined ? 'fold' : `fold ${more}`}
      open={shown}
      onToggle={(event) => {
        if (event.currentTarget.open !== shown) setChosen(event.currentTarget.open);
      }}
    >
      <summary>{summary}</summary>
      {shown && body()}
    </details>
  );
}
