/** What the sample answers say to a request. Stateless: everything is read from the request. */

import { buildsOnly, buildTurn } from './build/build';
import { takeComments } from './comments';
import { type Conversation, frame, framedDocuments, readBuild, readConversation, type ToolUse } from './conversation';
import { criteriaIn } from './criteria';
import { type Edits, type ExactEdit, editsBetween } from './edits';
import { answersOf, type RemarkStep, remarkSteps } from './remarks';
import { repairEdits } from './repair';
import type { SampleDocument, Scenario } from './scenario';
import { numbersOf, renderSample, type Values } from './template';
import { todo } from './todo';
import { version } from './version';

/** One answer: words and tool calls, or the plain sentence that a model is needed. */
export type SampleAnswer =
  | { readonly kind: 'message'; readonly text: string; readonly uses: readonly ToolUse[] }
  /** No sample answers this; the sentence says what would. */
  | { readonly kind: 'needs_model'; readonly sentence: string };

const scenarios: readonly Scenario[] = [todo, version];

const setUp = 'set up a model (in the editor with “Tracewright: Set Up a Model”, in a terminal with ANTHROPIC_API_KEY)';

/** What is said to a sentence that no scenario knows. */
export const onlySamples = `Sample answers know two requests only: “Build a REST API for a todo list with CRUD operations, user authentication, and PostgreSQL storage” and “Add a /version endpoint”. For anything else, ${setUp}.`;

/** The answer to the body of a Messages API request, whatever it holds. */
export function answerSample(body: unknown): SampleAnswer {
  const building = readBuild(body);
  if (building !== undefined) {
    const turn = buildTurn(building);
    return turn === undefined ? { kind: 'needs_model', sentence: buildsOnly } : say(turn.says, ...turn.uses);
  }
  const conversation = readConversation(body);
  const scenario = scenarioOf(conversation);
  if (scenario === undefined) return { kind: 'needs_model', sentence: onlySamples };
  const lastLine = frame(conversation.lastWords, 'last_line');
  if (lastLine !== undefined) return restOf(scenario, conversation, lastLine);
  switch (conversation.phase) {
    case 'ask':
      return ask(scenario, conversation);
    case 'requirements':
    case 'design':
    case 'tasks':
      return say(...written(scenario, conversation, `${conversation.phase}.md`));
    case 'refine':
      return refine(scenario, conversation);
    case 'repair':
      return repair(conversation);
    case 'update':
      return update(scenario, conversation);
    case 'analyze':
      return analyze(scenario, conversation);
    default:
      return { kind: 'needs_model', sentence: onlySamples };
  }
}

function scenarioOf({ sentence, documents }: Conversation): Scenario | undefined {
  if (sentence !== undefined) return scenarios.find((each) => each.matches(sentence));
  return scenarios.find((each) => Object.values(documents).some((text) => each.wrote(text)));
}

function say(text: string, ...uses: readonly ToolUse[]): SampleAnswer {
  return { kind: 'message', text, uses };
}

/** The workspace is the sample one: its router was read. */
function isHere({ seen }: Conversation): boolean {
  return seen.includes('createHttpServer');
}

function ask(scenario: Scenario, conversation: Conversation): SampleAnswer {
  const { turns, tools } = conversation;
  if (turns.some((turn) => turn.name === 'ask_user' && !turn.isError)) return say('The answers are noted.');
  let rest = turns.length;
  for (const [index, turn] of scenario.reading.entries()) {
    const uses = turn.filter((use) => tools.includes(use.name));
    if (rest < uses.length)
      return say(index === 0 ? 'I look at what is there.' : 'Now the files that this touches.', ...uses);
    rest -= uses.length;
  }
  return say('', { name: 'ask_user', input: scenario.asks(isHere(conversation)) });
}

/** The text of one answer: what is said, and the document between its tags. */
function written(scenario: Scenario, conversation: Conversation, document: SampleDocument): [string] {
  const values = valuesFor(scenario, conversation, document);
  const reply = scenario.reply(document, values, isHere(conversation));
  return [`${reply}\n\n<document>\n${render(scenario, conversation, document, values)}</document>`];
}

