/** Approvals of a team: who counts, how many are lacking, and the ways around it, each with its guard switched off. */
import { describe, expect, test } from 'vitest';
import { approvalFileName, parseApproval, signedText } from '../../../src/core/flows/approvalRecord';
import type { DocumentSnapshot } from '../../../src/core/flows/snapshot';
import { isOwner, samePerson } from '../../../src/core/flows/team';
import type { CommittedFile } from '../../../src/core/host';
import { defaultSettings, mergeSettings, readSettings, type Settings } from '../../../src/core/settings';
import { canonicalHash, type DocumentName } from '../../../src/core/specs';
import { allGuards } from '../../../src/core/workspace';
import { folder, requirements, without } from '../../support/attack';
import {
  approved,
  designText,
  harness,
  opened,
  repository,
  requirementsText,
  root,
  spec,
  stateOf,
  tasksText,
} from '../../support/flowHarness';
import { createMemoryHost, type MemoryHost, type MemoryHostOptions } from '../../support/memoryHost';

const ana = { name: 'Ana', email: 'ana@example.com' };
const bo = { name: 'Bo', email: 'bo@example.com' };
const tagged = 'bo+work@example.com';
const eve = { name: 'Eve', email: 'eve@example.com' };
const teamSettings = (more: Partial<Settings>): Settings => ({ ...defaultSettings, ...more });
const two = teamSettings({ 'approvals.needed': { '*': 2 } });

type Who = typeof ana;

interface Team {
  readonly host: MemoryHost;
  /** A record as somebody commits it from another machine; `by` is what it says of itself. */
  commit(author: Who, by?: Who, commit?: string, about?: About): Promise<void>;
}

/** What a record is about where it is not about the requirements as they are. */
interface About {
  readonly document: DocumentName;
  readonly text: string;
  /** The texts that it rests on. */
  readonly on?: Readonly<Partial<Record<DocumentName, string>>>;
}

function team(memory: MemoryHostOptions = {}): Team {
  const committed: Record<string, CommittedFile> = { ...memory.committed };
  const host = createMemoryHost({
    identity: ana,
    ...memory,
    files: { ...repository, [requirements]: requirementsText, [`${root}/.git/HEAD`]: '', ...memory.files },
    committed,
  });
  const elsewhere = createMemoryHost({ machine: 'elsewhere' });
  let minutes = 0;
  const commit = async (
    author: Who,
    by: Who = author,
    id = 'c1',
    { document, text, on = {} }: About = { document: 'requirements.md', text: requirementsText },
  ): Promise<void> => {
    minutes += 1;
    const unsigned = {
      version: 1 as const,
      document,
      hash: canonicalHash(text),
      parts: {},
      upstream: Object.fromEntries(Object.entries(on).map(([name, each]) => [name, canonicalHash(each)])),
      by,
      at: new Date(host.clock.now() + minutes * 60_000).toISOString(),
    };
    const record = { ...unsigned, mac: await elsewhere.mac.sign(signedText(unsigned, spec)) };
    const path = `${folder}/${approvalFileName(record)}`;
    host.put(path, JSON.stringify(record));
    host.commit(path, { commit: id, author: author.name, email: author.email, signed: false });
  };
  return { host, commit };
}

interface Look {
  readonly settings?: Settings;
  readonly off?: readonly string[];
}

/** The requirements as a window that opens now shows them; commits of Bo and Eve were accepted there. */
async function look({ host }: Team, { settings = two, off = [] }: Look = {}): Promise<DocumentSnapshot> {
  const { workspace } = harness([], { host, settings, guards: without(off) });
  for (const email of [ana.email, bo.email, eve.email, tagged]) await workspace.specs.acceptAuthor(root, email);
  return stateOf(await opened(workspace), 'requirements.md');
}

/** Approves as whoever works at this machine. */
async function approve({ host }: Team, { settings = two, off = [] }: Look = {}) {
  const { workspace } = harness([], { host, settings, guards: without(off) });
  return (await opened(workspace)).approve('requirements.md', canonicalHash(requirementsText));
}

