/** The environment of an agent's commands: what the user has, without what opens doors. */

/** The mark by which our own command line knows that an agent started it. */
export const agentMark = 'TRACEWRIGHT_AGENT';

/** Names that hold keys, tokens or passwords, or lead to them. */
const secretName =
  /(?:^|_)(?:TOKEN|TOKENS|SECRET|SECRETS|PASSWORD|PASSWD|PASSPHRASE|PASS|PWD_?HASH|APIKEY|API_?KEYS?|ACCESS_?KEYS?|PRIVATE_?KEYS?|SIGNING_?KEYS?|ENCRYPTION_?KEYS?|MASTER_?KEY|SECRET_?KEYS?|KEY_?ID|AUTH|AUTHTOKEN|CREDENTIALS?|CREDS|COOKIES?|SESSION_?(?:ID|TOKEN|KEY)|JWT|BEARER|PAT|DSN|WEBHOOK(?:_URL)?|CONNECTION_?STRING|SAS|CERT|KEY|LICENSE_?KEY|PEM|KEYSTORE|KEYRING|SEED|MNEMONIC)(?:_|$|\d)/iu;

/** Whole families: one of them is enough to act in somebody's name, or to be led elsewhere. */
const secretFamily =
  /^(?:AWS_|AMAZON_|AZURE_|ARM_|GOOGLE_|GCLOUD_|GCP_|CLOUDSDK_|OCI_|IBMCLOUD_|ALICLOUD_|ALIBABA_|DIGITALOCEAN_|DO_|HCLOUD_|LINODE_|VULTR_|SCW_|HEROKU_|VERCEL_|NETLIFY_|CLOUDFLARE_|CF_|FLY_|RAILWAY_|SUPABASE_|FIREBASE_|KUBE|HELM_|VAULT_|CONSUL_|NOMAD_|TF_VAR_|TF_TOKEN_|PULUMI_|DOCKER_(?:AUTH|CONFIG|HOST|PASSWORD|CERT)|GITHUB_|GH_|GITLAB_|GL_|BITBUCKET_|CI_JOB_|CI_REGISTRY_|CIRCLE_|BUILDKITE_|JENKINS_|ACTIONS_|RUNNER_|NPM_|NODE_AUTH|npm_config__?auth|npm_config_\/\/|YARN_NPM_|PYPI_|TWINE_|POETRY_(?:PYPI|HTTP_BASIC)|PIP_(?:INDEX|EXTRA_INDEX)|UV_(?:INDEX|PUBLISH)|CARGO_REGISTR|GEM_HOST_|BUNDLE_|NUGET_|MAVEN_|SONATYPE_|ANTHROPIC_|OPENAI_|GEMINI_|COHERE_|MISTRAL_|GROQ_|HUGGINGFACE|HF_|REPLICATE_|BEDROCK_|LANGCHAIN_|STRIPE_|TWILIO_|SENDGRID_|SLACK_|DISCORD_|TELEGRAM_|DATADOG_|DD_|SENTRY_|NEW_RELIC_|PAGERDUTY_|SNYK_|SONAR_|DATABASE_URL|DB_|PG(?:PASS|SERVICE|HOST|USER|DATABASE)|POSTGRES_|MYSQL_|MONGO|REDIS_|RABBITMQ_|AMQP_|KAFKA_|ELASTIC|SNOWFLAKE_|SSH_|GPG_|GNUPG|SOPS_|AGE_|OP_|BW_|DOPPLER_|INFISICAL_|TRACEWRIGHT_|VSCODE_(?:GIT|IPC|ASKPASS)|GIT_(?:ASKPASS|SSH|CONFIG|AUTHOR|COMMITTER)|SUDO_ASKPASS|KRB5|DBUS_SESSION|XAUTHORITY|WAYLAND_|DISPLAY$|BROWSER$|ELECTRON_RUN_AS_NODE$)/iu;

/** What such values look like, whatever they are called. */
const secretValue =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{15,}|\bxox[abeoprs]-[\w-]{10,}|\bsk-[\w-]{16,}|\b(?:sk|rk|pk)_(?:live|test)_\w{10,}|\bnpm_\w{20,}|\bpypi-[\w-]{20,}|\bAIza[\w-]{30,}|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|\bdop_v1_\w{20,}|\bhf_\w{20,}|\bSG\.[\w-]{16,}\.|\bdapi[0-9a-f]{32}|\/\/[^/\s:@]+:[^/\s@]+@|^[A-Za-z0-9+/]{60,}={0,2}$/u;

/** What is no secret though its name looks like one. */
const plain =
  /^(?:PATH|PWD|OLDPWD|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TERM|TZ|TMPDIR|TEMP|TMP|COLORTERM|EDITOR_KEYMAP|NODE_ENV|CI|HOSTNAME|SHLVL|COLUMNS|LINES|NO_COLOR|FORCE_COLOR|SYSTEMROOT|WINDIR|COMSPEC|PATHEXT|APPDATA|LOCALAPPDATA|PROGRAMFILES|PROGRAMDATA|USERPROFILE|NUMBER_OF_PROCESSORS|PROCESSOR_\w+|JAVA_HOME|GOPATH|GOROOT|CARGO_HOME|RUSTUP_HOME|NVM_DIR|VOLTA_HOME|PYENV_ROOT|CONDA_PREFIX|VIRTUAL_ENV|XDG_(?:CACHE|CONFIG|DATA)_HOME)$/iu;

/** Programs that would wait for somebody do without. */
const quiet: Readonly<Record<string, string>> = {
  CI: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_PAGER: 'cat',
  PAGER: 'cat',
  GIT_EDITOR: 'true',
  DEBIAN_FRONTEND: 'noninteractive',
  NPM_CONFIG_FUND: 'false',
  NPM_CONFIG_UPDATE_NOTIFIER: 'false',
};

/**
 * The environment that a command of an agent gets. `granted` are names that the user lets through; the mark can't be
 * granted away. Values that look like a key stay out whatever their name is.
 */
export function childEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  granted: readonly string[] = [],
  mark = '1',
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && (granted.includes(name) || isHarmless(name, value))) result[name] = value;
  }
  for (const [name, value] of Object.entries(quiet)) result[name] ??= value;
  result[agentMark] = mark === '' ? '1' : mark;
  return result;
}

/** The names that a command does not get, for whoever shows what can be granted. */
export function withheldNames(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(environment)
    .filter(([name, value]) => value !== undefined && value !== '' && !isHarmless(name, value))
    .map(([name]) => name)
    .sort();
}

function isHarmless(name: string, value: string): boolean {
  if (plain.test(name)) return !secretValue.test(value);
  return !secretName.test(name) && !secretFamily.test(name) && !secretValue.test(value);
}
