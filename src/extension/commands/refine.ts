import { showPanel } from '../app';
import { report } from '../outcome';
import { askPrompt } from '../promptBox';
import { documentNoun } from '../words';
import { type Command, hasFolder, inSpecDocument, onNode } from './command';
import { findDocument } from './target';

/** Changes a document as a sentence asks. */
export const refine: Command = {
  name: 'refine',
  title: 'Refine Document',
  icon: 'edit',
  needsTrust: true,
  palette: hasFolder,
  menus: [
    { menu: 'view/item/context', when: onNode('document', 'exists'), group: '2_write@2' },
    { menu: 'editor/title', when: inSpecDocument, group: '2_tracewright@2' },
  ],
  keys: [{ key: 'shift+alt+t r', mac: 'ctrl+alt+t r', onRow: true }],
  create: (app) => async (argument) => {
    const none = 'There is no document to refine yet. Answer the questions in the panel first.';
    const found = await findDocument(app, argument, (document) => document.hash !== undefined, none);
    if (!found) return undefined;
    const { target, handle, document } = found;
    const request =
      target.text ??
      (await askPrompt(
        app,
        { roots: [handle.snapshot().root], spec: handle.spec() },
        {
          title: `Refine ${documentNoun(document.name)}`,
          placeholder: 'What should change? One sentence is enough: Limit titles to 200 characters',
          act: 'Refine',
        },
      ));
    if (request === undefined) return undefined;
    showPanel(app, target.spec, document.name);
    const outcome = await handle.refine(document.name, request);
    report(outcome);
    return outcome;
  },
};
