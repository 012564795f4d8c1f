/** Where a run waits for its user: permissions, questions, a review, checks to confirm. */
import type { PermissionAnswer, PermissionRequest } from '../../permissions/types';
import type { RunQuestion } from '../snapshot';

/** What is waited for, and the way to answer it. */
export interface Waits {
  permission(): PermissionRequest | undefined;
  questions(): readonly RunQuestion[];
  askPermission(request: PermissionRequest, signal: AbortSignal): Promise<PermissionAnswer>;
  /** Resolves with an answer for each question, in order. */
  askQuestions(questions: readonly RunQuestion[], signal: AbortSignal): Promise<readonly string[]>;
  decide(id: string, answer: PermissionAnswer): void;
  answer(id: string, answer: string): void;
  /** Waits until `settled` says so; it is asked after each `poke`. */
  until(settled: () => boolean, signal: AbortSignal): Promise<void>;
  /** Something that is waited for may have come true. */
  poke(): void;
  /** Milliseconds of all waits so far, overlapping ones once. */
  waited(): number;
}

/** Nothing is waited for. `changed` is called when that changes. */
export function createWaits(now: () => number, changed: () => void): Waits {
  let permission:
    | { readonly request: PermissionRequest; readonly settle: (answer: PermissionAnswer) => void }
    | undefined;
  let questions: readonly RunQuestion[] = [];
  const answers = new Map<string, string>();
  const pokes = new Set<() => void>();
  let depth = 0;
  let since = 0;
  let total = 0;
  const waiting = async <Value>(make: () => Promise<Value>): Promise<Value> => {
    if (depth === 0) since = now();
    depth++;
    changed();
    try {
      return await make();
    } finally {
      depth--;
      if (depth === 0) total += now() - since;
      changed();
    }
  };
  const until = (settled: () => boolean, signal: AbortSignal) =>
    waiting(
      () =>
        new Promise<void>((resolve, reject) => {
          const end = (act: () => void) => {
            pokes.delete(look);
            signal.removeEventListener('abort', stop);
            act();
          };
          const look = () => (settled() ? end(resolve) : undefined);
          const stop = () => end(() => reject(signal.reason));
          pokes.add(look);
          signal.addEventListener('abort', stop, { once: true });
          if (signal.aborted) stop();
          else look();
        }),
    );
  const poke = () => {
    for (const look of [...pokes]) look();
  };
  return {
    permission: () => permission?.request,
    questions: () => questions,
    askPermission: async (request, signal) => {
      let answer: PermissionAnswer | undefined;
      permission = {
        request,
        settle: (given) => {
          answer = given;
          poke();
        },
      };
      try {
        await until(() => answer !== undefined, signal);
      } finally {
        permission = undefined;
      }
      return answer ?? { kind: 'deny' };
    },
    askQuestions: async (asked, signal) => {
      questions = [...questions, ...asked];
      try {
        await until(() => asked.every(({ id }) => answers.has(id)), signal);
        return asked.map(({ id }) => answers.get(id) ?? '');
      } finally {
        questions = questions.filter((each) => !asked.includes(each));
        for (const { id } of asked) answers.delete(id);
      }
    },
    decide: (id, answer) => {
      if (permission?.request.id === id) permission.settle(answer);
    },
    answer: (id, answer) => {
      if (!questions.some((each) => each.id === id)) return;
      answers.set(id, answer);
      poke();
      changed();
    },
    until,
    poke,
    waited: () => total + (depth > 0 ? now() - since : 0),
  };
}
