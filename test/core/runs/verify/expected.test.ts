import { describe, expect, it } from 'vitest';
import { expectedOutcome } from '../../../../src/core/runs/verify/expected';
import { parseDocument } from '../../../../src/core/specs/index';

/** The outcome of the first task of this text. */
function check(text: string): string {
  const document = parseDocument('tasks.md', `# Implementation Plan\n\n## Tasks\n\n- [ ] ${text}\n`);
  const task = document.name === 'tasks.md' ? document.tasks[0] : undefined;
  if (task === undefined) throw new Error('There is no task.');
  return expectedOutcome(task);
}

describe('what must hold when a task is finished', () => {
  const cases: readonly (readonly [string, 'green' | 'red' | 'none'])[] = [
    ['1. Add the route for new todos', 'green'],
    ['1. Handle requests that fail', 'green'],
    ['1. Write tests for requests that fail with 500', 'green'],
    ['1. Fix the failing tests of the cart', 'green'],
    ['1. Make the failing test pass', 'green'],
    ['1. Verify that the exploration test now passes', 'green'],
    ['1. Implement error handling\n  - A failed login should fail closed', 'green'],
    ['1. Write a failing test for the rounding bug', 'red'],
    ['1. Add failing property tests for totals', 'red'],
    ['1. Write bug condition exploration property test', 'red'],
    ['1. Write the test\n  - This test MUST FAIL on unfixed code', 'red'],
    ['1. Write the test\n  - **EXPECTED OUTCOME**: Test FAILS (this is correct)', 'red'],
    ['1. Re-run the bug condition exploration test\n  - **EXPECTED OUTCOME**: Test PASSES (confirms the fix)', 'green'],
    ['1. Write preservation property tests\n  - **EXPECTED OUTCOME**: Tests PASS on unfixed code', 'green'],
    ['1. Add a test that should initially fail', 'red'],
    ['1. Only the tests, which fail until task 2', 'red'],
    ['1. Write tests that still fail today', 'red'],
    ['1. Write tests that count how often requests fail before a retry', 'green'],
    ['1. 丸めのバグのテストを書く\n  - このテストは失敗するはず', 'red'],
    ['1. 为舍入错误编写失败的测试', 'red'],
    ['1. 반올림 버그에 대한 실패하는 테스트 작성', 'red'],
    ['1. Написать падающий тест на округление', 'red'],
    ['1. Écrire un test en échec pour l’arrondi', 'red'],
    ['1. Escrever um teste que falha no código atual', 'red'],
    ['1. Escribir una prueba que falla hoy', 'red'],
    ['1. Einen fehlschlagenden Test für die Rundung schreiben', 'red'],
    ['1. Checkpoint - Ensure all tests pass', 'none'],
    ['1. Final checkpoint: look at everything', 'none'],
    ['1. Ensure all tests pass, ask the user if questions arise', 'none'],
    ['1. チェックポイント - すべてのテストが成功すること', 'none'],
    ['1. 检查点：确保所有测试通过', 'none'],
    ['1. Add checkpoints to the import so that it resumes', 'green'],
  ];
  it.each(cases)('%s', (text, expected) => {
    expect(check(text)).toBe(expected);
  });
});
