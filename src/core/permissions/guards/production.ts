/** What names production: it asks every time, and the name is typed. */
import { gitWords } from '../catalogue/entry';
import { scriptFile, scriptName } from '../catalogue/publishing';
import { readsOnly } from '../shell/readers';
import { operands, type Part } from '../shell/words';
import type { Around, CommandGuard } from './guard';

/** Makes a pattern of a name from the settings; only `*` is special. It is looked for as a word of its own. */
export function productionPattern(name: string): RegExp {
  const body = name
    .trim()
    .toLowerCase()
    .replace(/[\\^$.+?()[\]{}|/]/gu, '\\$&')
    .replace(/\*+/gu, '[a-z0-9]*');
  return new RegExp(`[a-z0-9_.-]*(?<![a-z0-9])${body}\\d*(?![a-z0-9])[a-z0-9_.-]*`, 'u');
}

/** Programs that act elsewhere: any of their words may name where. */
const remote =
  /^(?:ssh|scp|sftp|mosh|rsync|psql|pg_dump|pg_restore|createdb|dropdb|mysql|mysqldump|mysqladmin|mariadb|mongosh?|mongodump|mongorestore|redis-cli|cqlsh|clickhouse.*|sqlcmd|kubectl|kubectx|kubens|oc|k9s|helm|helmfile|kustomize|argocd|flux|istioctl|eksctl|kops|aws|awslocal|aws-vault|saml2aws|az|gcloud|gsutil|bq|oci|doctl|hcloud|linode-cli|terraform|tofu|terragrunt|pulumi|cdk|cdktf|sam|serverless|sls|sst|chalice|zappa|amplify|copilot|eb|ansible.*|salt.*|puppet|knife|cap|fab|mina|fly|flyctl|heroku|vercel|netlify|firebase|wrangler|railway|render|supabase|cf|dokku|nomad|consul|vault|docker|podman|docker-compose|skopeo|crane|curl|wget|http|https|xh|nc|ncat|telnet|prisma|knex|sequelize.*|typeorm|alembic|flyway|liquibase|dbmate|rails|rake|artisan|manage\.py|mix|rclone|s3cmd|mc|azcopy|gh|glab|sentry-cli|datadog-ci|newrelic|eas|fastlane|kamal|capistrano|deployer|dep|envoy|chamber|sops|doppler|op|infisical|teller|tsh|teleport|boundary|session-manager-plugin)$/u;

/** Options and variables that say where a program acts. */
const place =
  /^(?:-{1,2})?(?:[\w-]*[_-])?(?:profile|context|host|hostname|branch|account|env|environment|stage|cluster|namespace|subscription|project|workspace|database|db|dbname|url|uri|server|remote|target|tenant|space|org|app|region|endpoint|tier|site|kubeconfig|inventory|limit|slot|deployment|connection|dsn|settings)(?:[_-](?:name|id|url|uri|arn|string))?$/iu;

/** Variables that say how something is built, not where it acts. */
const building =
  /^(?:NODE_ENV|BABEL_ENV|VITE_\w+|NEXT_PUBLIC_\w+|BUILD_\w+|MIX_ENV|HUGO_ENV\w*|JEKYLL_ENV|GATSBY_\w+|ELEVENTY_\w+)$/u;

/** Programs that put something in place: with them `--prod` is where. */
const deployers = /^(?:vercel|vc|now|netlify|ntl|surge|eas|expo|firebase|wrangler|railway|render|amplify|shopify)$/u;

/** Scripts that only build or check, for whatever it is meant. */
const makes =
  /^(?:pre|post)?(?:build|bundle|compile|lint|test|typecheck|check|analy[sz]e|pack|package|format|dist|types?)(?:$|[:._-])/u;

/** Asks, with the name, about whatever names production. No rule settles it. */
export const productionGuard: CommandGuard = {
  name: 'production',
  look: (part, around) => {
    const name = candidates(part)
      .map((text) => nameIn(text, around))
      .find((found) => found !== undefined);
    if (name === undefined) return [];
    return [
      {
        effect: 'ask',
        rule: `production: ${name}`,
        reason: `It names production: ${name}.`,
        settles: false,
        typeToConfirm: name,
      },
    ];
  },
};

/** The name of production in a text, if there is one. */
export function nameIn(text: string, { production }: Pick<Around, 'production'>): string | undefined {
  const plain = text.replace(/([a-z])([A-Z])/gu, '$1-$2').toLowerCase();
  for (const pattern of production) {
    const found = pattern.exec(plain)?.[0].replace(/^[._-]+|[._-]+$/gu, '');
    if (found !== undefined && found !== '') return found;
  }
  return undefined;
}

/** The texts of a part that say where it acts. */
function candidates(part: Part): readonly string[] {
  const assigned = part.assignments
    .filter(({ name }) => !building.test(name))
    .map(({ value }) => value.value.replace(/^\w+=/u, ''));
  if (part.program === 'git') return [...assigned, ...gitTargets(part)];
  if (readsOnly(part) !== undefined) return assigned;
  if (/^(?:export|declare|local|typeset|readonly)$/u.test(part.program))
    return part.args
      .filter((each) => !building.test(each.split('=', 1)[0] ?? ''))
      .map((each) => each.replace(/^\w+=/u, ''));
  const script = scriptName(part)?.toLowerCase() ?? scriptFile(part);
  const scripts = script === undefined || makes.test(script) ? [] : [script, ...part.args.filter(isName)];
  const flags = deployers.test(part.program) ? part.args.filter(isFlag) : [];
  const words = remote.test(part.program) ? part.args.filter((each) => !isFlag(each)) : part.args.filter(isAddress);
  return [...assigned, ...scripts, ...flags, ...words, ...placed(part.args)];
}

/** A word that a script may take for the name of a place: `prod`, `eu-production`; no file, option or address. */
function isName(word: string): boolean {
  return /^[A-Za-z0-9][\w-]*$/u.test(word);
}

/** `--production` and `--omit=dev` say how, not where. */
function isFlag(word: string): boolean {
  return /^--?(?:only-)?prod(?:uction)?$/u.test(word);
}

function isAddress(word: string): boolean {
  return /:\/\//u.test(word) || /^[\w.-]+@[\w.-]+(?::|$)/u.test(word) || /^arn:/u.test(word);
}

/** Values of options that say where: `--profile x`, `--env=x`. */
function placed(args: readonly string[]): readonly string[] {
  return args.flatMap((arg, at) => {
    const [name = '', ...rest] = arg.split('=');
    if (!arg.startsWith('-') && rest.length === 0) return [];
    if (!place.test(name)) return [];
    return rest.length > 0 ? [rest.join('=')] : [args[at + 1] ?? ''];
  });
}

function gitTargets(part: Part): readonly string[] {
  const git = gitWords(part);
  if (git === undefined || !/^(?:push|merge|rebase|reset|branch|remote|fetch|pull)$/u.test(git.verb)) return [];
  return operands(git.args, ['-m', '--message', '-o', '--push-option', '-s', '-X']);
}
