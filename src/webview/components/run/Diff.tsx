import { useState } from 'preact/hooks';
import type { DiffLine } from '../../../core/runs/snapshot';

/** Lines that are shown at once; a longer change says how many there are. */
const shown = 200;

const marks = { same: ' ', added: '+', removed: '-' } as const;
const classes = { same: 'c', added: 'a', removed: 'd' } as const;

/** Changed lines in a box of their own that scrolls sideways. */
export function Diff({ lines, label }: { readonly lines: readonly DiffLine[]; readonly label: string }) {
  const [all, setAll] = useState(false);
  const visible = all ? lines : lines.slice(0, shown);
  return (
    <>
      <div class="diff scroll" tabIndex={0} role="region" aria-label={label}>
        {visible.map(({ kind, text }, at) => (
          <span key={at} class={classes[kind]}>
            {kind !== 'same' && <span class="sr">{kind}: </span>}
            <span aria-hidden="true">{marks[kind]} </span>
            {text}
          </span>
        ))}
      </div>
      {visible.length < lines.length && (
        <button type="button" class="lk more-lines" onClick={() => setAll(true)}>
          Show all {lines.length.toLocaleString('en')} lines
        </button>
      )}
    </>
  );
}
