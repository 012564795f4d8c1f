import type { JSX, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MentionChoice } from '../../core/workspace/completeMentions';
import { askFor, closeOffer, moveChoice, type Offer, offer } from '../completion';
import { chosenText } from '../model/mention';
import { mentionIcons, openMention } from '../protocol';
import { Icon, IconButton } from './Icon';

type FieldProps = Omit<JSX.IntrinsicElements['textarea'], 'id' | 'ref' | 'value' | 'onInput'>;

interface PromptFieldProps extends FieldProps {
  readonly id: string;
  readonly text: string;
  readonly set: (text: string) => void;
  readonly field?: RefObject<HTMLTextAreaElement | null>;
}

/** A text box in which `#`, `@` and a `/` that begins a line offer what can be mentioned. The keys of the list are the field's while it is open. */
export function PromptField({ id, text, set, field, onKeyDown, ...rest }: PromptFieldProps) {
  const own = useRef<HTMLTextAreaElement>(null);
  const element = field ?? own;
  const now = offer.value?.field === id ? offer.value : undefined;
  const listId = `${id}-mentions`;
  const look = (): void => {
    const { current } = element;
    const found = current && openMention(current.value, current.selectionStart);
    if (found && current.selectionStart === current.selectionEnd) askFor(id, found.query);
    else closeOffer();
  };
  const choose = (choice: MentionChoice): void => {
    const { current } = element;
    const found = current && openMention(current.value, current.selectionStart);
    closeOffer();
    if (!found) return;
    const { selectionStart: caret, value } = current;
    current.setRangeText(chosenText(choice.text, value.slice(caret)), found.start, caret, 'end');
    set(current.value);
    look();
  };
  // A field that is taken off the page takes what it offers with it.
  useLayoutEffect(() => () => closeIfOf(id), [id]);
  return (
    <span class="prompt">
      <textarea
        {...rest}
        ref={element}
        class="field"
        id={id}
        value={text}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={now ? listId : undefined}
        aria-activedescendant={now ? `${listId}-${now.at}` : undefined}
        onInput={(event) => {
          set(event.currentTarget.value);
          look();
        }}
        onClick={() => (now ? look() : undefined)}
        onBlur={() => closeIfOf(id)}
        onKeyDown={(event) => {
          if (now && takeKey(event, now, choose)) return;
          onKeyDown?.(event);
        }}
        onKeyUp={({ key }) => (now && /^(?:ArrowLeft|ArrowRight|Home|End)$/.test(key) ? look() : undefined)}
      />
      {now && <Choices id={listId} offered={now} near={element} choose={choose} />}
    </span>
  );
}

function closeIfOf(id: string): void {
  if (offer.value === undefined || offer.value.field === id) closeOffer();
}

/** True where the key was the list's. Keys with Ctrl or Cmd stay the field's: they send. */
function takeKey(event: KeyboardEvent, { choices, at }: Offer, choose: (choice: MentionChoice) => void): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) {
    if (event.key === 'Enter') closeOffer();
    return false;
  }
  const choice = choices[at];
  if (event.key === 'ArrowDown') moveChoice(1);
  else if (event.key === 'ArrowUp') moveChoice(-1);
  else if (event.key === 'Escape') closeOffer();
  else if ((event.key === 'Enter' || event.key === 'Tab') && choice) choose(choice);
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

/** Pixels between a field and its list, and of the list at most. */
const gap = 6;
const widest = 560;
const highest = 260;

/** Puts the list on the side of the field where there is more room, over whatever would cut it off. */
function stand(list: HTMLElement | null, field: HTMLElement | null): void {
  if (!list || !field) return;
  const { top, bottom, left, width } = field.getBoundingClientRect();
  const above = top > innerHeight - bottom;
  const room = (above ? top : innerHeight - bottom) - 2 * gap;
  list.style.left = `${left}px`;
  list.style.width = `${Math.min(widest, width)}px`;
  list.style.maxHeight = `${Math.min(highest, room)}px`;
  list.style.top = above ? 'auto' : `${bottom + gap}px`;
  list.style.bottom = above ? `${innerHeight - top + gap}px` : 'auto';
}

interface ChoicesProps {
  readonly id: string;
  readonly offered: Offer;
  readonly near: RefObject<HTMLTextAreaElement | null>;
  readonly choose: (choice: MentionChoice) => void;
}

/** The list, in front of everything else. */
function Choices({ id, offered: { choices, at }, near, choose }: ChoicesProps) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const stay = (): void => stand(list.current, near.current);
    list.current?.showPopover();
    stay();
    // What scrolls may be anything around the field.
    addEventListener('scroll', stay, true);
    addEventListener('resize', stay);
    return () => {
      removeEventListener('scroll', stay, true);
      removeEventListener('resize', stay);
    };
  }, []);
  useLayoutEffect(() => stand(list.current, near.current), [choices]);
  useLayoutEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at, choices]);
  return (
    <>
      <div ref={list} class="mentions" popover="manual" id={id} role="listbox" aria-label="Mentions">
        {choices.map((choice, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
          // biome-ignore lint/a11y/useFocusableInteractive: it is the field's active descendant
          <div
            key={choice.text}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            // The focus stays in the field.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(choice)}
          >
            <Icon name={mentionIcons[choice.kind]} />
            <span class="n">{choice.label}</span>
            <span class="d">{choice.detail}</span>
          </div>
        ))}
      </div>
      <span class="sr" role="status">
        {choices.length === 1 ? '1 mention' : `${choices.length} mentions`}
      </span>
    </>
  );
}

interface MentionButtonProps {
  readonly label: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** Types the sign at the caret of a field, which offers what can be mentioned. */
export function MentionButton({ label, field }: MentionButtonProps) {
  const begin = (): void => {
    const element = field.current;
    if (!element) return;
    const { selectionStart, selectionEnd, value } = element;
    const gap = selectionStart > 0 && !/\s$/.test(value.slice(0, selectionStart)) ? ' ' : '';
    element.focus();
    element.setRangeText(`${gap}#`, selectionStart, selectionEnd, 'end');
    element.dispatchEvent(new InputEvent('input', { bubbles: true }));
  };
  return <IconButton icon="mention" label={label} onClick={begin} />;
}
