interface MeterProps {
  readonly label: string;
  /** 0 to 100. */
  readonly value: number;
  readonly text: string;
}

/** A thin bar with its words beside it. Widths are SVG attributes: the page allows no inline style. */
export function Meter({ label, value, text }: MeterProps) {
  return (
    <span class="meter">
      <span
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={value}
        aria-valuetext={text}
      >
        <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect class="t" width="100" height="4" />
          <rect class={value >= 80 ? 'v w' : 'v'} width={value} height="4" />
        </svg>
      </span>
      <span>{text}</span>
    </span>
  );
}
