/** Whose steering files are read. What is general comes before what is the workspace's own: later files win. */
import { agents } from './agents';
import { amazonq } from './amazonq';
import { claude } from './claude';
import { cline } from './cline';
import { copilot } from './copilot';
import { cursor } from './cursor';
import { gemini } from './gemini';
import { kiro } from './kiro';
import type { SteeringSource } from './source';
import { windsurf } from './windsurf';

export const sources: readonly SteeringSource[] = [
  amazonq,
  claude,
  cline,
  copilot,
  cursor,
  gemini,
  windsurf,
  agents,
  kiro,
];
