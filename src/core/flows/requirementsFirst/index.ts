import type { Flow } from '../flow';
import analyze from '../prompts/analyze.md';
import ask from '../prompts/ask.md';
import proceed from '../prompts/continue.md';
import design from '../prompts/design.md';
import insideFence from '../prompts/insideFence.md';
import noDocument from '../prompts/noDocument.md';
import refine from '../prompts/refine.md';
import repair from '../prompts/repair.md';
import repairNothing from '../prompts/repairNothing.md';
import repairRemains from '../prompts/repairRemains.md';
import requirements from '../prompts/requirements.md';
import rewrite from '../prompts/rewrite.md';
import tasks from '../prompts/tasks.md';
import update from '../prompts/update.md';
import useEdits from '../prompts/useEdits.md';
import designSkeleton from './design.skeleton.md';
import requirementsSkeleton from './requirements.skeleton.md';
import tasksSkeleton from './tasks.skeleton.md';

/** Requirements, then design, then tasks, each approved before the next. */
export const requirementsFirst: Flow = {
  id: 'requirements-first',
  label: 'Requirements first',
  kind: 'feature',
  config: { workflowType: 'requirements-first', specType: 'feature' },
  prompts: {
    ask,
    refine,
    repair,
    repairNothing,
    repairRemains,
    update,
    analyze,
    continue: proceed,
    insideFence,
    noDocument,
    rewrite,
    useEdits,
  },
  documents: [
    {
      name: 'requirements.md',
      label: 'Requirements',
      prompt: requirements,
      restsOn: [],
      gates: [],
      skeleton: requirementsSkeleton,
    },
    {
      name: 'design.md',
      label: 'Design',
      prompt: design,
      restsOn: ['requirements.md'],
      gates: ['requirements.md'],
      skeleton: designSkeleton,
    },
    {
      name: 'tasks.md',
      label: 'Tasks',
      prompt: tasks,
      restsOn: ['requirements.md', 'design.md'],
      gates: ['requirements.md', 'design.md'],
      skeleton: tasksSkeleton,
    },
  ],
};
