import { useSignalEffect } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { DocumentSnapshot, SpecSnapshot } from '../../core/flows/snapshot';
import { revealTarget } from '../keyboard/reveal';
import { useRoving } from '../keyboard/roving';
import { rowKeys } from '../keyboard/rowKeys';
import { metaOf } from '../model/meta';
import { type Anchors, anchor, findingsOf, looseFindings } from '../model/problems';
import type { BlockView } from '../protocol';
import { runs } from '../runs';
import { kept } from '../saved';
import { busy, documents, revealing, shownName, stream } from '../store';
import { AgentSteps } from './AgentSteps';
import { Block } from './Block';
import { LooseComments } from './Comment';
import { Comparison } from './Comparison';
import { Finding } from './Finding';
import { toEnd, useFollowing } from './following';
import { DocumentNotices } from './Notices';
import { Problem } from './Problem';
import { TaskTools } from './Tasks';

/** How near to the end still counts as being there, in pixels. */
const nearEnd = 48;

const none: readonly BlockView[] = [];

interface ScreenProps {
  readonly spec: SpecSnapshot;
  readonly document: DocumentSnapshot;
}

/** The document as a document; while it is written, as far as it has come. */
export function DocumentScreen({ spec, document }: ScreenProps) {
  const live = stream.value?.name === document.name ? stream.value.blocks : undefined;
  const view = documents.value.get(document.name);
  const blocks = live ?? view?.blocks ?? none;
  const writing = spec.activity.kind === 'writing' && spec.activity.document === document.name;
  // Once text arrives, the text is what is going on.
  const working = busy.value && !(writing && blocks.length > 0);
  const scroller = useRef<HTMLElement>(null);
  const away = useFollowing(scroller, { live: writing, near: nearEnd, from: 'here' }, [blocks]);
  useScrollMemory(scroller, document.name, live ? undefined : view?.hash);
  useReveal(scroller, blocks);
  const list = useRoving<HTMLDivElement>(rowKeys);
  const anchors = useAnchors(document, blocks, live !== undefined);
  const findings = live ? [] : looseFindings(findingsOf(spec.findings, document.name), blocks);
  const sides = live ? undefined : comparedSides(document);
  return (
    <main class="doc" id="doc" ref={scroller} aria-busy={writing}>
      <div
        class={document.name === 'tasks.md' && runs.value ? 'col runs' : 'col'}
        ref={list.ref}
        onKeyDown={list.onKeyDown}
        onFocusIn={list.onFocusIn}
      >
        {working && <AgentSteps spec={spec} />}
        <div class="dochead">
          <h2>{document.label}</h2>
          <span class="meta num">
            {metaOf(spec, document, live ? { ...emptyView(document), blocks } : view, documents.value.get('tasks.md'))}
          </span>
        </div>
        {sides && <Comparison spec={spec} document={document} sides={sides} />}
        {!sides && <DocumentNotices spec={spec} document={document} />}
        {!sides && !live && <LooseComments />}
        {!sides && anchors.loose.length + findings.length > 0 && (
          <div class="loose">
            {findings.map((finding) => (
              <Finding key={finding.id} finding={finding} text={undefined} />
            ))}
            {anchors.loose.map((diagnostic) => (
              <Problem
                key={`${diagnostic.code} ${diagnostic.place.start}`}
                diagnostic={diagnostic}
                document={document.name}
              />
            ))}
          </div>
        )}
        {!sides && document.name === 'tasks.md' && blocks.length > 0 && <TaskTools document={document} />}
        {!sides && <Blocks blocks={blocks} anchors={anchors} document={document} open={writing} />}
        {writing && <Ghost />}
      </div>
      {writing && away && (
        <button type="button" class="btn newest" onClick={() => toEnd(scroller.current)}>
          Go to newest
        </button>
      )}
    </main>
  );
}

