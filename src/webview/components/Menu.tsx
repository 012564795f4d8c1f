import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './Icon';

/** One line of a menu. */
export interface MenuItem {
  readonly label: string;
  readonly act: () => void;
  readonly disabled?: boolean;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly inRow?: boolean;
  /** Words on the button; without them it is three dots. */
  readonly text?: string;
}

/** A button with a menu below it. Escape and a choice give the focus back to the button. */
export function MenuButton({ label, items, inRow, text }: MenuProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (refocus: boolean): void => {
    setOpen(false);
    if (refocus) button.current?.focus();
  };
  return (
    <span class="menuhost">
      <button
        ref={button}
        type="button"
        class={text === undefined ? 'ib' : 'btn'}
        aria-label={text ?? label}
        title={text === undefined ? label : undefined}
        aria-haspopup="menu"
        aria-expanded={open}
        data-menu
        tabIndex={inRow ? -1 : undefined}
        onClick={() => setOpen(!open)}
      >
        {text ?? <Icon name="ellipsis" />}
      </button>
      {open && <MenuList items={items} label={label} close={close} />}
    </span>
  );
}

function MenuList({ items, label, close }: MenuProps & { readonly close: (refocus: boolean) => void }) {
  const list = useRef<HTMLDivElement>(null);
  const entries = (): readonly HTMLElement[] => [
    ...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
  ];
  useLayoutEffect(() => {
    entries()[0]?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const target = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (target !== undefined) all[target % all.length]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') close(true);
    else return;
    event.stopPropagation();
    event.preventDefault();
  };
  return (
    <div
      ref={list}
      class="menu"
      role="menu"
      aria-label={label}
      onKeyDown={onKeyDown}
      onFocusOut={(event) => {
        if (event.relatedTarget instanceof Node && !list.current?.contains(event.relatedTarget)) close(false);
      }}
    >
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          aria-disabled={item.disabled}
          onClick={() => {
            if (item.disabled) return;
            close(true);
            item.act();
          }}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}