/** The first document follows the answers, the others follow the requirements as they were approved. */
function valuesFor(scenario: Scenario, conversation: Conversation, document: SampleDocument): Values {
  const requirements = conversation.documents['requirements.md'];
  const values =
    document === 'requirements.md' || requirements === undefined
      ? scenario.fromAnswers(conversation)
      : scenario.fromDocument(requirements);
  // One reference of the first tasks.md leads nowhere, so that its repair can be seen.
  return { ...values, flags: { ...values.flags, slip: document === 'tasks.md' } };
}

function render(scenario: Scenario, conversation: Conversation, document: SampleDocument, values: Values): string {
  const spec = conversation.spec ?? scenario.asks(true).name;
  const all = { ...values, words: { ...values.words, spec: String(spec) } };
  return renderSample(scenario.templates[document], all, numbersOf(scenario.templates['requirements.md'], all));
}

/** What follows the last complete line of an answer that was cut off. */
function restOf(scenario: Scenario, conversation: Conversation, lastLine: string): SampleAnswer {
  const { phase } = conversation;
  if (phase !== 'requirements' && phase !== 'design' && phase !== 'tasks')
    return { kind: 'needs_model', sentence: onlySamples };
  const document = `${phase}.md` as const;
  const lines = render(scenario, conversation, document, valuesFor(scenario, conversation, document)).split('\n');
  const last = lastLine.split('\n').findLast((line) => line.trim() !== '');
  const at = last === undefined ? -1 : placeOf(last, lines, conversation.said.split('\n'));
  return say(`<document>\n${lines.slice(at + 1).join('\n')}</document>`);
}

/** Where `last` stands in `lines`: a line that occurs often stands where most of what was said comes before it. */
function placeOf(last: string, lines: readonly string[], said: readonly string[]): number {
  const end = said.lastIndexOf(last);
  const before = (at: number): number => {
    let same = 0;
    while (same <= at && same <= end && lines[at - same] === said[end - same]) same += 1;
    return same;
  };
  const places = lines.flatMap((line, at) => (line === last ? [at] : []));
  return places.reduce((best, at) => (best < 0 || before(at) > before(best) ? at : best), -1);
}

function refine(scenario: Scenario, conversation: Conversation): SampleAnswer {
  const { message, documents, turns } = conversation;
  const name = framedDocuments(message).at(-1) ?? 'requirements.md';
  const current = documents[name] ?? '';
  const request = frame(message, 'request') ?? '';
  const before = scenario.fromDocument(current);
  const framed = frame(message, 'comments') ?? '';
  const comments = takeComments(framed, current);
  const remarks = remarkSteps(framed, {
    scenario,
    document: name,
    current,
    before,
    otherwise: `Sample answers know these changes of requirements.md: ${scenario.knownChanges}. For any other, ${setUp}.`,
    render: (values) => (isSampleDocument(name) ? render(scenario, conversation, name, values) : ''),
  });
  if (remarks.length > 0) return answerRemarks(conversation, name, comments, remarks);
  const change = scenario.change(request, before);
  if (turns.length > 0) return finish(turns, change?.says ?? comments.says);
  if (comments.edits.length > 0) return edit(name, comments);
  if (change === undefined) {
    return say(
      `Nothing was changed. Sample answers know these changes of requirements.md: ${scenario.knownChanges}. For any other, ${setUp}.`,
    );
  }
  if (!isSampleDocument(name) || name !== 'requirements.md') {
    return say(
      'Nothing was changed here: this is a new behaviour, so it belongs to requirements.md. Ask for it there, approve, and let this document follow.',
    );
  }
  const edits = editsBetween(
    render(scenario, conversation, name, before),
    render(scenario, conversation, name, change.values),
    current,
  );
  return edits.edits.length === 0 ? say('Nothing was changed: the document says so already.') : edit(name, edits);
}