const owners = (text: string): MemoryHostOptions => ({
  files: { [`${root}/CODEOWNERS`]: text },
  revisions: { HEAD: { [`${root}/CODEOWNERS`]: text }, 'c1^': { [`${root}/CODEOWNERS`]: text } },
});
const wrote = (author: Who, text = requirementsText): MemoryHostOptions => ({
  revisions: { HEAD: { [requirements]: text }, c0: { [requirements]: text } },
  commitAuthors: { c0: author },
});
const noAuthor = teamSettings({ 'approvals.authorMayApprove': false });
const byOwners = teamSettings({ 'approvals.from': 'codeowners' });

describe('counting', () => {
  test('one of two opens nothing and says what is lacking; the second opens the next document', async () => {
    const scene = team();
    expect(await approve(scene)).toEqual({ kind: 'done' });
    const first = await look(scene);
    expect(first.state).toBe('draft');
    expect(first.team).toEqual({
      needed: 2,
      by: ['Ana'],
      lacking: '1 of 2 approvals, by Ana. One more is needed.',
      approvals: [{ by: 'Ana', at: expect.any(String), committed: false }],
      passedOver: [],
      owners: [],
      inVain: 'Ana approved on this machine, where somebody approved already: that is one person.',
    });
    const { workspace } = harness([], { host: scene.host, settings: two });
    const refused = await (await opened(workspace)).generate('design.md');
    expect(refused).toMatchObject({ kind: 'refused', code: 'gate' });
    expect(JSON.stringify(refused)).toContain('One more is needed');
    await scene.commit(bo);
    const second = await look(scene);
    expect(second).toMatchObject({ state: 'approved', team: { needed: 2, by: ['Ana', 'Bo'] } });
    expect(second.team?.lacking).toBeUndefined();
  });

  test('approvals are of whoever git knows behind them, whatever their records say', async () => {
    const scene = team();
    await scene.commit(eve, bo);
    const { team: shown } = await look(scene);
    expect(shown).toEqual({
      needed: 2,
      by: ['Eve'],
      lacking: '1 of 2 approvals, by Eve. One more is needed.',
      approvals: [{ by: 'Eve', at: expect.any(String), committed: true }],
      passedOver: [],
      owners: [],
    });
  });

  test('a second approval of a commit that nobody accepted is a claim, beside the one that counts', async () => {
    const scene = team();
    await approve(scene);
    await scene.commit({ name: 'Zoe', email: 'zoe@example.com' });
    const shown = await look(scene);
    expect(shown).toMatchObject({ state: 'claimed', approval: { by: 'Zoe', vouched: 'none' }, team: { by: ['Ana'] } });
  });

  describe('after what a document rests on has changed', () => {
    const changed = requirementsText.replace('10,000', '20,000');
    const design = { document: 'design.md', text: designText } as const;
    const approvedAgain = async (...before: readonly Who[]): Promise<Team> => {
      const scene = team({ files: { [`${spec}/design.md`]: designText, [requirements]: changed } });
      for (const who of before)
        await scene.commit(who, who, 'c1', { ...design, on: { 'requirements.md': requirementsText } });
      for (const who of [ana, bo]) await scene.commit(who, who, 'c2', { document: 'requirements.md', text: changed });
      return scene;
    };
    const designOf = async ({ host }: Team) => {
      const { workspace } = harness([], { host, settings: two });
      for (const { email } of [ana, bo]) await workspace.specs.acceptAuthor(root, email);
      const handle = await opened(workspace);
      return { handle, shown: () => stateOf(handle, 'design.md') };
    };

    test('everybody’s newest approval counts, wherever it was given', async () => {
      const scene = await approvedAgain(ana, bo);
      expect((await designOf(scene)).shown()).toMatchObject({ state: 'behind', team: { by: ['Ana', 'Bo'] } });
      await scene.commit(bo, bo, 'c3', { ...design, on: { 'requirements.md': changed } });
      expect((await designOf(scene)).shown()).toMatchObject({ state: 'behind', team: { by: ['Ana', 'Bo'] } });
      await scene.commit(ana, ana, 'c4', { ...design, on: { 'requirements.md': changed } });
      expect((await designOf(scene)).shown()).toMatchObject({ state: 'approved', team: { by: ['Bo', 'Ana'] } });
    });

    test('whoever approved before renews theirs while others are lacking, and once', async () => {
      const scene = await approvedAgain(ana);
      await scene.host.advance(3_600_000);
      const { handle, shown } = await designOf(scene);
      expect(shown()?.team?.inVain).toBeUndefined();
      expect(await approved(handle, 'design.md')).toEqual({ kind: 'done' });
      expect(shown()).toMatchObject({ state: 'draft', team: { by: ['Ana'] } });
      expect(shown()?.team?.inVain).toContain('that is one person');
      expect(await approved(handle, 'design.md')).toMatchObject({ kind: 'refused', code: 'gate' });
      await scene.commit(bo, bo, 'c3', { ...design, on: { 'requirements.md': changed } });
      expect((await designOf(scene)).shown()).toMatchObject({ state: 'approved' });
    });
  });

  test('who may not approve is told so before they try', async () => {
    const others = team(wrote(ana));
    expect((await look(others, { settings: noAuthor })).team?.inVain).toContain('Ana wrote it');
    expect((await look(team(wrote(bo)), { settings: noAuthor })).team?.inVain).toBeUndefined();
    expect((await look(team(owners(`* ${bo.email}`)), { settings: byOwners })).team).toMatchObject({
      owners: [bo.email],
      inVain: `Ana is no owner: CODEOWNERS does not name ${ana.email} for this folder.`,
    });
  });

  test('any edit starts the count anew', async () => {
    const scene = team();
    await approve(scene);
    await scene.commit(bo);
    scene.host.put(requirements, requirementsText.replace('10,000', '20,000'));
    expect(await look(scene)).toMatchObject({ state: 'changed', team: { by: [] } });
  });

  test('nothing is asked of a spec without such settings', async () => {
    const scene = team();
    await approve(scene, { settings: defaultSettings });
    const shown = await look(scene, { settings: defaultSettings });
    expect(shown.state).toBe('approved');
    expect(shown.team).toBeUndefined();
  });

  test('owners and authors are asked before anything is written', async () => {
    const stranger = team(owners('* @nobody\n'));
    expect(await approve(stranger, { settings: byOwners })).toMatchObject({ kind: 'refused', code: 'gate' });
    const author = team();
    expect(await approve(author, { settings: noAuthor })).toMatchObject({ kind: 'refused', code: 'gate' });
    expect(author.host.paths().filter((path) => path.startsWith(folder))).toEqual([]);
    for (const userName of ['ana', undefined]) {
      const nobody = team({ identity: undefined, userName });
      expect(await approve(nobody, { settings: noAuthor })).toMatchObject({ kind: 'refused', code: 'gate' });
    }
    const reviewer = team(wrote(bo));
    expect(await approve(reviewer, { settings: noAuthor })).toEqual({ kind: 'done' });
    const owner = team(owners(`/.kiro/ ${ana.email}\n`));
    expect(await approve(owner, { settings: byOwners })).toEqual({ kind: 'done' });
    expect((await look(owner, { settings: byOwners })).state).toBe('approved');
  });
});

