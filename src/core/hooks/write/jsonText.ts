/** A value as JSON on one line, which is YAML too: what a person typed can't become structure. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  // Lists read better with a space; inside quotes nothing may change.
  return Array.isArray(value) ? `[${value.map(jsonText).join(', ')}]` : text;
}
