import type { ComponentChildren } from 'preact';
import { Icon } from '../Icon';

interface FrameProps {
  readonly icon: string;
  readonly tone?: string;
  /** Said by screen readers before the words. */
  readonly label?: string;
  readonly id?: string;
  readonly children: ComponentChildren;
}

/** One thing that happened: an icon on the line of time, and what there is to say. */
export function StepFrame({ icon, tone = 'muted', label, id, children }: FrameProps) {
  return (
    <li class="ev" data-row data-id={id} tabIndex={-1}>
      <Icon name={icon} tone={tone} {...(label === undefined ? {} : { label })} />
      <div>{children}</div>
    </li>
  );
}

/** A step's line: words, and at its end a time or a count. */
export function StepLine({
  children,
  right,
}: {
  readonly children: ComponentChildren;
  readonly right?: ComponentChildren;
}) {
  return (
    <div class="l">
      <span class="w">{children}</span>
      {right !== undefined && right !== '' && <span class="r num">{right}</span>}
    </div>
  );
}
