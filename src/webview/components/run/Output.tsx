import { useRef } from 'preact/hooks';
import { useFollowing } from '../following';

/** How near to the end still counts as being there, in pixels. */
const nearEnd = 24;

interface OutputProps {
  readonly text: string;
  readonly label: string;
  /** It still grows: its end is followed while the user is there. */
  readonly live?: boolean;
}

/** What a command printed, in a box of its own that scrolls. */
export function Output({ text, label, live }: OutputProps) {
  const box = useRef<HTMLPreElement>(null);
  useFollowing(box, { live: live === true, near: nearEnd, from: 'end' }, [text]);
  return (
    <pre ref={box} class="out" tabIndex={0} role="region" aria-label={label}>
      {text}
    </pre>
  );
}
