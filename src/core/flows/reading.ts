import type { DocumentName } from '../specs/model';
import type { Flow, FlowDocument } from './flow';

/**
 * The flow by which a spec of a kind that no flow writes yet is shown, refined and approved: a bugfix, made elsewhere,
 * has bugfix.md where a feature has requirements.md. Its documents have no prompt, so none of them is written here.
 */
export function readingFlow(flow: Flow): Flow {
  const named = (name: DocumentName): DocumentName => (name === 'requirements.md' ? 'bugfix.md' : name);
  const documents = flow.documents.map(
    (document): FlowDocument => ({
      ...document,
      name: named(document.name),
      label: document.name === 'requirements.md' ? 'Bugfix' : document.label,
      prompt: '',
      restsOn: document.restsOn.map(named),
      gates: document.gates.map(named),
      skeleton: '',
    }),
  );
  return {
    ...flow,
    id: 'bugfix',
    label: 'Bugfix',
    kind: 'bugfix',
    config: { ...flow.config, specType: 'bugfix' },
    documents,
  };
}
