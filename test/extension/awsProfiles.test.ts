import { expect, test } from 'vitest';
import { profileNames } from '../../src/extension/setUp/awsProfiles';

test('profiles of both files are named, other sections are not', () => {
  const config =
    '[default]\nregion = us-east-1\n[profile dev]\nsso_session = corp\n[sso-session corp]\n[services s3]\n';
  expect(profileNames(config)).toEqual(['default', 'dev']);
  expect(profileNames('[build]\r\naws_access_key_id = x\r\n')).toEqual(['build']);
  expect(profileNames('')).toEqual([]);
});
