interface IconProps {
  /** Name of a codicon. */
  readonly name: string;
  readonly tone?: string;
  /** Said by screen readers; without it the icon is decoration. */
  readonly label?: string;
}

/** A codicon. The spinner turns while it is shown. */
export function Icon({ name, tone, label }: IconProps) {
  const classes = ['codicon', `codicon-${name}`, tone && `c-${tone}`, name === 'loading' && 'spin']
    .filter(Boolean)
    .join(' ');
  return label ? (
    <span class={classes} role="img" aria-label={label} title={label} />
  ) : (
    <span class={classes} aria-hidden="true" />
  );
}

interface IconButtonProps {
  readonly icon: string;
  readonly label: string;
  readonly onClick: (event: MouseEvent) => void;
  readonly shortcut?: string;
  /** In a list with roving focus: reached with the arrow keys, not with Tab. */
  readonly inRow?: boolean;
  readonly disabled?: boolean;
  /** What the row's keys press: `comment`, `edit`. */
  readonly tool?: string;
}

/** A button that is an icon; its name is its tooltip too. */
export function IconButton({ icon, label, onClick, shortcut, inRow, disabled, tool }: IconButtonProps) {
  return (
    <button
      type="button"
      class="ib"
      aria-label={label}
      title={label}
      aria-keyshortcuts={shortcut}
      tabIndex={inRow ? -1 : undefined}
      disabled={disabled}
      data-tool={tool}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