/** Accepted findings first, then the edits for each comment, then an answer to every one. */
function answerRemarks(
  { turns }: Conversation,
  name: string,
  accepted: ReturnType<typeof takeComments>,
  remarks: readonly RemarkStep[],
): SampleAnswer {
  const steps = [
    ...(accepted.edits.length > 0 ? [{ id: 'request', edits: accepted.edits }] : []),
    ...remarks.filter(({ edits }) => edits.length > 0),
  ];
  const made = turns.filter((turn) => turn.name === 'edit_document');
  const next = steps[made.length];
  if (next !== undefined) return edit(name, next, next.id);
  if (turns.some((turn) => turn.name === 'answer_comments' && !turn.isError))
    return say([accepted.says, 'Every comment has its answer beside it.'].filter((line) => line !== '').join('\n'));
  const refused = new Set(steps.filter((_step, index) => made[index]?.isError === true).map(({ id }) => id));
  return say('', answersOf(remarks, refused));
}

function edit(document: string, { edits }: Pick<Edits, 'edits'>, source = 'request'): SampleAnswer {
  const input = { document, edits: edits.map((each: ExactEdit) => ({ ...each, concerns: [], source })) };
  return say('', { name: 'edit_document', input });
}

/** The words after an edit; they differ where it was refused. */
function finish(turns: Conversation['turns'], says: string): SampleAnswer {
  const last = turns.at(-1);
  return say(
    last?.isError === true ? `Nothing was changed, because the document is not as expected: ${last.result}` : says,
  );
}

function repair(conversation: Conversation): SampleAnswer {
  const { message, documents, turns } = conversation;
  const name = framedDocuments(message).at(-1) ?? '';
  const found = repairEdits(
    frame(message, 'problems') ?? '',
    documents[name] ?? '',
    documents['requirements.md'] ?? '',
  );
  if (turns.length > 0) return finish(turns, found.says);
  if (found.edits.length > 0) return edit(name, found, 'repair');
  return say(`Sample answers can mend references only. For the rest, ${setUp}, or mend it by hand.`);
}

function update(scenario: Scenario, conversation: Conversation): SampleAnswer {
  const { message, documents, turns } = conversation;
  const names = framedDocuments(message);
  const source = names.at(0);
  const name = names.at(-1);
  if (source === undefined || name === undefined || !isSampleDocument(name))
    return { kind: 'needs_model', sentence: onlySamples };
  if (turns.length > 0) return finish(turns, `${name} follows the changes of ${source}.`);
  const current = documents[name] ?? '';
  const before = scenario.fromDocument(current);
  const after = scenario.fromDocument(documents['requirements.md'] ?? documents[source] ?? '');
  const edits = editsBetween(
    render(scenario, conversation, name, before),
    render(scenario, conversation, name, after),
    current,
  );
  if (edits.edits.length > 0) return edit(name, edits, 'update');
  return say(
    `Nothing was changed. Sample answers follow their own changes only; for any other, ${setUp}, or change ${name} by hand.`,
  );
}

function analyze(scenario: Scenario, conversation: Conversation): SampleAnswer {
  const { message, documents } = conversation;
  const name = framedDocuments(message).at(-1) ?? '';
  const current = documents[name] ?? '';
  const dismissed = frame(message, 'dismissed') ?? '';
  const all =
    name === 'requirements.md'
      ? scenario.findings(scenario.fromDocument(current), (text) => criterionWith(current, text))
      : [];
  const findings = all.filter(({ criterion, kind }) => !dismissed.includes(`${String(criterion)} | ${String(kind)}`));
  const checked = `Every criterion of ${name} alone and against its neighbours, and the files that the facts name.`;
  const reply =
    findings.length === 0
      ? 'Nothing was found.'
      : `${findings.length === 1 ? 'One finding' : `${findings.length} findings`}; look at ${String(findings[0]?.criterion)} first.`;
  return say('', { name: 'report_findings', input: { findings, checked, reply } });
}

/** The id of the criterion that holds `text`; undefined where none does. */
function criterionWith(document: string, text: string): string | undefined {
  return criteriaIn(document).find((each) => each.text.includes(text))?.id;
}

function isSampleDocument(name: string): name is SampleDocument {
  return name === 'requirements.md' || name === 'design.md' || name === 'tasks.md';
}
