/**
 * Test data: what must never leave, and what only looks like it. Nothing here was ever a real key. The pieces are put
 * together here so that no scanner of this repository takes them for one.
 */

/** Deterministic filler of a length from an alphabet. */
function filler(length: number, alphabet: string, seed: number): string {
  let state = seed;
  let text = '';
  for (let at = 0; at < length; at += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += alphabet.charAt(Math.floor((state / 2_147_483_648) * alphabet.length));
  }
  return text;
}

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const alphanumeric = lower + lower.toUpperCase() + digits;
const word = (length: number, seed: number) => `a1${filler(length - 2, alphanumeric, seed)}`;
const upper = (length: number, seed: number) => filler(length, lower.toUpperCase() + digits, seed);
const hex = (length: number, seed: number) => `a1${filler(length - 2, '0123456789abcdef', seed)}`;
const base64 = (length: number, seed: number) => `a1${filler(length - 2, `${alphanumeric}+/`, seed)}`;
const number = (length: number, seed: number) => `4${filler(length - 1, digits, seed)}`;

const keyLines = Array.from({ length: 12 }, (_, at) => base64(64, 700 + at));
function pem(kind: string, join = '\n'): string {
  return (
    ['-----BEGIN ', `${kind}PRIVATE KEY-----`].join('') +
    join +
    keyLines.join(join) +
    join +
    ['-----END ', `${kind}PRIVATE KEY-----`].join('')
  );
}

const jwt = ['eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9', `eyJzdWIiOiIxMjM0NTY3ODkwIn0${word(8, 3)}`, word(43, 4)].join('.');

/** A secret that is one by its shape, wherever it stands. `secret` is what may not be left of `text`. */
export interface SecretCase {
  readonly name: string;
  readonly text: string;
  /** The part that is secret; the whole text unless told. */
  readonly secret?: string;
}

