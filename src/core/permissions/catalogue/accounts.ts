import { hasOption, type Part } from '../shell/words';
import { type CatalogueEntry, cloudWords, leadingWords, runs } from './entry';

const changing =
  /^(?:delete|remove|terminate|destroy|purge|deregister|disable|detach|stop|reboot|reset|revoke|drop|put|update|create|modify|run|start|invoke|attach|set|add|restore|deploy|import|copy|move|rotate|schedule|cancel|release|replace|reimage|deallocate|undelete|rm|rb|mv|cp|sync|mb|apply|patch|execute|send|publish|exec|ssh|scp|failover|promote|resize|scale|rollback|enable|tag|untag|register|associate|disassociate|batch|upload|submit|admin|assume)(?:-|$)/u;

/** Words of commands that hand out keys, though they only read. */
const handsOutKeys =
  /secret|credential|token|password|kubeconfig|access-details|connection-string|conn-string|api-keys?$|appsettings|^(?:keys?|list-keys|keyvault|login|get-login.*|get-object|connection)$/u;

/** A program for a cloud account, and which of its commands only read. */
interface Account {
  readonly programs: string;
  /** Options that take the next word, and those that take none; behind any other no word counts. */
  readonly valued?: RegExp;
  readonly flags?: RegExp;
  /** Told by the words before its options, in small letters. */
  readonly reads: (words: readonly string[]) => boolean;
}

const lists =
  /^(?:list|ls|describe|get|show|view|info|search|exists|version|help|wait|(?:list|describe|get|show|search|check)-.+)$/u;
const awsLooks =
  /^(?:(?:describe|list|get|head|lookup|search|filter|query|scan|estimate|simulate|validate|batch-get|batch-describe)(?:-.+)?|wait|ls|tail|help)$/u;

/** Whether the word at a place reads, and those before it are no verbs. */
function readsAt(words: readonly string[], at: number, verb = lists): boolean {
  return verb.test(words[at] ?? '') && words.slice(0, at).every((each) => !changing.test(each));
}

/** The first of the words that reads. */
function firstRead(words: readonly string[]): number {
  return words.findIndex((each, at) => at < 4 && lists.test(each));
}

const accounts: readonly Account[] = [
  {
    programs: 'aws awslocal',
    valued:
      /^--(?:endpoint-url|output|query|profile|region|color|ca-bundle|cli-read-timeout|cli-connect-timeout|cli-binary-format)$/u,
    flags: /^--(?:debug|no-verify-ssl|no-paginate|no-sign-request|no-cli-pager|no-cli-auto-prompt|[\w-]+=.*)$/u,
    reads: ([service = '', verb = '']) =>
      service === 'help' ||
      (!/^(?:configure|sso|ssm|secretsmanager|kms)$/u.test(service) &&
        (service === 's3' ? /^(?:ls|help)$/u.test(verb) : awsLooks.test(verb))),
  },
  {
    programs: 'az',
    valued: /^(?:--subscription|--output|-o|--query)$/u,
    flags: /^--(?:debug|verbose|only-show-errors)$/u,
    // Names are values of options, so the last word is the verb.
    reads: (words) => readsAt(words, words.length - 1),
  },
  {
    programs: 'oci',
    valued: /^--(?:profile|region|output|query|config-file|auth)$/u,
    reads: (words) =>
      words[0] !== 'setup' &&
      readsAt(words, words.length - 1, /^(?:list|get|search|summarize|(?:list|get|summarize)-.+)$/u),
  },
  {
    programs: 'gcloud',
    valued: /^--(?:project|format|filter|account|configuration|verbosity|region|zone|limit)$/u,
    flags: /^(?:--quiet|-q|--[\w-]+=.*)$/u,
    reads: (words) => {
      if (/^(?:version|info|help|topic)$/u.test(words[0] ?? '')) return true;
      if (/^(?:auth|config|init|secrets)$/u.test(words[0] ?? '')) return false;
      const at = words.findIndex((each) => lists.test(each) || /^(?:read|tail|log)$/u.test(each));
      // What stands behind a verb is a name, and may be called `list`; the names of groups are plural.
      // The first word is never a verb here, though one group is called `run`.
      return at > 0 && readsAt(words.slice(1), at - 1, /./u) && /[^s]s$|-info$|^logging$/u.test(words[at - 1] ?? '');
    },
  },
  { programs: 'hcloud', reads: (words) => /^(?:version|completion|help)$/u.test(words[0] ?? '') || readsAt(words, 1) },
  {
    programs: 'ibmcloud',
    reads: (words) =>
      /^(?:version|help|regions|target)$/u.test(words[0] ?? '') ||
      (words[0] === 'is' && words.length === 2 && /^[a-z]+s$/u.test(words[1] ?? '')) ||
      readsAt(words, firstRead(words)),
  },
  {
    programs: 'doctl',
    valued: /^(?:--context|-c|--output|-o|--config)$/u,
    reads: (words) => readsAt(words, firstRead(words)),
  },
  {
    programs: 'gsutil',
    flags: /^-[mqD]$/u,
    reads: ([verb = '']) => /^(?:ls|cat|du|stat|hash|version|help)$/u.test(verb),
  },
  // What a query does is the database's entry to say.
  {
    programs: 'bq',
    flags: /^--[\w-]+=.*$/u,
    reads: ([verb = '']) => /^(?:ls|show|head|query|version|help)$/u.test(verb),
  },
  {
    programs: 'aliyun linode-cli vultr-cli scw exo openstack rclone s3cmd mc azcopy s5cmd',
    reads: (words) =>
      words.every((each) => !changing.test(each)) &&
      words
        .slice(0, 4)
        .some(
          (each) =>
            lists.test(each) ||
            /^(?:describe|list|get|stat|du|cat|tree|lsd|lsl|lsf|about|size|find|diff|head|logs?$)/u.test(each),
        ),
  },
];

