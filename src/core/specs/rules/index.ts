/** Every rule. To add one: a file here, a line below, an example in test/core/specs/rules.test.ts. */
import type { Rule } from '../rule';
import { duplicateId } from './duplicateId';
import { graphCycle } from './graphCycle';
import { graphOptionalTask } from './graphOptionalTask';
import { graphDuplicateTask, graphUnknownTask } from './graphTasks';
import { invalidTaskLine } from './invalidTaskLine';
import { malformedCheckbox } from './malformedCheckbox';
import { notUtf8 } from './notUtf8';
import { unclosed } from './unclosed';
import { emptyDagJson, invalidDagJson, invalidDagStructure } from './unreadableGraph';
import { unresolvedReference } from './unresolvedReference';

export const rules: readonly Rule[] = [
  duplicateId,
  emptyDagJson,
  graphCycle,
  graphDuplicateTask,
  graphOptionalTask,
  graphUnknownTask,
  invalidDagJson,
  invalidDagStructure,
  invalidTaskLine,
  malformedCheckbox,
  notUtf8,
  unclosed,
  unresolvedReference,
];
