import type { TriggerName } from '../model';

/** One kind of event that hooks wait for. To add one: a file, a line in `index.ts`, its name in `model.ts`. */
export interface TriggerKind {
  readonly name: TriggerName;
  /** When it fires, in two or three words; the name of a hook without one begins with it: "Before commit". */
  readonly title: string;
  /** What has happened when it fires, as it stands after "because": "a file was saved". */
  readonly happened: string;
  /** Kiro's name of 0.x first where it has one, then short names; each reads in every form of file. */
  readonly aliases: readonly string[];
  /** A hook can keep the thing from happening. */
  readonly blocking: boolean;
  /** What `pattern`, `matcher` and `tools` are compared with. */
  readonly about: 'files' | 'tool' | 'prompt' | 'cron' | 'nothing';
  /** One sentence for completion and hover. */
  readonly help: string;
  /** Git tells of it, through its own hooks and no other way. */
  readonly byGit?: true;
  /** A burst of events is one firing with many files; else each event fires by itself. */
  readonly gathers: boolean;
}