export const shapes: readonly SecretCase[] = [
  { name: 'aws access key', text: `AKIA${upper(16, 1)}` },
  { name: 'aws documented access key', text: ['AKIA', 'IOSFODNN7EXAMPLE'].join('') },
  { name: 'aws temporary access key', text: `ASIA${upper(16, 2)}` },
  { name: 'bedrock long-term key', text: `ABSK${base64(120, 3)}==` },
  { name: 'bedrock short-term key', text: `bedrock-api-key-${base64(200, 4)}` },
  { name: 'anthropic key', text: `sk-ant-api03-${word(40, 5)}-${word(40, 6)}` },
  { name: 'anthropic oauth token', text: `sk-ant-oat01-${word(60, 7)}` },
  { name: 'openai project key', text: `sk-proj-${word(48, 8)}` },
  { name: 'openai service key', text: `sk-svcacct-${word(48, 9)}` },
  { name: 'openai legacy key', text: `sk-${word(20, 10)}T3BlbkFJ${word(20, 11)}` },
  { name: 'deepseek key', text: `sk-${hex(32, 12)}` },
  { name: 'openrouter key', text: `sk-or-v1-${hex(64, 13)}` },
  { name: 'google api key', text: `AIza${word(35, 14)}` },
  { name: 'google oauth secret', text: `GOCSPX-${word(28, 15)}` },
  { name: 'google access token', text: `ya29.${word(60, 16)}` },
  { name: 'google refresh token', text: `1//0${word(60, 17)}` },
  { name: 'github classic token', text: `ghp_${word(36, 18)}` },
  { name: 'github oauth token', text: `gho_${word(36, 19)}` },
  { name: 'github app token', text: `ghs_${word(36, 20)}` },
  { name: 'github fine-grained token', text: `github_pat_${word(22, 21)}_${word(59, 22)}` },
  { name: 'gitlab token', text: `glpat-${word(20, 23)}` },
  { name: 'gitlab runner token', text: `glrt-${word(20, 24)}` },
  { name: 'gitlab deploy token', text: `gldt-${word(20, 25)}` },
  { name: 'npm token', text: `npm_${word(36, 26)}` },
  { name: 'pypi token', text: `pypi-AgEIcHlwaS5vcmc${word(70, 27)}` },
  { name: 'rubygems key', text: `rubygems_${hex(48, 28)}` },
  { name: 'crates.io token', text: `cio${word(32, 29)}` },
  { name: 'nuget key', text: `oy2${filler(43, lower + digits, 30)}` },
  { name: 'slack bot token', text: `xoxb-${number(12, 31)}-${number(12, 32)}-${word(24, 33)}` },
  { name: 'slack user token', text: `xoxp-${number(12, 34)}-${number(12, 35)}-${word(24, 36)}` },
  { name: 'slack app token', text: `xapp-1-A${upper(10, 37)}-${number(13, 38)}-${hex(64, 39)}` },
  {
    name: 'slack webhook',
    text: `https://hooks.slack.com/services/T${upper(8, 40)}/B${upper(8, 41)}/${word(24, 42)}`,
    secret: `/${word(24, 42)}`,
  },
  {
    name: 'discord webhook',
    text: `https://discord.com/api/webhooks/${number(18, 43)}/${word(68, 44)}`,
    secret: word(68, 44),
  },
  { name: 'discord bot token', text: `M${word(23, 45)}.${word(6, 46)}.${word(38, 47)}` },
  { name: 'telegram token', text: `${number(10, 48)}:AA${word(33, 49)}` },
  { name: 'stripe live key', text: `sk_live_${word(24, 50)}` },
  { name: 'stripe restricted key', text: `rk_live_${word(24, 51)}` },
  { name: 'stripe test key', text: `sk_test_${word(24, 52)}` },
  { name: 'stripe webhook secret', text: `whsec_${word(32, 53)}` },
  { name: 'square token', text: `sq0atp-${word(22, 54)}` },
  { name: 'shopify token', text: `shpat_${hex(32, 55)}` },
  { name: 'twilio key', text: `SK${hex(32, 56)}` },
  { name: 'sendgrid key', text: `SG.${word(22, 57)}.${word(43, 58)}` },
  { name: 'mailgun key', text: `key-${hex(32, 59)}` },
  { name: 'mailchimp key', text: `${hex(32, 60)}-us14` },
  {
    name: 'azure storage',
    text: `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${base64(86, 61)}==;EndpointSuffix=core.windows.net`,
    secret: base64(86, 61),
  },
  {
    name: 'azure service bus',
    text: `Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${base64(43, 62)}=`,
    secret: base64(43, 62),
  },
  {
    name: 'azure sas',
    text: `https://acme.blob.core.windows.net/c?sv=2024-11-04&sig=${word(44, 63)}%3D`,
    secret: word(44, 63),
  },
  { name: 'azure client secret', text: `${word(3, 64)}8Q~${word(34, 65)}` },
  {
    name: 'aws presigned url',
    text: `https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=${hex(64, 66)}`,
    secret: hex(64, 66),
  },
  { name: 'json web token', text: jwt },
  { name: 'digitalocean token', text: `dop_v1_${hex(64, 67)}` },
  { name: 'linear key', text: `lin_api_${word(40, 68)}` },
  { name: 'notion token', text: `ntn_${word(46, 69)}` },
  { name: 'hugging face token', text: `hf_${word(34, 70)}` },
  { name: 'groq key', text: `gsk_${word(52, 71)}` },
  { name: 'xai key', text: `xai-${word(80, 72)}` },
  { name: 'perplexity key', text: `pplx-${word(48, 73)}` },
  { name: 'replicate token', text: `r8_${word(37, 74)}` },
  { name: 'databricks token', text: `dapi${hex(32, 75)}` },
  { name: 'docker token', text: `dckr_pat_${word(27, 76)}` },
  { name: 'vault token', text: `hvs.${word(90, 77)}` },
  { name: 'terraform token', text: `${word(14, 78)}.atlasv1.${word(67, 79)}` },
  { name: 'grafana token', text: `glsa_${word(32, 80)}_${hex(8, 81)}` },
  { name: 'sentry token', text: `sntryu_${hex(64, 82)}` },
  { name: 'new relic key', text: `NRAK-${upper(27, 83)}` },
  { name: 'postman key', text: `PMAK-${hex(24, 84)}-${hex(34, 85)}` },
  { name: 'figma token', text: `figd_${word(40, 86)}` },
  { name: 'atlassian token', text: `ATATT3${word(180, 87)}` },
  { name: 'supabase key', text: `sbp_${hex(40, 88)}` },
  { name: 'planetscale password', text: `pscale_pw_${word(43, 89)}` },
  { name: 'netlify token', text: `nfp_${word(36, 90)}` },
  { name: 'doppler token', text: `dp.pt.${word(43, 91)}` },
  { name: 'tailscale key', text: `tskey-auth-${word(12, 92)}-${word(32, 93)}` },
  { name: 'airtable token', text: `pat${word(14, 94)}.${hex(64, 95)}` },
  { name: 'age key', text: `AGE-SECRET-KEY-1${upper(58, 96)}` },
  { name: 'rsa private key', text: pem('RSA '), secret: keyLines[5] ?? '' },
  { name: 'openssh private key', text: pem('OPENSSH '), secret: keyLines[5] ?? '' },
  { name: 'private key in a json string', text: pem('', '\\n'), secret: keyLines[5] ?? '' },
  { name: 'postgres url', text: `postgres://app:${word(16, 97)}@db.internal:5432/shop`, secret: word(16, 97) },
  {
    name: 'mongodb url',
    text: `mongodb+srv://root:${word(12, 98)}@cluster0.abcde.mongodb.net/x`,
    secret: word(12, 98),
  },
  { name: 'redis url', text: `redis://:${word(20, 99)}@cache:6379/0`, secret: word(20, 99) },
  { name: 'amqp url', text: `amqps://svc:${word(14, 100)}@mq:5671`, secret: word(14, 100) },
  { name: 'git url with a password', text: `https://build:${word(18, 101)}@git.acme.com/x.git`, secret: word(18, 101) },
];

