/** What the specs view says while it is empty. Data only: it is part of the manifest. */

export const viewsWelcome = [
  {
    view: 'tracewright.specs',
    when: 'workspaceFolderCount == 0',
    contents: [
      'Specs live in a folder of yours, in .kiro/specs.',
      '[Open Folder](command:workbench.action.files.openFolder)',
      'Or look around in a small project with sample answers.',
      '[Open Sample](command:tracewright.openSample)',
    ].join('\n'),
  },
  {
    view: 'tracewright.specs',
    when: 'workspaceFolderCount > 0 && isWorkspaceTrusted',
    contents: [
      'No spec yet. Say in one sentence what you want to build: it becomes requirements, a design and tasks.',
      '[New Spec](command:tracewright.newSpec)',
      "Tracewright uses your own model. Keys stay in the editor's secret storage.",
      '[Set Up a Model](command:tracewright.setUpModel)',
    ].join('\n'),
  },
  {
    view: 'tracewright.specs',
    when: 'workspaceFolderCount > 0 && !isWorkspaceTrusted',
    contents: [
      'This window is in Restricted Mode. Specs can be read, and there is none here yet.',
      '[Manage Workspace Trust](command:workbench.trust.manage)',
    ].join('\n'),
  },
  {
    view: 'tracewright.steering',
    when: 'workspaceFolderCount > 0 && isWorkspaceTrusted',
    contents: [
      'No steering yet: files in .kiro/steering that every prompt carries.',
      '[Generate Steering](command:tracewright.generateSteering)',
      '[New Steering File](command:tracewright.addSteering)',
    ].join('\n'),
  },
  {
    view: 'tracewright.steering',
    when: 'workspaceFolderCount > 0 && !isWorkspaceTrusted',
    contents: 'This window is in Restricted Mode. Nothing of its steering is loaded.',
  },
  {
    view: 'tracewright.hooks',
    when: 'workspaceFolderCount > 0 && isWorkspaceTrusted',
    contents: [
      'No hooks yet: what happens in the workspace starts commands and agents.',
      '[New Hook from Template](command:tracewright.newHookFromTemplate)',
      '[New Hook](command:tracewright.newHook)',
      '[New Hook from a Sentence](command:tracewright.newHookFromSentence)',
    ].join('\n'),
  },
  {
    view: 'tracewright.hooks',
    when: 'workspaceFolderCount > 0 && !isWorkspaceTrusted',
    contents: 'This window is in Restricted Mode. None of its hooks is read, and none fires.',
  },
  {
    view: 'tracewright.context',
    when: 'workspaceFolderCount == 0',
    contents: 'What the model sees is shown here, part by part, once a folder is open.',
  },
  {
    view: 'tracewright.context',
    when: 'workspaceFolderCount > 0 && !isWorkspaceTrusted',
    contents: 'This window is in Restricted Mode. No model is asked, and nothing leaves this machine.',
  },
] as const;
