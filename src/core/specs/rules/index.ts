/** Every rule. To add one: a file here with its examples, a line below. */
import type { Rule } from '../rule';
import { contradiction } from './contradiction';
import { duplicateCriterion } from './duplicateCriterion';
import { duplicateId } from './duplicateId';
import { duplicateReference } from './duplicateReference';
import { duplicateTerm } from './duplicateTerm';
import { emptyCorrectnessProperties } from './emptyCorrectnessProperties';
import { emptyDagJson } from './emptyDagJson';
import { graphCycle } from './graphCycle';
import { graphDuplicateTask } from './graphDuplicateTask';
import { graphMissingTask } from './graphMissingTask';
import { graphOptionalTask } from './graphOptionalTask';
import { graphOrder } from './graphOrder';
import { graphParentTask } from './graphParentTask';
import { graphUnknownTask } from './graphUnknownTask';
import { ifWithoutThen } from './ifWithoutThen';
import { incompleteUserStory } from './incompleteUserStory';
import { invalidDagJson } from './invalidDagJson';
import { invalidDagStructure } from './invalidDagStructure';
import { invalidSubtaskLine } from './invalidSubtaskLine';
import { invalidTaskHeading } from './invalidTaskHeading';
import { invalidTaskLine } from './invalidTaskLine';
import { malformedCheckbox } from './malformedCheckbox';
import { malformedPropertyHeading } from './malformedPropertyHeading';
import { malformedRequirementHeading } from './malformedRequirementHeading';
import { misplacedClause } from './misplacedClause';
import { missingAcceptanceCriteria } from './missingAcceptanceCriteria';
import { missingArchitecture } from './missingArchitecture';
import { missingBugAnalysis } from './missingBugAnalysis';
import { missingBugDetails } from './missingBugDetails';
import { missingComponents } from './missingComponents';
import { missingCorrectnessProperties } from './missingCorrectnessProperties';
import { missingCurrentBehavior } from './missingCurrentBehavior';
import { missingDagJson } from './missingDagJson';
import { missingDataModels } from './missingDataModels';
import { missingDependencyGraph } from './missingDependencyGraph';
import { missingErrorHandling } from './missingErrorHandling';
import { missingExpectedBehavior } from './missingExpectedBehavior';
import { missingFixImplementation } from './missingFixImplementation';
import { missingGlossary } from './missingGlossary';
import { missingHypothesizedRootCause } from './missingHypothesizedRootCause';
import { missingImplementationPlan } from './missingImplementationPlan';
import { missingIntroduction } from './missingIntroduction';
import { missingNotes } from './missingNotes';
import { missingOverview } from './missingOverview';
import { missingPropertyValidates } from './missingPropertyValidates';
import { missingRequirementsSection } from './missingRequirementsSection';
import { missingTasksSection } from './missingTasksSection';
import { missingTestingStrategy } from './missingTestingStrategy';
import { missingTitle } from './missingTitle';
import { missingUnchangedBehavior } from './missingUnchangedBehavior';
import { missingUserStory } from './missingUserStory';
import { noShall } from './noShall';
import { notUtf8 } from './notUtf8';
import { numberGap } from './numberGap';
import { numberWithoutUnit } from './numberWithoutUnit';
import { passiveResponse } from './passiveResponse';
import { placeholder } from './placeholder';
import { responseWithoutSystem } from './responseWithoutSystem';
import { severalShalls } from './severalShalls';
import { suppression } from './suppression';
import { taskWithoutRequirement } from './taskWithoutRequirement';
import { triggerWithoutEvent } from './triggerWithoutEvent';
import { unchangedWithoutContinue } from './unchangedWithoutContinue';
import { unclosedBlock } from './unclosedBlock';
import { uncoveredCriterion } from './uncoveredCriterion';
import { undefinedTerm } from './undefinedTerm';
import { unexpectedSection } from './unexpectedSection';
import { unresolvedFile } from './unresolvedFile';
import { unresolvedMention } from './unresolvedMention';
import { unresolvedProperty } from './unresolvedProperty';
import { unresolvedReference } from './unresolvedReference';
import { unresolvedTask } from './unresolvedTask';
import { untestableWord } from './untestableWord';
import { unvalidatedCriterion } from './unvalidatedCriterion';

export const rules: readonly Rule[] = [
  // Sections in the order of Kiro's templates, since what lacks several is told of them in that order.
  missingIntroduction,
  missingRequirementsSection,
  missingGlossary,
  missingOverview,
  missingArchitecture,
  missingComponents,
  missingDataModels,
  missingCorrectnessProperties,
  missingErrorHandling,
  missingTestingStrategy,
  missingBugDetails,
  missingHypothesizedRootCause,
  missingFixImplementation,
  missingBugAnalysis,
  missingExpectedBehavior,
  missingCurrentBehavior,
  missingUnchangedBehavior,
  missingTasksSection,
  missingNotes,
  missingDependencyGraph,
  // The others by name.
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
  unclosedBlock,
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