/** Secrets by their name only, written as people write them. */
export const assignments: readonly SecretCase[] = [
  { name: 'password in .env', text: `DB_PASSWORD=${word(14, 110)}`, secret: word(14, 110) },
  { name: 'exported token', text: `export API_TOKEN=${word(32, 111)}`, secret: word(32, 111) },
  { name: 'quoted .env value', text: `SECRET_KEY="${base64(44, 112)}"`, secret: base64(44, 112) },
  { name: 'aws secret in .env', text: `AWS_SECRET_ACCESS_KEY=${base64(40, 113)}`, secret: base64(40, 113) },
  {
    name: 'aws credentials file',
    text: `[default]\naws_secret_access_key = ${base64(40, 114)}`,
    secret: base64(40, 114),
  },
  { name: 'aws session token', text: `aws_session_token = ${base64(300, 115)}`, secret: base64(300, 115) },
  {
    name: 'aws secret in code',
    text: `new Client({ secretAccessKey: '${base64(40, 116)}' })`,
    secret: base64(40, 116),
  },
  { name: 'password in JSON', text: `{"password": "hunter2!x"}`, secret: 'hunter2!x' },
  { name: 'client secret in JSON', text: `{"client_secret":"${word(40, 117)}"}`, secret: word(40, 117) },
  { name: 'password in YAML', text: `db:\n  password: ${word(12, 118)}\n  host: db`, secret: word(12, 118) },
  { name: 'api key in TypeScript', text: `const apiKey = '${hex(32, 119)}';`, secret: hex(32, 119) },
  { name: 'token in Python', text: `auth_token = "${word(40, 120)}"`, secret: word(40, 120) },
  { name: 'password in PHP', text: `'password' => 'S3cr3t#Pass!',`, secret: 'S3cr3t#Pass!' },
  { name: 'password in Java properties', text: `spring.datasource.password=${word(16, 121)}`, secret: word(16, 121) },
  { name: '.npmrc', text: `//npm.example.com/:_authToken=${word(36, 122)}`, secret: word(36, 122) },
  { name: 'bearer header', text: `Authorization: Bearer ${word(40, 123)}`, secret: word(40, 123) },
  { name: 'basic header', text: 'Authorization: Basic YWRtaW46aHVudGVyMiE=', secret: 'YWRtaW46aHVudGVyMiE=' },
  {
    name: 'curl header',
    text: `curl -H "Authorization: Bearer ${word(32, 124)}" https://api.acme.com`,
    secret: word(32, 124),
  },
  { name: 'command line option', text: `mysql --user=app --password=${word(12, 125)} shop`, secret: word(12, 125) },
  { name: 'ADO.NET', text: `Server=db;User Id=sa;Password=${word(12, 126)};`, secret: word(12, 126) },
  { name: 'Dockerfile', text: `ENV JWT_SECRET=${word(32, 127)}`, secret: word(32, 127) },
  { name: 'compose', text: `      - POSTGRES_PASSWORD=${word(16, 128)}`, secret: word(16, 128) },
  { name: 'azure openai', text: `AZURE_OPENAI_API_KEY=${hex(32, 129)}`, secret: hex(32, 129) },
  { name: 'passphrase', text: `passphrase: "${word(9, 130)}"`, secret: word(9, 130) },
];