/** The sides that are compared instead of showing the document; undefined while it is shown. */
function comparedSides({ name }: DocumentSnapshot) {
  const { document, from, to } = kept.compared.value;
  return document === name && from !== undefined && to !== undefined ? { document: name, from, to } : undefined;
}

interface BlocksProps {
  readonly blocks: readonly BlockView[];
  readonly anchors: Anchors;
  readonly document: DocumentSnapshot;
  readonly open: boolean;
}

/**
 * Drawn anew only when the document, its problems or its state are not the same: the same tree is skipped at once. Of
 * the snapshot, rows use only name and state.
 */
function Blocks({ blocks, anchors, document, open }: BlocksProps) {
  const { name, state } = document;
  return useMemo(
    () => (
      <>
        {blocks.map((block, at) => (
          <Block
            key={block.key}
            block={block}
            anchors={anchors}
            document={document}
            open={open && at === blocks.length - 1}
          />
        ))}
      </>
    ),
    [blocks, anchors, name, state, open],
  );
}

/** Problems by row; the same object while the problems are the same. */
function useAnchors(document: DocumentSnapshot, blocks: readonly BlockView[], live: boolean): Anchors {
  const diagnostics = live ? [] : document.diagnostics;
  const key = diagnostics.map(({ code, place, message }) => `${code} ${place.start} ${message}`).join('\n');
  return useMemo(() => anchor(diagnostics, blocks), [key, blocks]);
}

/** Bars below text that is already arriving. */
function Ghost() {
  return (
    <div class="ghost" aria-hidden="true">
      <i />
      <i />
      <i />
    </div>
  );
}

function emptyView({ name, hash }: DocumentSnapshot) {
  return { name, hash: hash ?? '', blocks: [] };
}

/** Frames that a height which is not yet known gets to become known. */
const patience = 20;

/** Rows out of sight have an estimated height until they are drawn: a far place is reached in steps. */
function scrollTo(element: HTMLElement, wanted: number, left = patience): void {
  element.scrollTop = wanted;
  if (left > 0 && element.isConnected && element.scrollTop < wanted - 1) {
    requestAnimationFrame(() => scrollTo(element, wanted, left - 1));
  }
}

/**
 * A document is where it was when it is shown again as it was, after a reload too; one that was changed or written anew
 * meanwhile begins at its top. A new version under the reader's eyes moves nothing.
 */
function useScrollMemory(scroller: { current: HTMLElement | null }, name: string, hash: string | undefined): void {
  const shown = useRef(hash);
  shown.current = hash;
  const remember = (): void => {
    const element = scroller.current;
    if (element && shown.current)
      kept.scroll.value = placed(kept.scroll.peek(), name, shown.current, element.scrollTop);
  };
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    scrollTo(element, kept.scroll.peek()[placeKey(name, shown.current)] ?? 0);
    element.addEventListener('scroll', remember, { passive: true });
    return () => element.removeEventListener('scroll', remember);
  }, [name]);
  // What is read now is known under its new hash, too.
  useLayoutEffect(remember, [hash]);
}

type Places = Readonly<Record<string, number>>;

/** One place a document: that of the version that was seen last. */
function placed(places: Places, name: string, hash: string, top: number): Places {
  const others = Object.entries(places).filter(([key]) => !key.startsWith(`${name} `));
  return Object.fromEntries([...others, [placeKey(name, hash), top]]);
}

function placeKey(name: string, hash: string | undefined): string {
  return `${name} ${hash?.slice(0, 12) ?? ''}`;
}

/** Goes where a link, a problem or the editor pointed, as soon as it is drawn. */
function useReveal(scroller: { current: HTMLElement | null }, blocks: readonly BlockView[]): void {
  useSignalEffect(() => {
    const target = revealing.value;
    if (!target || target.document !== shownName.value || !scroller.current || blocks.length === 0) return;
    queueMicrotask(() => {
      if (scroller.current) revealTarget(scroller.current, target);
      revealing.value = undefined;
    });
  });
}
