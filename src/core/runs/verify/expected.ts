/** What must hold when a task is finished, told from its words, in the languages that specs are written in. */
import type { Task } from '../../specs/model';
import type { ExpectedOutcome } from '../snapshot';

/** "EXPECTED OUTCOME: Test FAILS": the word of Kiro's bugfix plans, which outweighs every other. */
const stated = /expected outcome\W{0,4}[^.\n]{0,80}?\b(fail|pass|succeed)/iu;

/** A pause to look at everything: nothing has to change. */
const checkpoint =
  /^\W*(?:final\s+)?(?:checkpoint|check point|ensure (?:that )?all (?:the )?tests pass|チェックポイント|检查点|檢查點|체크포인트|контрольная точка|point de contrôle|ponto de verificação|punto de control|kontrollpunkt)/iu;

/** Mending what is red today, or showing that it is green now. */
const mending =
  /\b(?:fix|repair|mend|resolve|correct|make|get)\b[^.\n]{0,30}\bfailing\b|\b(?:now|still|again) pass(?:es)?\b|\btests? (?:must|should) pass\b|失敗しているテストを修正|修复失败的测试/iu;

/** Tests that are to fail on the code of today. */
const failing: readonly RegExp[] = [
  /\bfailing (?:\w+[- ]){0,2}tests?\b/iu,
  /\btests?\b[^.\n]{0,60}\b(?:must|should|will|has to|have to|is expected to|are expected to|expected to)\s+(?:first\s+|initially\s+)?fail\b/iu,
  /\b(?:must|should|expected to)\s+fail\b[^.\n]{0,40}\b(?:unfixed|before the fix|before implementation|current code)/iu,
  /\btests?\b[^.\n]{0,60}\b(?:that|which)\s+(?:still\s+)?fail\s+(?:at first|before|now|today|until)\b/iu,
  /\bbug condition exploration\b/iu,
  /\b(?:exploration|exploratory) (?:property[- ])?tests?\b/iu,
  /失敗する(?:こと|はず|テスト)|テストが失敗する/u,
  /失败的测试|(?:必须|应该?|应当)失败|測試(?:必須|應)失敗/u,
  /실패하는 테스트|실패해야/u,
  /падающ\p{L}* тест|тест\p{L}*[^.\n]{0,40}(?:должен|должны)\s+(?:упасть|падать|провалиться)/iu,
  /tests?[^.\n]{0,40}(?:doit|doivent)\s+échouer|tests? en échec/iu,
  /testes?[^.\n]{0,40}(?:deve|devem)\s+falhar|testes? que falha/iu,
  /(?:pruebas?|tests?)[^.\n]{0,40}(?:debe|deben)\s+fallar|(?:prueba|test) que falla/iu,
  /tests?[^.\n]{0,40}(?:muss|müssen|soll|sollen)\s+(?:zuerst\s+)?(?:fehlschlagen|scheitern)|fehlschlagende[nrms]?\s+tests?/iu,
];

/** Green unless the task says otherwise: red for tests that are to fail today, none for a checkpoint. */
export function expectedOutcome(task: Pick<Task, 'title' | 'details' | 'metadata'>): ExpectedOutcome {
  if (checkpoint.test(task.title)) return 'none';
  const own = [...task.details.map(({ text }) => text), ...task.metadata.map(({ key, value }) => `${key}: ${value}`)];
  const word = stated.exec(own.join('\n'))?.[1]?.toLowerCase();
  if (word !== undefined) return word === 'fail' ? 'red' : 'green';
  if (mending.test(task.title)) return 'green';
  return failing.some((pattern) => pattern.test(task.title) || own.some((line) => pattern.test(line)))
    ? 'red'
    : 'green';
}
