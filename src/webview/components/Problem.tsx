import type { Diagnostic } from '../../core/diagnostic';
import type { DocumentName } from '../../core/specs/model';
import { compose } from '../compose';
import { post } from '../host';
import { iconOf } from '../model/problems';
import { mayAct } from './Header';
import { Icon } from './Icon';

interface ProblemProps {
  readonly diagnostic: Diagnostic;
  readonly document: DocumentName;
  /** Inside a row of a list: its buttons are reached with the arrow keys. */
  readonly inRow?: boolean;
  readonly place?: string;
}

/** A problem where it is: what is wrong, how to mend it, and who can. */
export function Problem({ diagnostic, document, inRow, place }: ProblemProps) {
  const { icon, tone, word } = iconOf(diagnostic.severity);
  const { code, fix, message } = diagnostic;
  const { line, column } = diagnostic.place;
  const index = inRow ? -1 : undefined;
  return (
    <div class="prob" role="note" tabIndex={-1} data-problem>
      <Icon name={icon} tone={tone} label={word} />
      <div>
        <p>
          {message}{' '}
          <button
            type="button"
            class="lk code"
            tabIndex={index}
            title="What this rule finds, with examples"
            onClick={() => post({ type: 'explain', code })}
          >
            {code}
          </button>
        </p>
        <div class="fix">
          {fix && mayAct() && (
            <button
              type="button"
              class="lk"
              tabIndex={index}
              onClick={() => post({ type: 'fix', document, code, line, column })}
            >
              {fix.title}
            </button>
          )}
          {mayAct() && (
            <button
              type="button"
              class="lk"
              tabIndex={index}
              onClick={() => compose(document, askFor(message, place ?? `line ${line}`))}
            >
              Ask the agent
            </button>
          )}
          <button
            type="button"
            class="lk"
            tabIndex={index}
            onClick={() => post({ type: 'openDocument', document, line })}
          >
            Line {line}
          </button>
        </div>
      </div>
    </div>
  );
}

function askFor(message: string, place: string): string {
  return `Mend this at ${place}: ${message}`;
}
