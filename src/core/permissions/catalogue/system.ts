import { hasOption, operands, type Part } from '../shell/words';
import { begins, type CatalogueEntry, runs } from './entry';

/** Only processes that this very shell started. */
function ownProcess(value: string): boolean {
  return /^(?:\$!|%[\d%+-]?\d*)$/u.test(value);
}

/** Kills by name or number; numbers of others can't be told from one's own. */
function kills(part: Part): boolean {
  if (runs(part, 'pkill killall killall5 skill snice xkill fkill kill-port taskkill tskill')) return true;
  if (runs(part, 'fuser')) return hasOption(part.args, '-k', '--kill');
  if (runs(part, 'start-stop-daemon')) return hasOption(part.args, '-K', '--stop');
  if (!runs(part, 'kill')) return false;
  if (/^-[lL]$/u.test(part.args[0] ?? '')) return false;
  const list = operands(part.args, ['-s', '-n', '--signal']);
  const groups = part.args.filter((each, at) => at > 0 && /^-\d+$/u.test(each));
  return list.length === 0 || groups.length > 0 || !list.every(ownProcess);
}

/** The machine itself: disks, permissions, processes, services, accounts. */
export const system: readonly CatalogueEntry[] = [
  {
    id: 'disk',
    why: 'writes to a disk or device itself',
    matches: (part) =>
      /^mkfs|^newfs|^mkswap/u.test(part.program) ||
      runs(
        part,
        'fdisk sfdisk cfdisk gdisk sgdisk parted wipefs diskutil diskpart format mount umount',
        'losetup cryptsetup lvremove vgremove pvremove zfs zpool btrfs mdadm hdparm blkdiscard',
        'swapoff swapon fsck tune2fs dmsetup',
      ) ||
      (runs(part, 'dd') && part.args.some((each) => /^of=\/dev\/(?!null$)/u.test(each))) ||
      part.redirects.some(
        ({ operator, target }) =>
          operator.includes('>') && /^\/dev\/(?!null$|stdout$|stderr$|stdin$|tty$|fd\/)/u.test(target?.value ?? ''),
      ),
    examples: [
      'mkfs.ext4 /dev/sda1',
      'dd if=/dev/zero of=/dev/sda',
      'cat x > /dev/sda',
      'wipefs -a /dev/sda',
      'diskutil eraseDisk JHFS+ x disk2',
      'mount /dev/sda1 /mnt',
    ],
    harmless: ['dd if=a of=b', 'echo x > /dev/null', 'df -h', 'npm run format'],
  },
  {
    id: 'file-permissions',
    why: 'changes who may read, write or run files',
    matches: (part) => {
      if (runs(part, 'chown chgrp setfacl chattr setcap icacls cacls takeown chcon restorecon xattr chflags', 'umask'))
        return !(part.program === 'umask' && part.args.length === 0);
      if (!runs(part, 'chmod')) return false;
      // Making one file of the workspace runnable is everyday work.
      return !part.words
        .slice(1)
        .every(
          ({ value, known, glob }, at) =>
            known && !glob && (at === 0 ? /^[ug]?\+x$/u.test(value) : !/^(?:-|\/|~|\.\.)/u.test(value)),
        );
    },
    examples: [
      'chmod -R 777 .',
      'chmod 777 /etc/passwd',
      'chmod u+s tool',
      'chown -R root src',
      'setfacl -m u:x:rwx a',
      'chattr -i a',
    ],
    harmless: ['chmod +x scripts/run.sh', 'ls -l', 'stat a'],
  },
  {
    id: 'kill',
    why: 'ends processes that may not be its own',
    matches: kills,
    examples: [
      'kill -9 1',
      'kill 4242',
      'kill -- -1',
      'pkill node',
      'killall -9 node',
      'fuser -k 3000/tcp',
      'npx kill-port 3000',
    ],
    harmless: ['kill $!', 'kill %1', 'kill -l', 'ps aux'],
  },
  {
    id: 'privileges',
    why: 'acts as somebody else, or outside of what this user may do',
    matches: (part) =>
      runs(
        part,
        'sudo sudo-rs sudoedit run0 doas su su-rs pkexec runuser runas gsudo chroot unshare nsenter setpriv capsh newgrp sg',
        'visudo passwd chpasswd useradd userdel usermod adduser deluser groupadd dscl bwrap',
        'firejail machinectl at-spi-bus-launcher',
      ),
    examples: [
      'sudo ls',
      'doas cat /etc/shadow',
      'su -c id',
      'sudoedit /etc/hosts',
      'chroot /mnt sh',
      'unshare -r sh',
      'useradd x',
    ],
    harmless: ['id', 'whoami', 'echo sudo'],
  },
  {
    id: 'system',
    why: 'changes what is installed on this machine, or what runs on it by itself',
    matches: (part) => {
      const list = operands(part.args);
      if (runs(part, 'systemctl service launchctl initctl rc-service rc-update update-rc.d chkconfig sc net'))
        return !list.some((each) => /^(?:status|list|list-units|is-active|show|print|query)$/u.test(each));
      if (runs(part, 'crontab')) return !hasOption(part.args, '-l');
      if (runs(part, 'at batch atrm schtasks systemd-run anacron loginctl')) return true;
      if (
        runs(
          part,
          'reboot shutdown halt poweroff init telinit insmod rmmod modprobe sysctl iptables',
          'ip6tables nft ufw firewall-cmd ifconfig ip route nmcli networksetup defaults reg',
          'regedit bcdedit csrutil spctl nvram update-alternatives dpkg-divert ldconfig visudo',
          'swapoff',
        )
      )
        return true;
      if (
        runs(
          part,
          'apt apt-get aptitude dpkg yum dnf rpm zypper pacman apk brew port snap flatpak choco',
          'scoop winget emerge nix-env',
        )
      )
        return (
          !begins(list, 'list|show|search|info|policy|outdated|deps|status') && !hasOption(part.args, '--version', '-l')
        );
      if (runs(part, 'npm pnpm yarn bun pip pip3 gem cargo go dotnet')) return installsForAll(part, list);
      return runs(
        part,
        'ssh-keygen ssh-add ssh-copy-id gpg security secret-tool keyctl pass op bw',
        'git-credential-manager',
      );
    },
    examples: [
      'systemctl stop nginx',
      'crontab -r',
      'crontab x',
      'at now',
      'shutdown -h now',
      'apt-get install x',
      'brew uninstall x',
      'npm install -g x',
      'yarn global add x',
      'pip install --user x',
      'npm config set registry http://x',
      'sysctl -w kernel.x=1',
      'gpg --export-secret-keys',
      'security find-generic-password -w',
    ],
    harmless: [
      'systemctl status nginx',
      'crontab -l',
      'npm install',
      'npm ci',
      'pip install -r requirements.txt',
      'brew list',
      'npm config get registry',
      'cargo install --list',
    ],
  },
  {
    id: 'print-secrets',
    why: 'shows keys, tokens or passwords',
    matches: (part) => {
      const list = operands(part.args);
      if (part.program.startsWith('docker-credential-')) return true;
      if (runs(part, 'gh glab'))
        return (
          begins(list, 'auth', 'token|login|refresh|setup-git') ||
          begins(list, 'secret') ||
          (begins(list, 'auth') && hasOption(part.args, '-t', '--show-token'))
        );
      if (runs(part, 'gcloud')) return list.some((each) => /^(?:print-\w+-token|secrets)$/u.test(each));
      if (runs(part, 'aws'))
        return (
          begins(list, 'secretsmanager|ssm|kms') ||
          list.some((each) =>
            /^(?:get-session-token|assume-role[\w-]*|export-credentials|get-login[\w-]*|get-authorization-token)$/u.test(
              each,
            ),
          )
        );
      if (runs(part, 'az')) return list.some((each) => /^(?:get-access-token|keyvault|list-keys|keys)$/u.test(each));
      if (runs(part, 'kubectl oc')) return list.some((each) => /^secrets?(?:\/|$)/u.test(each));
      if (runs(part, 'vault sops chamber doppler infisical op bw pass lpass keyring age'))
        return !hasOption(part.args, '--version');
      return runs(part, 'heroku') && begins(list, 'config|auth:token');
    },
    examples: [
      'gh auth token',
      'gh auth status -t',
      'gcloud auth print-access-token',
      'aws secretsmanager get-secret-value --secret-id x',
      'aws sts get-session-token',
      'kubectl get secrets -o yaml',
      'vault read secret/x',
      'pass show x',
      'sops -d x.yaml',
    ],
    harmless: ['gh pr view 1', 'gh auth status', 'kubectl get pods', 'aws s3 ls'],
  },
];

function installsForAll(part: Part, list: readonly string[]): boolean {
  const { args } = part;
  if (runs(part, 'npm', 'pnpm', 'yarn', 'bun'))
    return (
      hasOption(args, '--global', '--location') ||
      args.includes('-g') ||
      begins(list, 'global|set|set-script') ||
      begins(list, 'config|c', 'set|delete|edit') ||
      begins(list, 'pkg', 'set|delete|fix')
    );
  if (runs(part, 'pip', 'pip3'))
    return (
      hasOption(args, '--user', '--break-system-packages', '--target', '--prefix') ||
      begins(list, 'config', 'set|unset|edit')
    );
  if (runs(part, 'gem')) return begins(list, 'install|uninstall|update');
  if (runs(part, 'cargo', 'go'))
    return (
      (begins(list, 'install|uninstall') && !hasOption(args, '--list')) ||
      (begins(list, 'env') && hasOption(args, '-w', '-u'))
    );
  return begins(list, 'tool', 'install|uninstall|update') && hasOption(args, '-g', '--global');
}