describe('the author of tasks is who wrote them, not who ticks them', () => {
  const tasks = `${spec}/tasks.md`;
  const ticked = tasksText.replace('- [ ] 1.1', '- [x] 1.1');
  const texts = { 'requirements.md': requirementsText, 'design.md': designText, 'tasks.md': tasksText } as const;
  const { 'tasks.md': _, ...before } = texts;
  const rests = { 'requirements.md': {}, 'design.md': { 'requirements.md': requirementsText }, 'tasks.md': before };
  const names = Object.keys(texts) as (keyof typeof texts)[];
  const all = Object.fromEntries(names.map((name) => [`${spec}/${name}`, texts[name]]));

  const state = async (approver: Who, onDisk: string, revisions: NonNullable<MemoryHostOptions['revisions']>) => {
    const scene = team({
      files: { ...all, [tasks]: onDisk },
      revisions: { HEAD: { ...all, [tasks]: ticked }, ...revisions, c0: all },
      commitAuthors: { c9: ana, c0: eve },
    });
    for (const document of names)
      await scene.commit(document === 'tasks.md' ? approver : bo, undefined, 'c1', {
        document,
        text: texts[document],
        on: rests[document],
      });
    const { workspace } = harness([], { host: scene.host, settings: noAuthor });
    for (const { email } of [ana, bo, eve]) await workspace.specs.acceptAuthor(root, email);
    return stateOf(await opened(workspace), 'tasks.md').state;
  };

  test.each<[string, string, NonNullable<MemoryHostOptions['revisions']>]>([
    ['ticks are in no commit', ticked, { HEAD: all }],
    ['ticks are committed', ticked, { c9: { [tasks]: ticked }, 'c9^': { [tasks]: tasksText } }],
    [
      'a merge joins ticks',
      ticked,
      { c9: { [tasks]: ticked }, 'c9^': { [tasks]: 'Other tasks' }, 'c9^2': { [tasks]: tasksText } },
    ],
  ])('%s', async (_, onDisk, revisions) => {
    expect(await state(ana, onDisk, revisions)).toBe('approved');
    expect(await state(eve, onDisk, revisions)).toBe('draft');
  });
});