function looks({ args }: Part, { valued = /^$/u, flags = /^$/u, reads }: Account): boolean {
  if (args.length === 0 || (args.length === 1 && /^(?:--?version|--help|-h|-v)$/u.test(args[0] ?? ''))) return true;
  const words = leadingWords(args, valued, flags);
  return reads(words) && !words.slice(0, 5).some((each) => handsOutKeys.test(each));
}

/** Changing what runs in a cloud account. */
export const accountEntries: readonly CatalogueEntry[] = [
  {
    id: 'cloud',
    why: 'changes or deletes what runs in a cloud account',
    matches: (part) => {
      const list = cloudWords(part);
      const known = accounts.find(({ programs }) => runs(part, programs));
      if (known !== undefined) return !looks(part, known);
      return (
        runs(
          part,
          'heroku flyctl fly vercel netlify firebase wrangler railway render supabase surge ntl',
          'cf now deployctl platform convox dokku eas fastlane prisma-cloud',
        ) &&
        // Without a word of its own `vercel` deploys.
        !(
          list.length > 0 || !runs(part, 'vercel', 'now', 'surge') || hasOption(part.args, '--help', '--version')
            ? list
            : ['deploy']
        ).every((each) =>
          /^(?:help|version|logs?|status|whoami|ls|list|info|dev|build|emulators:\w+|types|ps|apps|releases)$/u.test(
            each,
          ),
        )
      );
    },
    examples: [
      'aws s3 rb s3://x --force',
      'aws s3 rm s3://x --recursive',
      'aws ec2 terminate-instances --instance-ids i-1',
      'aws --profile dev cloudformation delete-stack --stack-name x',
      'aws iam create-user --user-name x',
      'aws ec2 run-scheduled-instances --x y',
      'aws ecs do-something-new --x y',
      'aws --color a --query list-x ec2 terminate-instances',
      'aws sts assume-role --role-arn x',
      'aws lambda invoke-async x',
      'aws s3 presign s3://x/y',
      'az group delete -n x --yes',
      'az vm redeploy -n x',
      'az rest --method delete --url x',
      'az storage account keys list -n x',
      'gcloud compute instances suspend list',
      'gcloud container clusters get-credentials x',
      'doctl compute droplet delete 1',
      'doctl kubernetes cluster kubeconfig show x',
      'hcloud server poweroff x',
      'oci compute instance action --action STOP',
      'ibmcloud ks cluster rm -c x',
      'gcloud compute instances delete x -q',
      'gcloud projects delete x',
      'gsutil rm -r gs://x',
      'heroku apps:destroy x',
      'vercel deploy',
      'vercel --yes',
      'fly deploy',
      'firebase deploy',
      'wrangler deploy',
    ],
    harmless: [
      'aws s3 ls',
      'aws sts get-caller-identity',
      'aws ec2 describe-instances',
      'aws --region eu-west-1 logs filter-log-events --log-group-name x',
      'aws dynamodb query --table-name x',
      'aws iam list-roles',
      'aws --version',
      'aws ec2 help',
      'gcloud compute instances list',
      'gcloud run services describe x --region y',
      'gcloud logging read x',
      'az vm show -n x -g y',
      'az account show',
      'doctl compute droplet list',
      'hcloud server list',
      'oci compute instance list --compartment-id x',
      'ibmcloud ks cluster ls',
      'az group list',
      'wrangler dev',
    ],
  },
];
