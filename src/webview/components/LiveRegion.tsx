import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SpecSnapshot } from '../../core/flows/snapshot';
import { announcements } from '../model/announce';
import { runAnnouncements } from '../model/runNews';
import type { RunView } from '../protocol';
import { runs } from '../runs';
import { documents, snapshot } from '../store';

/** Milliseconds between two polite messages. */
const pace = 3000;

/** Tells screen readers what happened: urgent things at once, the rest at most every three seconds. */
export function LiveRegion() {
  const [polite, setPolite] = useState('');
  const [assertive, setAssertive] = useState('');
  const before = useRef<SpecSnapshot | undefined>(undefined);
  const waiting = useRef<string[]>([]);
  useSignalEffect(() => {
    const now = snapshot.value;
    if (!now) return;
    for (const { text, assertive: urgent } of announcements(before.current, now, ({ name }) =>
      documents.peek().get(name),
    )) {
      if (urgent) setAssertive(text);
      else waiting.current.push(text);
    }
    before.current = now;
  });
  const ranBefore = useRef<RunView | undefined>(undefined);
  useSignalEffect(() => {
    const now = runs.value;
    for (const { text, assertive: urgent } of runAnnouncements(ranBefore.current, now)) {
      if (urgent) setAssertive(text);
      else waiting.current.push(text);
    }
    ranBefore.current = now;
  });
  useEffect(() => {
    const timer = setInterval(() => {
      if (waiting.current.length > 0) setPolite(waiting.current.splice(0).join('. '));
    }, pace);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <div class="sr" role="status">
        {polite}
      </div>
      <div class="sr" role="alert">
        {assertive}
      </div>
    </>
  );
}
