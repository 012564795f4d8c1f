import { expect, test } from 'vitest';
import { childEnvironment, withheldNames } from '../../../src/core/permissions/environment';

const kept = {
  PATH: '/usr/bin:/bin',
  HOME: '/home/user',
  LANG: 'en_GB.UTF-8',
  LC_ALL: 'C',
  NODE_ENV: 'test',
  TZ: 'UTC',
  JAVA_HOME: '/opt/java',
  EDITION: 'x',
  KEYBOARD: 'us',
  MONKEY: '1',
  AUTHOR: 'Ann',
  PASSAGE: 'x',
};

const joined = (...pieces: readonly string[]) => pieces.join('');

const withheld: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: 'a',
  AWS_PROFILE: 'dev',
  AWS_SESSION_TOKEN: 'a',
  AZURE_CLIENT_SECRET: 'a',
  GOOGLE_APPLICATION_CREDENTIALS: '/x.json',
  GITHUB_TOKEN: 'a',
  GH_TOKEN: 'a',
  NPM_TOKEN: 'a',
  ANTHROPIC_API_KEY: 'a',
  OPENAI_API_KEY: 'a',
  DATABASE_URL: 'postgres://localhost/app',
  PGPASSWORD: 'a',
  MY_SERVICE_PASSWORD: 'a',
  APP_SECRET: 'a',
  STRIPE_KEY: 'a',
  SSH_AUTH_SOCK: '/tmp/x',
  KUBECONFIG: '/x',
  VAULT_ADDR: 'http://x',
  DOCKER_HOST: 'tcp://x',
  GIT_ASKPASS: '/x',
  VSCODE_GIT_IPC_HANDLE: '/x',
  SENTRY_DSN: 'https://x',
  // Nothing in the name tells; the value does.
  THING: joined('gh', 'p_', 'abcdefghijklmnopqrstuvwxyz0123456789'),
  OTHER: joined('postgres://app:', 'hunter2', '@db/app'),
  JWT_LIKE: joined('eyJhbGciOiJI', '.eyJzdWIiOiIx', '.abc'),
  CERT: joined('-----BEGIN ', 'PRIVATE KEY-----'),
  LANG_OF: joined('AK', 'IA', 'ABCDEFGHIJKLMNOP'),
};

test.each(Object.entries(kept))('%s is kept', (name, value) => {
  expect(childEnvironment({ [name]: value })).toMatchObject({ [name]: value });
});

test.each(Object.entries(withheld))('%s stays out, unless it is granted by name', (name, value) => {
  expect(childEnvironment({ [name]: value })).not.toHaveProperty([name]);
  expect(childEnvironment({ [name]: value }, [name])).toMatchObject({ [name]: value });
  expect(withheldNames({ [name]: value })).toEqual([name]);
});

test('what an agent starts is marked, and nobody can grant or set the mark away', () => {
  expect(childEnvironment({})).toMatchObject({ TRACEWRIGHT_AGENT: '1', GIT_TERMINAL_PROMPT: '0' });
  expect(childEnvironment({ TRACEWRIGHT_AGENT: '' }, ['TRACEWRIGHT_AGENT'], '')).toMatchObject({
    TRACEWRIGHT_AGENT: '1',
  });
});

test('a secret in a variable that is always kept is no reason to keep it', () => {
  expect(childEnvironment({ LANG: withheld.THING })).not.toHaveProperty('LANG');
});
