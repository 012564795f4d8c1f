/** Takes a spec on until a document is written: answers questions, writes, and stops at a closed gate. */
import type { Outcome, SpecHandle } from '../core/flows/service';
import type { Answer, DocumentSnapshot } from '../core/flows/snapshot';
import { type AnswersFile, answersFrom, proposed, questionLines, skipped } from './answers';
import { askTerminal } from './askTerminal';
import type { Cli } from './cli';
import { continueCommand, expectEnded } from './continueCommand';
import { tellSinceApproval } from './diffLines';
import { CliError, exitCodes, expectDone } from './exit';
import { type FollowOptions, follow } from './follow';
import { shown } from './paths';

/** How far to go, and who answers on the way. */
export interface AdvanceOptions extends FollowOptions {
  /** Name of the last document to write, without `.md`; `questions` to stop at these. */
  readonly until: string;
  readonly answers: AnswersFile | undefined;
}

/** Takes a spec on, document by document, until the last one asked for, a closed gate or a failure. */
export async function advance(cli: Cli, handle: SpecHandle, options: AdvanceOptions): Promise<void> {
  await goOn(cli, handle, options);
  if (options.until === 'questions') {
    tellQuestions(cli, handle, options);
    return;
  }
  const target = documentNamed(handle, options.until);
  for (const document of handle.snapshot().documents) {
    if (handle.snapshot().activity.kind === 'asking') await answer(cli, handle, options);
    const now = documentNamed(handle, document.name);
    if (now.state === 'absent') await write(cli, handle, options, () => handle.generate(document.name));
    if (document.name === target.name) break;
    if (documentNamed(handle, document.name).hash === undefined) break;
    await passGate(cli, handle, document.name, options);
  }
  report(cli, handle, options);
}

/** Takes a new spec on, unless the agent says that the request needs none: then its word is told, and nothing is written. */
export async function begin(cli: Cli, handle: SpecHandle, options: AdvanceOptions): Promise<void> {
  await goOn(cli, handle, options);
  if (handle.snapshot().needsNoSpec === undefined) return advance(cli, handle, options);
  report(cli, handle, options);
  cli.terminal.note(`Nothing was written. To have a spec all the same: ${continueCommand(cli, handle)}`);
}

/**
 * The questions that wait, for people on standard error; on standard output a file for `--answers` that holds what the
 * agent proposes, or with `--json` both as one line more.
 */
function tellQuestions(cli: Cli, handle: SpecHandle, options: AdvanceOptions): void {
  const { activity, questions } = handle.snapshot();
  if (activity.kind !== 'asking') {
    cli.terminal.note('There are no questions to answer.');
    report(cli, handle, options);
    return;
  }
  const answers = proposed(questions);
  if (options.json) {
    cli.terminal.print(JSON.stringify({ type: 'questions', spec: shown(cli.cwd, handle.path), questions, answers }));
    return;
  }
  for (const line of questions.flatMap(questionLines)) cli.terminal.note(line);
  cli.terminal.print(JSON.stringify(answers, undefined, 2));
  cli.terminal.note(
    `Keep what is printed on standard output in a file, put your answers in (what you leave out stands as proposed), and go on with: ${continueCommand(cli, handle)} --answers <file>`,
  );
}

/** Work that was interrupted comes first; what has just been begun is waited for. */
async function goOn(cli: Cli, handle: SpecHandle, options: AdvanceOptions): Promise<void> {
  expectEnded(cli, handle, await follow(cli, handle, options, () => handle.settled()));
  if (handle.snapshot().activity.kind === 'stopped') await write(cli, handle, options, () => handle.resume());
}

async function write(
  cli: Cli,
  handle: SpecHandle,
  options: AdvanceOptions,
  operation: () => Promise<Outcome>,
): Promise<void> {
  expectEnded(cli, handle, await follow(cli, handle, options, operation));
}

async function answer(cli: Cli, handle: SpecHandle, options: AdvanceOptions): Promise<void> {
  const { questions } = handle.snapshot();
  const { ask } = cli.terminal;
  const answers: readonly Answer[] =
    options.answers !== undefined
      ? answersFrom(options.answers, questions)
      : ask === undefined || options.json
        ? questions.map(skipped)
        : await askTerminal(questions, cli.terminal, ask);
  if (options.answers === undefined && ask === undefined) {
    cli.terminal.note(
      `Nobody can be asked here, so ${questions.length === 1 ? 'one question is' : `${questions.length} questions are`} skipped; the document names what it assumes instead.`,
    );
  }
  await write(cli, handle, options, () => handle.answer(answers));
}

/** In a terminal the person may approve what was just written; else the gate stays closed and says how to open it. */
async function passGate(
  cli: Cli,
  handle: SpecHandle,
  name: DocumentSnapshot['name'],
  options: AdvanceOptions,
): Promise<void> {
  const document = documentNamed(handle, name);
  if (document.state === 'approved') return;
  const path = shown(cli.cwd, `${handle.path}/${name}`);
  const { ask } = cli.terminal;
  let given = false;
  if (ask !== undefined && !options.json && document.hash !== undefined) {
    await tellSinceApproval(cli, handle, document);
    const reply = await ask(`${document.label} is in ${path}. Read it, then approve it with "yes": `);
    if (reply.trim().toLowerCase() === 'yes') {
      expectDone(await handle.approve(name, document.hash));
      if (documentNamed(handle, name).state === 'approved') return;
      given = true;
    }
  }
  const spec = shown(cli.cwd, handle.path);
  const reason = documentNamed(handle, name).team?.lacking ?? document.approval?.why;
  const why = reason === undefined ? '' : ` ${reason}`;
  const state = document.state === 'draft' ? 'written and not approved' : document.state;
  const goOn = `go on with "tracewright spec continue ${spec} --until ${options.until}".`;
  // Whoever has just approved it could not again.
  const next = given
    ? `When it is approved, ${goOn}`
    : `Approve it with "tracewright spec approve ${spec} ${name}", then ${goOn}`;
  throw new CliError(`${document.label} is ${state} (${path}).${why} ${next}`, exitCodes.gate);
}

/** The document whose name, with or without `.md`, or label is given. */
export function documentNamed(handle: SpecHandle, name: string): DocumentSnapshot {
  const { documents } = handle.snapshot();
  const wanted = name.toLowerCase().replace(/\.md$/u, '');
  const found = documents.find((each) => each.name === `${wanted}.md` || each.label.toLowerCase() === wanted);
  if (found !== undefined) return found;
  const names = documents.map((each) => each.name.replace(/\.md$/u, '')).join(', ');
  throw new CliError(`There is no document "${name}" here. There are: ${names}.`, exitCodes.usage);
}

/** Where things stand, after the work; `told` is a reply from before it. */
export function report(cli: Cli, handle: SpecHandle, options: FollowOptions, told?: string): void {
  if (options.json) return;
  const snapshot = handle.snapshot();
  if (snapshot.reply !== undefined && snapshot.reply !== '' && snapshot.reply !== told)
    cli.terminal.note(`\n${snapshot.reply}\n`);
  for (const document of snapshot.documents.filter((each) => each.hash !== undefined)) {
    const path = shown(cli.cwd, `${handle.path}/${document.name}`);
    const count = document.diagnostics.length;
    const problems = count === 0 ? '' : `, ${count} ${count === 1 ? 'problem' : 'problems'}`;
    cli.terminal.print(`${path}: ${document.state}${problems}`);
  }
  if (snapshot.model?.sample === true)
    cli.terminal.note('These are sample answers. Set ANTHROPIC_API_KEY or configure Bedrock to use a model of yours.');
}
