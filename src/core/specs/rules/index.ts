/** Every rule. To add one: a file here with its examples, a line below. */
import type { Rule } from '../rule';
import { misplacedClause, unchangedWithoutContinue } from './bugfixClauses';
import { contradiction } from './contradiction';
import { duplicateId } from './duplicateId';
import { duplicateCriterion, duplicateReference, duplicateTerm } from './duplicates';
import { graphMissingTask, graphOrder, graphParentTask } from './graphCompleteness';
import { graphCycle } from './graphCycle';
import { graphOptionalTask } from './graphOptionalTask';
import { graphDuplicateTask, graphUnknownTask } from './graphTasks';
import { invalidTaskLine } from './invalidTaskLine';
import { invalidSubtaskLine, invalidTaskHeading, missingDagJson } from './kiroTaskForms';
import { malformedCheckbox } from './malformedCheckbox';
import { missingSections } from './missingSections';
import { notUtf8 } from './notUtf8';
import { numberGap } from './numberGap';
import { numberWithoutUnit } from './numberWithoutUnit';
import { noShall, severalShalls } from './obligations';
import { passiveResponse } from './passiveResponse';
import { placeholder } from './placeholder';
import { emptyCorrectnessProperties, malformedPropertyHeading, missingPropertyValidates } from './properties';
import { malformedRequirementHeading } from './requirementHeadings';
import { missingAcceptanceCriteria, missingUserStory } from './requirementParts';
import { ifWithoutThen, responseWithoutSystem, triggerWithoutEvent } from './sentenceParts';
import { suppression } from './suppression';
import { taskWithoutRequirement } from './taskWithoutRequirement';
import { missingImplementationPlan, missingTitle } from './titles';
import { unclosed } from './unclosed';
import { uncoveredCriterion } from './uncoveredCriterion';
import { undefinedTerm } from './undefinedTerm';
import { unexpectedSection } from './unexpectedSection';
import { emptyDagJson, invalidDagJson, invalidDagStructure } from './unreadableGraph';
import { unresolvedFile } from './unresolvedFile';
import { unresolvedMention } from './unresolvedMention';
import { unresolvedProperty } from './unresolvedProperty';
import { unresolvedReference } from './unresolvedReference';
import { unresolvedTask } from './unresolvedTask';
import { untestableWord } from './untestableWord';
import { unvalidatedCriterion } from './unvalidatedCriterion';
import { incompleteUserStory } from './userStory';

export const rules: readonly Rule[] = [
  ...missingSections,
  contradiction,
  duplicateCriterion,
  duplicateId,
  duplicateReference,
  duplicateTerm,
  emptyCorrectnessProperties,
  emptyDagJson,
  graphCycle,
  graphDuplicateTask,
  graphMissingTask,
  graphOptionalTask,
  graphOrder,
  graphParentTask,
  graphUnknownTask,
  ifWithoutThen,
  incompleteUserStory,
  invalidDagJson,
  invalidDagStructure,
  invalidSubtaskLine,
  invalidTaskHeading,
  invalidTaskLine,
  malformedCheckbox,
  malformedPropertyHeading,
  malformedRequirementHeading,
  misplacedClause,
  missingAcceptanceCriteria,
  missingDagJson,
  missingImplementationPlan,
  missingPropertyValidates,
  missingTitle,
  missingUserStory,
  noShall,
  notUtf8,
  numberGap,
  numberWithoutUnit,
  passiveResponse,
  placeholder,
  responseWithoutSystem,
  severalShalls,
  suppression,
  taskWithoutRequirement,
  triggerWithoutEvent,
  unchangedWithoutContinue,
  unclosed,
  uncoveredCriterion,
  undefinedTerm,
  unexpectedSection,
  unresolvedFile,
  unresolvedMention,
  unresolvedProperty,
  unresolvedReference,
  unresolvedTask,
  untestableWord,
  unvalidatedCriterion,
];
