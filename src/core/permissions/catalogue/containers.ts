import type { Part } from '../shell/words';
import { type CatalogueEntry, leadingWords, runs } from './entry';

const engines = 'docker podman nerdctl';
const composers = 'docker-compose podman-compose';

/** What neither deletes nor reaches beyond the container, by the group that it stands in; the rest asks. */
const everyday: Readonly<Record<string, RegExp>> = {
  '': /^(?:ps|images|logs|build|pull|run|create|start|restart|inspect|version|info|history|search|top|stats|port|diff|events|tag|wait|pause|unpause|load|help|push|login|logout)$/u,
  builder: /^build$/u,
  buildx: /^(?:build|bake|ls|inspect|du|version|create|use|imagetools)$/u,
  compose:
    /^(?:ps|logs|build|up|config|convert|images|ls|version|pull|top|port|events|start|restart|run|create|wait|watch|stats|pause|unpause|help)$/u,
  container: /^(?:ls|list|ps|logs|inspect|run|create|start|restart|top|stats|port|diff|wait|pause|unpause)$/u,
  context: /^(?:ls|show|inspect)$/u,
  image: /^(?:ls|list|build|pull|inspect|history|tag|load|push)$/u,
  manifest: /^(?:inspect|push)$/u,
  network: /^(?:ls|list|inspect|create)$/u,
  plugin: /^(?:ls|list|inspect)$/u,
  scout: /^(?:cves|quickview|recommendations|version)$/u,
  system: /^(?:df|info|events)$/u,
  volume: /^(?:ls|list|inspect|create)$/u,
};

const valued =
  /^(?:-H|--host|--config|-c|--context|-l|--log-level|--tls(?:cacert|cert|key)|-f|--file|-p|--project-name|--profile|--env-file|--project-directory|--ansi|--progress|--parallel)$/u;
const flags = /^(?:-D|--debug|--tls|--tlsverify|--compatibility|--[\w-]+=.*)$/u;

/** Options that open the machine to a container. */
const opens =
  /^--(?:privileged|pid|ipc|uts|userns|cgroupns|cgroup-parent|volume|volumes-from|mount|cap-add|security-opt|device(?:-cgroup-rule)?|runtime|allow|use-api-socket|rootfs|renew-anon-volumes)(?:=|$)/u;

function escapes(part: Part): boolean {
  const composes = runs(part, composers);
  const words = composes
    ? ['compose', ...leadingWords(part.args, valued, flags)]
    : leadingWords(part.args, valued, flags);
  const [first = ''] = words;
  const grouped = first !== '' && everyday[first] !== undefined;
  const verb = (grouped ? words[1] : first) ?? '';
  if (everyday[grouped ? first : '']?.test(verb) !== true && !onlyHelps(part, grouped)) return true;
  const { args } = part;
  // Letters stand together, as in `-itv`.
  const volumes = /^(?:run|create)$/u.test(verb) && args.some((each) => /^-[a-zA-Z]*v/u.test(each));
  const network = args.some(
    (each, at) =>
      /^--net(?:work)?=(?:host|container:|ns:)/u.test(each) ||
      (/^--net(?:work)?$/u.test(each) && /^(?:host$|container:|ns:)/u.test(args[at + 1] ?? '')),
  );
  return volumes || network || args.some((each) => opens.test(each)) || (first === 'compose' && isElsewhere(args));
}

/** A file of compose from elsewhere may start anything with any rights. */
function isElsewhere(args: readonly string[]): boolean {
  return args.some(
    (each, at) =>
      /^(?:--file=|--project-directory=|-f)?(?:\/|~|\.\.|-$)/u.test(each) &&
      (/^(?:-f|--file|--project-directory)/u.test(each) ||
        /^(?:-f|--file|--project-directory)$/u.test(args[at - 1] ?? '')),
  );
}

function onlyHelps({ args }: Part, grouped: boolean): boolean {
  return (
    args.length === 0 ||
    (grouped && args.length === 1) ||
    (args.length === 1 && /^(?:-v|--version|--help|-h)$/u.test(args[0] ?? ''))
  );
}

/** Programs for virtual machines, and what of them only looks or starts. */
const machines: readonly (readonly [programs: string, looks: RegExp])[] = [
  ['vagrant', /^(?:status|global-status|version|validate|port|up|reload|resume|suspend|halt|help|ssh-config)$/u],
  [
    'virsh',
    /^(?:list|version|uri|help|nodeinfo|capabilities|\w+-(?:list|info)|dom(?:info|state|stats|blklist|iflist|ifaddr))$/u,
  ],
  ['lxc incus', /^(?:list|ls|info|version|help)$/u],
  ['multipass', /^(?:list|ls|info|version|find|networks|get|help|start)$/u],
  ['vboxmanage prlctl', /^(?:list|showvminfo|--version)$/u],
  ['limactl colima', /^(?:list|ls|info|status|version|start)$/u],
  ['qm pct', /^(?:list|status|config)$/u],
];

/** Containers and virtual machines. */
export const containers: readonly CatalogueEntry[] = [
  {
    id: 'containers',
    why: 'deletes containers, images or volumes, or reaches the whole machine through one',
    matches: (part) => runs(part, engines, composers) && escapes(part),
    examples: [
      'docker system prune -af',
      'docker volume rm x',
      'docker rm -f x',
      'docker compose down -v',
      'docker compose -f a.yml -p x down',
      'docker compose push',
      'docker-compose rm -f',
      'docker run -v /:/host alpine sh',
      'docker run -itv /:/host alpine sh',
      'docker run --network host alpine',
      'docker run --volumes-from db alpine',
      'docker run --privileged alpine',
      'docker exec db dropdb x',
      'docker cp db:/x y',
      'podman unshare id',
      'podman system reset',
      'docker compose -f /tmp/x.yml up',
    ],
    harmless: [
      'docker ps',
      'docker build .',
      'docker images',
      'docker compose logs',
      'docker compose -f docker-compose.dev.yml up -d',
      'docker run --rm -it --user 1000 node:22 node --version',
      'docker logs -f x',
      'docker network create x',
      'docker --version',
    ],
  },
  {
    id: 'machines',
    why: 'deletes or changes a virtual machine, or runs something in it',
    matches: (part) => {
      const looks = machines.find(([programs]) => runs(part, programs))?.[1];
      if (looks === undefined || part.args.length === 0) return false;
      const words = leadingWords(part.args, /^(?:-c|--connect)$/u, /^$/u);
      return !(
        looks.test(words[0] ?? part.args[0] ?? '') ||
        (words.length > 1 && /^(?:list|ls|show)$/u.test(words[1] ?? ''))
      );
    },
    examples: [
      'vagrant destroy -f',
      'vagrant box remove x',
      'virsh destroy x',
      'virsh -c qemu:///system undefine x',
      'lxc delete x --force',
      'multipass delete --all',
      'incus delete x',
    ],
    harmless: ['vagrant status', 'vagrant up', 'virsh list --all', 'lxc list', 'lxc image list', 'multipass info x'],
  },
];
