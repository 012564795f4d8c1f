import { expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/core/diagnostic';
import { problemPlaces } from '../../../src/webview/model/problems';

function problem(line: number, severity: Diagnostic['severity']): Diagnostic {
  return {
    code: 'tasks/test',
    message: `At ${line}`,
    severity,
    place: { line, column: 1, start: line * 10, end: line * 10 + 1 },
  } as Diagnostic;
}

test('each place that has problems is told once, with the worst of them and the first line', () => {
  const diagnostics = [problem(9, 'warning'), problem(1, 'warning'), problem(8, 'error'), problem(9, 'hint')];
  const nameOf = ({ place }: Diagnostic) => (place.line >= 8 ? '2.1' : `line ${place.line}`);
  const places = [...problemPlaces(diagnostics, { nameOf })].sort((a, b) => a.line - b.line);
  expect(places).toEqual([
    { name: 'line 1', line: 1, problems: 1, severity: 'warning' },
    { name: '2.1', line: 8, problems: 3, severity: 'error' },
  ]);
  expect(problemPlaces([], { nameOf })).toEqual([]);
});
