/** The walkthrough of the first minutes. Data only: it is part of the manifest. */

const picture = (name: string, altText: string) => ({ svg: `media/walkthrough/${name}.svg`, altText });

export const walkthroughs = [
  {
    id: 'firstMinutes',
    title: 'First minutes with Tracewright',
    description: 'From one sentence to requirements, a design and tasks that you have approved.',
    steps: [
      {
        id: 'model',
        title: 'Set up a model',
        description: [
          "Use Claude through the Anthropic API, or any model on Amazon Bedrock. The key stays in the editor's secret storage, and one small request shows that it works.",
          '[Set Up a Model](command:tracewright.setUpModel)',
          'Without a model, the sample project is answered with sample answers.',
          '[Open Sample](command:tracewright.openSample)',
        ].join('\n'),
        media: picture('model', 'A model is chosen, a key is given, and a test call answers in 1.2 seconds.'),
        completionEvents: ['onCommand:tracewright.setUpModel', 'onCommand:tracewright.openSample'],
      },
      {
        id: 'sentence',
        title: 'Say what you want to build',
        description: [
          'One sentence is enough. Your repository is read first; then you are asked up to five questions, and you may skip each.',
          '[New Spec](command:tracewright.newSpec)',
        ].join('\n'),
        media: picture('sentence', 'A sentence in the start screen, and a question with three choices below it.'),
        completionEvents: ['onCommand:tracewright.newSpec'],
      },
      {
        id: 'approve',
        title: 'Read, refine, approve',
        description:
          'Each document is yours to edit. Ask for a change in a sentence, compare versions, and approve when it says what you mean. The next document is written only then.',
        media: picture('approve', 'Requirements with numbered criteria, and the button Approve requirements.'),
        completionEvents: ['onCommand:tracewright.approve', 'onCommand:tracewright.refine'],
      },
      {
        id: 'tasks',
        title: 'Follow the tasks',
        description: [
          'Tasks appear as a checklist in the side bar, each with the requirements it serves. Ticking one changes a single character of tasks.md.',
          '[Show Specs](command:tracewright.specs.focus)',
        ].join('\n'),
        media: picture('tasks', 'The side bar with a spec, its three documents and a checklist of tasks.'),
        completionEvents: ['onView:tracewright.specs'],
      },
    ],
  },
] as const;
