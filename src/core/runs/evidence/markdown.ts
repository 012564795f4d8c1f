import type { EvidenceRecord } from './record';

/** A record as a person reads it. */
export function evidenceMarkdown(record: EvidenceRecord): string {
  const { task, spec, requirements, files, tests, commands } = record;
  const parts = [
    `# Evidence: ${task.id === null ? '' : `${task.id} `}${task.title}`,
    `${record.outcome === 'verified' ? 'Verified' : 'Reviewed by you'} on ${record.at.slice(0, 16).replace('T', ' ')} UTC, spec ${spec}. ${record.sentence}`.trim(),
    section('What was done', record.summary === '' ? [] : [record.summary]),
    section(
      'Criteria',
      requirements.map((id) => `- ${id}${testsOf(tests[id] ?? [])}`),
    ),
    section(
      'Files',
      files.map(
        ({ path, kind, sha256 }) =>
          `- \`${path}\` ${kind}${sha256 === null ? '' : `, SHA-256 \`${sha256.slice(0, 12)}\``}`,
      ),
    ),
    section(
      'Commands',
      commands.map(
        ({ line, state, code, failing }) =>
          `- \`${line}\` ${state.replaceAll('_', ' ')}${code === null ? '' : `, exit ${code}`}${failing.length === 0 ? '' : `: ${failing.join(', ')}`}`,
      ),
    ),
    section(
      'To look at',
      record.warnings.map((warning) => `- ${warning}`),
    ),
    section('Steering', steeringLines(record.steering)),
    section('Cost', [costLine(record)]),
    section('Where', [
      `Model ${record.model}, session ${record.session}. ${record.sandbox.sentence}${record.commit === undefined ? '' : ` Commit ${record.commit.slice(0, 12)}.`}`,
    ]),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `## ${title}\n\n${lines.join('\n')}`;
}

function testsOf(places: readonly string[]): string {
  return places.length === 0 ? ': no test names it' : `: ${places.map((place) => `\`${place}\``).join(', ')}`;
}

function costLine(record: EvidenceRecord): string {
  const { corrections, earlier } = record;
  const mended =
    corrections === 0 ? 'no correction' : `${corrections} ${corrections === 1 ? 'correction' : 'corrections'}`;
  const own = spentWords(record, mended);
  return earlier === undefined ? own : `${own} Earlier tries of the task took ${spentWords(earlier)}`;
}

type Spent = NonNullable<EvidenceRecord['earlier']>;

function spentWords({ turns, usage, dollars, ms }: Spent, mended?: string): string {
  const tokens = usage.input + usage.output + usage.cacheRead + usage.cacheWrite;
  const money = dollars === undefined ? 'price unknown' : `$${dollars.toFixed(2)}`;
  const of = [`${turns} ${turns === 1 ? 'turn' : 'turns'}`, ...(mended === undefined ? [] : [mended])];
  return `${of.join(', ')}, ${tokens} tokens (${usage.cacheRead} from the cache), ${money}, ${Math.round(ms / 1000)} s.`;
}

function steeringLines(steering: EvidenceRecord['steering']): readonly string[] {
  if (steering === undefined) return [];
  const { sentence, findings, notes, against, model } = steering;
  const by = model === undefined ? '' : ` Asked: ${model}. It decides nothing.`;
  const held = against.length === 0 ? '' : ` Held against ${against.map(code).join(', ')}.`;
  return [
    `${sentence}${held}${by}`,
    ...(findings.length + notes.length === 0 ? [] : ['']),
    ...findings.map(({ rule, change, why }) => {
      const place = change.line === undefined ? change.path : `${change.path}:${change.line}`;
      return `- ${code(`${rule.file}:${rule.line}`)} ${code(rule.text)}, by ${code(place)}: ${escaped(why)}`;
    }),
    ...notes.map((note) => `- ${escaped(note)}`),
  ];
}

/** In code marks, whatever stands in it: a rule may be a list item, a heading or hold code marks itself. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/gu)].map(([marks]) => marks.length));
  const marks = '`'.repeat(longest + 1);
  return longest === 0 ? `${marks}${text}${marks}` : `${marks} ${text} ${marks}`;
}

/** Words of a model as words: they make no link, picture or tag of the record. */
function escaped(text: string): string {
  return text.replace(/[\\<>[\]!*_`]/gu, '\\$&');
}
