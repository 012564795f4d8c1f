/** `.config.kiro`, read as Kiro reads it: each field on its own, whatever else is in the file. */
import type { KiroConfig } from '../model';

const WORKFLOWS = ['requirements-first', 'design-first', 'fast-task', 'verify-first'] as const;
const TYPES = ['feature', 'bugfix', 'quick-spec'] as const;

/** Never fails: broken JSON gives an empty configuration, a bad value drops its field. */
export function parseConfig(text: string): KiroConfig {
  if (text === '') return {};
  const data = parseObject(text);
  const workflowType = WORKFLOWS.find((value) => value === data.workflowType);
  const specType = TYPES.find((value) => value === data.specType);
  return {
    ...(typeof data.specId === 'string' ? { specId: data.specId } : {}),
    ...(workflowType === undefined ? {} : { workflowType }),
    ...(specType === undefined ? {} : { specType }),
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const data: unknown = JSON.parse(text.replace(/^\uFEFF+/, ''));
    return typeof data === 'object' && data !== null ? { ...data } : {};
  } catch {
    return {};
  }
}