/** Must stay as they are. */
export const lookAlikes: readonly string[] = [
  'commit 9fceb02d0ae598e95dc970b74767f19372d61af8',
  'Merge 3d5f8ca into 581c592',
  'id: 550e8400-e29b-41d4-a716-446655440000',
  `sha256:${hex(64, 200)}`,
  `"integrity": "sha512-${base64(86, 201)}=="`,
  `checksum = "${hex(64, 202)}"`,
  `<img src="data:image/png;base64,iVBORw0KGgo${base64(200, 203)}">`,
  `ETag: "${hex(32, 204)}"`,
  'const password = req.body.password;',
  'password: string;',
  'password: z.string().min(8),',
  'const token = await getToken(user);',
  'apiKey: process.env.API_KEY,',
  `API_KEY=\${API_KEY}`,
  'DATABASE_URL=postgres://localhost:5432/todo',
  'DATABASE_URL=postgres://user:password@localhost:5432/todo',
  'ANTHROPIC_API_KEY=<your key>',
  'ANTHROPIC_API_KEY=your-api-key-here',
  'PASSWORD=changeme',
  'Authorization: Bearer <token>',
  `Authorization: Bearer \${token}`,
  'The password must be at least 12 characters long.',
  'max_tokens: 128000',
  '"tokenType": "Bearer"',
  'passwordHint: "your first pet in 2003"',
  '<input type="password" name="password" autocomplete="new-password">',
  'import { createToken } from "./token";',
  'sk-fading-circle sk-circle12 sk-cube-grid',
  'arn:aws:iam::123456789012:role/Builder',
  'AKIA is the prefix of an access key',
  'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-password-a1b2c3',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2x9Q7fXk1m3vR5tY8uW0pL4sD6gH1jK3zX5cV7bN9 dev@host',
  '-----BEGIN CERTIFICATE-----',
  'pk_live_51H8abcDEFghiJKLmnoPQRst',
  'https://example.com/?page=2&sort=name&sig=asc',
  'private readonly tokens = new Map<string, Token>();',
  'v1.2.3-beta.4+build.5678',
  '2026-11-21T07:22:37.123Z',
  `key={'task-\${task.id}'}`,
  'if (token === "Bearer") return;',
  '/Users/dev/projects/acme-secrets/2026/readme.md',
  'const SECRET_NAME = "prod/db/password";',
  'IF the token is expired, THEN the system SHALL answer 401 with code TOKEN_EXPIRED.',
  'POST /api/v1/auth/refresh-token returns a new access_token and refresh_token',
  'JWT_EXPIRES_IN=15m',
];