interface TeamAttack {
  readonly name: string;
  /** Names of the guards that stop it. */
  readonly guards: readonly string[];
  readonly settings?: Settings;
  readonly memory?: MemoryHostOptions;
  play(scene: Team, off: readonly string[]): Promise<void>;
}

const attacks: readonly TeamAttack[] = [
  {
    name: 'one person approves twice on one machine',
    guards: ['latest', 'team', 'machine', 'person'],
    play: async (scene, off) => {
      await approve(scene, { off });
      await scene.host.advance(60_000);
      await approve(scene, { off });
    },
  },
  {
    name: 'one person approves twice on one machine, under a second name',
    guards: ['latest', 'machine'],
    play: async (scene) => {
      await approve(scene);
      const path = scene.host.paths().find((each) => each.startsWith(folder)) ?? '';
      const { mac: _, ...own } = parseApproval(JSON.parse(scene.host.text(path) ?? '')) ?? { mac: '' };
      const other = { ...own, by: bo } as Parameters<typeof signedText>[0];
      // Whoever holds the machine can have its key sign what they like.
      const record = { ...other, mac: await scene.host.mac.sign(signedText(other, spec)) };
      scene.host.put(`${folder}/${approvalFileName(record)}`, JSON.stringify(record));
    },
  },
  {
    name: 'a second approver who is only named in the record',
    guards: ['person'],
    play: async (scene) => {
      await scene.commit(eve);
      await scene.commit(eve, bo);
    },
  },
  {
    name: 'a second e-mail of the same name',
    guards: ['person'],
    play: async (scene) => {
      await scene.commit(eve);
      await scene.commit({ name: 'eve', email: ana.email });
    },
  },
  {
    name: 'a second e-mail with a tag',
    guards: ['person'],
    play: async (scene) => {
      await scene.commit({ name: 'Bo B.', email: bo.email });
      await scene.commit({ name: 'B. Bo', email: tagged });
    },
  },
  {
    name: 'a second e-mail in other letters',
    guards: ['person'],
    play: async (scene) => {
      await scene.commit({ name: 'Bo B.', email: bo.email });
      await scene.commit({ name: 'B. Bo', email: 'Bo@Example.com' });
    },
  },
  {
    name: 'an approval by somebody who owns nothing here',
    guards: ['owner', 'owner-before'],
    settings: byOwners,
    memory: owners(`* ${bo.email}\n`),
    play: (scene) => scene.commit(eve),
  },
  {
    name: 'a commit that makes its author an owner and brings their approval along',
    guards: ['owner-before'],
    settings: byOwners,
    memory: {
      files: { [`${root}/CODEOWNERS`]: `* ${eve.email}\n` },
      revisions: {
        HEAD: { [`${root}/CODEOWNERS`]: `* ${eve.email}\n` },
        'c1^': { [`${root}/CODEOWNERS`]: `* ${bo.email}\n` },
      },
    },
    play: (scene) => scene.commit(eve),
  },
  {
    name: 'owners written into the working tree only',
    guards: ['team', 'owner-before'],
    settings: byOwners,
    memory: {
      files: { [`${root}/CODEOWNERS`]: `* ${ana.email}\n` },
      revisions: { HEAD: { [`${root}/CODEOWNERS`]: `* ${bo.email}\n` } },
    },
    play: async (scene, off) => void (await approve(scene, { settings: byOwners, off })),
  },
  {
    name: 'the author approves on another machine and commits it',
    guards: ['author'],
    settings: noAuthor,
    memory: wrote(eve),
    play: (scene) => scene.commit(eve),
  },
];

