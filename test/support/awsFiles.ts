/** AWS configuration files of a home folder. */
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes a configuration in which the SSO sign-in of profile `dev` has expired. Gives the path of the file. */
export function expiredSignIn(home: string): string {
  const config = addProfile(home, 'dev', {
    sso_session: 'corp',
    sso_account_id: '123456789012',
    sso_role_name: 'Builder',
    region: 'eu-central-1',
  });
  addSection(config, 'sso-session corp', {
    sso_start_url: 'https://corp.awsapps.com/start',
    sso_region: 'eu-central-1',
  });
  const token = {
    startUrl: 'https://corp.awsapps.com/start',
    region: 'eu-central-1',
    accessToken: 'expired',
    expiresAt: '2020-01-01T00:00:00Z',
  };
  const cache = join(home, '.aws', 'sso', 'cache');
  mkdirSync(cache, { recursive: true });
  const name = createHash('sha1').update('corp').digest('hex');
  writeFileSync(join(cache, `${name}.json`), JSON.stringify(token));
  return config;
}

/** Adds a profile to the configuration of a home folder. Gives the path of the file. */
export function addProfile(home: string, name: string, values: Readonly<Record<string, string>>): string {
  const config = join(home, '.aws', 'config');
  addSection(config, `profile ${name}`, values);
  return config;
}

function addSection(file: string, name: string, values: Readonly<Record<string, string>>): void {
  mkdirSync(dirname(file), { recursive: true });
  const lines = Object.entries(values).map(([key, value]) => `${key} = ${value}\n`);
  appendFileSync(file, `[${name}]\n${lines.join('')}\n`);
}
