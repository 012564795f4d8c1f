/** Whoever types words for a model can mention things: no box takes such words but the two that offer mentions. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { sourcesBelow } from '../architecture/sources';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = sourcesBelow(root, 'src', ['.ts', '.tsx']);

/** How often a source calls for a box, by its path. */
function boxes(pattern: RegExp): Readonly<Record<string, number>> {
  return Object.fromEntries(
    sources.flatMap(({ path, tree }) => {
      const found = [...tree.text.matchAll(pattern)].length;
      return found === 0 ? [] : [[path, found]];
    }),
  );
}

it('the panel has one text box, and it offers mentions', () => {
  expect(boxes(/<textarea\b|contenteditable/giu)).toEqual({ 'src/webview/components/PromptField.tsx': 1 });
});

it('the panel’s plain boxes ask for commands, rules and a word that is typed to agree', () => {
  expect(boxes(/type="text"/gu)).toEqual({
    // A command that proves the work.
    'src/webview/components/run/Cards.tsx': 1,
    'src/webview/components/run/Permission.tsx': 2,
  });
});

it('the editor’s plain boxes ask for names, commands, patterns and keys only', () => {
  expect(boxes(/(?:showInputBox|createInputBox)\(/gu)).toEqual({
    // The name of a file.
    'src/extension/commands/addSteering.ts': 1,
    // An argument of a command; that of an agent is asked for with mentions.
    'src/extension/commands/runHook.ts': 1,
    // A name, a regular expression, a schedule, a condition, a command or the text of a notice.
    'src/extension/hooks/form.ts': 5,
    // A word that is typed to agree.
    'src/extension/hooks/questions.ts': 1,
    // Keys, regions and names of models.
    'src/extension/quickSteps.ts': 1,
  });
});

it('words for a model are asked for with mentions', () => {
  expect(boxes(/\baskPrompt\(/gu)).toEqual({
    'src/extension/commands/learnSteering.ts': 1,
    'src/extension/commands/newHookFromSentence.ts': 1,
    'src/extension/commands/refine.ts': 1,
    'src/extension/commands/refineSteering.ts': 1,
    'src/extension/commands/rejectChange.ts': 1,
    'src/extension/commands/runHook.ts': 1,
    'src/extension/commands/showContext.ts': 1,
    'src/extension/context/subject.ts': 1,
    'src/extension/hooks/form.ts': 1,
    'src/extension/promptBox.ts': 1,
  });
});
