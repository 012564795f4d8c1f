import type { Answer, Question } from '../core/flows/snapshot';
import { defaultAnswer, labelOf, skipped } from './answers';
import type { Terminal } from './cli';

/** Asks one question after the other. An empty line takes the default, "-" skips, a number picks a choice. */
export async function askTerminal(
  questions: readonly Question[],
  terminal: Terminal,
  ask: NonNullable<Terminal['ask']>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const [index, question] of questions.entries()) {
    terminal.note('');
    terminal.note(`${index + 1} of ${questions.length}: ${question.question}`);
    terminal.note(`   ${question.why}`);
    question.choices.forEach((choice, at) => {
      terminal.note(`   ${at + 1}. ${choice.label}: ${choice.detail}`);
    });
    const several = question.kind === 'multiple' ? ', several with commas' : '';
    const hint = question.choices.length > 0 ? `Number or text${several}` : 'Text';
    const line = await ask(`   ${hint}; Enter for "${question.default.join(', ')}", - to skip: `);
    answers.push(answerFrom(question, line.trim()));
  }
  return answers;
}

function answerFrom(question: Question, line: string): Answer {
  if (line === '') return defaultAnswer(question);
  if (line === '-') return skipped(question);
  const parts = question.kind === 'multiple' ? line.split(',').map((part) => part.trim()) : [line];
  const answer = parts
    .filter((part) => part !== '')
    .map((part) => question.choices[Number(part) - 1]?.label ?? labelOf(question, part));
  return { id: question.id, answer, source: 'user' };
}