test('each guard of a team has an attack that it stops', () => {
  const named = new Set(attacks.flatMap(({ guards }) => guards));
  expect(allGuards.team.filter(({ name }) => !named.has(name))).toEqual([]);
});

describe.each(attacks)('$name', ({ guards, settings = two, memory, play }) => {
  test('is stopped', async () => {
    const scene = team(memory);
    await play(scene, []);
    expect((await look(scene, { settings })).state).not.toBe('approved');
  });
  test('gets through without its guards', async () => {
    const scene = team(memory);
    await play(scene, guards);
    expect((await look(scene, { settings, off: guards })).state).toBe('approved');
  });
});

describe('settings', () => {
  const merged = (user: object, workspace: object) =>
    mergeSettings(readSettings(user, 'user'), readSettings(workspace, 'workspace')).settings;

  test.each([
    [{}, { 'approvals.needed': { '*': 2 } }, { '*': 2 }],
    [{ 'approvals.needed': { '*': 2 } }, { 'approvals.needed': { '*': 1 } }, { '*': 2 }],
    [{ 'approvals.needed': { '*': 3 } }, { 'approvals.needed': { 'design.md': 1 } }, { '*': 3, 'design.md': 3 }],
    [{ 'approvals.needed': { 'design.md': 2 } }, { 'approvals.needed': { '*': 3 } }, { '*': 3, 'design.md': 3 }],
    [{ 'approvals.needed': { '*': 2 } }, {}, { '*': 2 }],
  ])('a workspace only raises the number: %j and %j', (user, workspace, expected) => {
    expect(merged(user, workspace)['approvals.needed']).toEqual(expected);
  });

  test('a workspace narrows who counts and never widens it, and names nobody', () => {
    const strict = { 'approvals.from': 'codeowners', 'approvals.authorMayApprove': false };
    const loose = { 'approvals.from': 'anyone', 'approvals.authorMayApprove': true };
    for (const all of [merged(strict, loose), merged(loose, strict), merged({}, strict)])
      expect(all).toMatchObject(strict);
    expect(readSettings({ 'approvals.people': { '@ana': [eve.email] } }, 'workspace').ignored).toEqual([
      'tracewright.approvals.people',
    ]);
  });
});

describe('people', () => {
  const people = { '@ana': [ana.email, 'a@home.example'], '@shop/api': ['@ana', bo.email], '@loop/a': ['@loop/a'] };
  test.each([
    [ana, { name: 'A.', email: 'A@Home.example' }, true],
    [ana, { name: 'x', email: 'ana+work@example.com' }, true],
    [ana, bo, false],
    [{ name: 'Ana', email: '' }, { name: 'ana ', email: 'z@z.example' }, true],
    [{ name: '', email: '' }, { name: '', email: '' }, false],
    [
      { name: 'x', email: '12+ana@users.noreply.github.com' },
      { name: 'y', email: 'ana@users.noreply.github.com' },
      true,
    ],
    // Members of a team are not one person.
    [{ name: 'x', email: bo.email }, { name: 'y', email: 'c@c.example' }, false],
  ])('%j and %j are one: %s', (a, b, expected) => expect(samePerson(a, b, people)).toBe(expected));

  test.each([
    [ana, ana.email, true],
    [ana, '@Ana', true],
    [ana, '@shop/api', true],
    [bo, '@shop/api', true],
    [bo, '@ana', false],
    [bo, '@loop/a', false],
    [{ name: 'x', email: '7+kim@users.noreply.github.com' }, '@kim', true],
    [{ name: 'kim', email: '' }, '@kim', false],
  ])('%j is owner %s: %s', (person, owner, expected) => expect(isOwner(person, owner, people)).toBe(expected));
});
