import type { ComponentChildren } from 'preact';
import { Icon } from './Icon';

interface NoticeProps {
  readonly icon: string;
  readonly tone?: 'warn';
  readonly title?: string;
  readonly children: ComponentChildren;
  /** Read out when it appears. */
  readonly live?: boolean;
}

/** One heading, one sentence, at most two actions. */
export function Notice({ icon, tone, title, children, live }: NoticeProps) {
  return (
    <section class={tone ? 'notice warn' : 'notice'} role={live ? 'alert' : 'note'}>
      <Icon name={icon} {...(tone ? { tone } : {})} />
      <div>
        {title && <h3>{title}</h3>}
        {children}
      </div>
    </section>
  );
}
