/** What the systems are told, and which doors let what through: text and rules, on every system. */
import { describe, expect, it } from 'vitest';
import type { NetworkDoor, SandboxRequest } from '../../../src/core/host';
import { innerArguments, type Machine, outerArguments } from '../../../src/node/sandbox/bubblewrap';
import { createDoors, doorFor, doorName, isOwnAddress, servicesHost } from '../../../src/node/sandbox/doors';
import { seatbeltProfile } from '../../../src/node/sandbox/mac';

const request: SandboxRequest = {
  roots: ['/home/me/work'],
  readOnly: ['/home/me/work/.kiro', '/home/me/work/.vscode'],
  hidden: ['/home/me/.local/state/tracewright', '/home/me/work/.env'],
  doors: [],
};

describe('bubblewrap is told', () => {
  const folders = new Set([
    '/tmp',
    '/run',
    '/home',
    '/home/me/work/.kiro',
    '/home/me/.local/state/tracewright',
    '/home/me/.nvm',
    '/home/me/.nvm/v20',
  ]);
  const machine: Machine = {
    home: '/home/me',
    root: false,
    node: '/home/me/.nvm/v20/bin/node',
    supervisor: '/ext/dist/programs/supervisor.js',
    exchange: '/tmp/x',
    empty: '/tmp/x/empty',
    pnpm: '/tmp/x/pnpm',
    cache: '/home/me/.local/state/tracewright/packages',
    kindOf: (path) =>
      folders.has(path) ? 'folder' : path.endsWith('.env') || path === '/etc/shadow' ? 'file' : undefined,
  };
  const text = outerArguments(request, machine).join(' ');
  /** Later arguments lie over earlier ones. */
  const precedes = (one: string, other: string) =>
    expect(text.indexOf(one), `${one} … ${other}`).toBeLessThan(text.indexOf(other));
  it('everything is read-only, the home empty, and the workspace folder open but for what is not the agent’s', () => {
    precedes('--ro-bind / /', '--tmpfs /home');
    precedes('--tmpfs /home', '--bind /home/me/work /home/me/work');
    precedes('--bind /home/me/work /home/me/work', '--ro-bind /home/me/work/.kiro /home/me/work/.kiro');
    precedes('--bind /home/me/work /home/me/work', '--ro-bind /tmp/x/empty /home/me/work/.env');
    precedes(
      '--bind /home/me/.local/state/tracewright/packages /home/me/.cache',
      '--tmpfs /home/me/.local/state/tracewright',
    );
    expect(text).toContain('--ro-bind /home/me/.nvm/v20 /home/me/.nvm/v20');
    expect(text).toContain('--ro-bind /dev/null /etc/shadow');
    precedes('--tmpfs /home/me ', '--ro-bind /tmp/x/pnpm /home/me/.config/pnpm/rc');
  });
  it('nothing is made outside for what is not there', () => {
    expect(text).not.toContain('.vscode');
  });
  it('it has no network, no processes and no rights of ours', () => {
    for (const word of ['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop ALL'])
      expect(text).toContain(word);
    expect(text).not.toContain('--uid');
    expect(outerArguments(request, { ...machine, root: true }).join(' ')).toContain('--uid 1000');
    expect(innerArguments('/bin/bash', 'a; b', ['/w/.env'], { kindOf: () => 'file' }).join(' ')).toMatch(
      /^--unshare-user --unshare-pid --cap-drop ALL --die-with-parent --dev-bind \/ \/ --ro-bind \/run\/tracewright\/empty \/w\/\.env -- \/bin\/bash -c a; b$/u,
    );
  });
});

describe('seatbelt is told', () => {
  const profile = seatbeltProfile({
    request,
    home: '/Users/me',
    temporary: '/private/tmp/t',
    cache: '/c',
    proxyPort: 4000,
    services: [5432],
  });
  const lines = profile.split('\n');
  const at = (start: string) => lines.findIndex((line) => line.startsWith(start));
  it('the same, in an order in which the narrower rule comes last', () => {
    expect(at('(deny file-write*)')).toBeLessThan(at('(allow file-write* (subpath "/home/me/work")'));
    expect(at('(allow file-write* (subpath "/home/me/work")')).toBeLessThan(
      at('(deny file-write* (subpath "/home/me/work/.kiro")'),
    );
    expect(at('(deny file-read* (subpath "/Users/me")')).toBeLessThan(
      at('(allow file-read* (subpath "/Users/me/.nvm")'),
    );
    expect(at('(allow file-read*')).toBeLessThan(
      at('(deny file-read* file-write* (subpath "/home/me/.local/state/tracewright")'),
    );
    expect(at('(deny network*)')).toBeLessThan(
      at('(allow network-outbound (remote ip "localhost:4000") (remote ip "localhost:5432"))'),
    );
  });
  it('no path ends its string', () => {
    const evil = seatbeltProfile({
      request: { ...request, roots: ['/w") (allow file-write* (subpath "/'] },
      home: '/Users/me',
      temporary: '/t',
      cache: '/c',
      proxyPort: 1,
      services: [],
    });
    expect(evil).toContain('(subpath "/w\\") (allow file-write* (subpath \\"/")');
  });
});

describe('a door', () => {
  const npm: NetworkDoor = { kind: 'host', host: 'registry.npmjs.org' };
  const odd: NetworkDoor = { kind: 'host', host: 'git.example.com', port: 8443 };
  const service: NetworkDoor = { kind: 'service', port: 5432 };
  const cases: readonly (readonly [string, number, boolean])[] = [
    ['registry.npmjs.org', 443, true],
    ['registry.npmjs.org', 80, true],
    ['REGISTRY.npmjs.org.', 443, true],
    ['registry.npmjs.org', 22, false],
    ['evil.registry.npmjs.org', 443, false],
    ['registry.npmjs.org.evil.com', 443, false],
    ['xregistry.npmjs.org', 443, false],
    ['git.example.com', 8443, true],
    ['git.example.com', 443, false],
    [servicesHost, 5432, true],
    [servicesHost, 5433, false],
    ['localhost', 5432, false],
    ['127.0.0.1', 5432, false],
    ['[::1]', 5432, false],
    ['', 443, false],
  ];
  it.each(cases)('%s:%i', (host, port, expected) => {
    expect(createDoors([npm, odd, service]).find(host, port) !== undefined).toBe(expected);
  });
  it.each(['127.0.0.1', '::1', 'localhost', 'a.localhost', '10.0.0.1', '169.254.169.254', '[fe80::1]', ''])(
    'none is made for %j',
    (host) => {
      expect(doorFor(host, 443)).toBeUndefined();
    },
  );
  it('has a name', () => {
    expect([npm, odd, service].map(doorName)).toEqual([
      'registry.npmjs.org',
      'git.example.com:8443',
      'service:localhost:5432',
    ]);
  });
  it('is there once', () => {
    const doors = createDoors([npm]);
    doors.open({ ...npm, port: 443 });
    doors.open(service);
    doors.open(service);
    expect(doors.list()).toEqual([npm, service]);
  });
  it.each<[string, boolean]>([
    ['127.0.0.1', true],
    ['::ffff:127.0.0.1', true],
    ['169.254.169.254', true],
    ['fd00:ec2::254', true],
    ['fe80::1', true],
    ['0.0.0.0', true],
    ['10.0.0.1', false],
    ['93.184.216.34', false],
  ])('%s is this machine or its cloud: %s', (address, expected) => {
    expect(isOwnAddress(address)).toBe(expected);
  });
});
