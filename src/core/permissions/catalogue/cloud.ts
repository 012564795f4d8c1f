import { hasOption } from '../shell/words';
import { begins, type CatalogueEntry, cloudWords, runs } from './entry';

const changing =
  /^(?:delete|remove|terminate|destroy|purge|deregister|disable|detach|stop|reboot|reset|revoke|drop|put|update|create|modify|run|start|invoke|attach|set|add|restore|deploy|import|copy|move|rotate|schedule|cancel|release|replace|reimage|deallocate|undelete|rm|rb|mv|cp|sync|mb|apply|patch|execute|send|publish|exec|ssh|scp|failover|promote|resize|scale|rollback|enable|tag|untag|register|associate|disassociate|batch|upload|submit|admin|assume)(?:-|$)/u;

/** Changing what runs in a cloud or a cluster. */
export const cloud: readonly CatalogueEntry[] = [
  {
    id: 'infrastructure',
    why: 'creates, changes or destroys infrastructure',
    matches: (part) => {
      const list = cloudWords(part);
      if (runs(part, 'cdk', 'cdklocal', 'aws-cdk'))
        return begins(list, 'deploy|destroy|bootstrap|import|watch|gc|rollback|migrate|refactor');
      if (runs(part, 'terraform', 'tofu', 'terragrunt', 'terramate'))
        return (
          (begins(list, 'apply|destroy|import|taint|untaint|force-unlock|state|workspace|run-all|login|refresh') &&
            !begins(list, 'state|workspace', 'list|show')) ||
          hasOption(part.args, '-destroy', '--destroy', '-auto-approve')
        );
      if (runs(part, 'pulumi'))
        return (
          begins(list, 'up|update|destroy|refresh|import|cancel|state|stack|watch') &&
          !begins(list, 'stack', 'ls|output|history|graph')
        );
      if (runs(part, 'serverless sls sst sam chalice zappa amplify cdktf copilot eb architect arc'))
        return list.some((each) =>
          /^(?:deploy|remove|destroy|delete|rollback|push|terminate|publish|undeploy|update|init|create)$/u.test(each),
        );
      if (runs(part, 'ansible ansible-playbook salt salt-ssh puppet chef-client knife cap fab mina'))
        return !hasOption(part.args, '--check', '--syntax-check', '--list-hosts', '--version');
      return (
        runs(part, 'packer nomad consul vault waypoint boundary') &&
        list.some((each) =>
          /^(?:build|run|stop|delete|put|write|destroy|seal|remove|deregister|purge|up|system)$/u.test(each),
        )
      );
    },
    examples: [
      'cdk destroy --force',
      'npx cdk deploy',
      'terraform destroy -auto-approve',
      'terraform apply',
      'tofu -chdir=infra apply',
      'terraform state rm x',
      'pulumi up --yes',
      'serverless remove',
      'sam deploy',
      'ansible-playbook site.yml',
      'vault delete secret/x',
    ],
    harmless: [
      'terraform plan',
      'terraform fmt',
      'terraform state list',
      'cdk synth',
      'cdk diff',
      'pulumi preview',
      'sam build',
    ],
  },
  {
    id: 'cloud',
    why: 'changes or deletes what runs in a cloud account',
    matches: (part) => {
      const list = cloudWords(part);
      if (runs(part, 'aws', 'awslocal'))
        return list.slice(1, 3).some((each) => changing.test(each)) || begins(list, 'configure|sso|ssm');
      if (
        runs(
          part,
          'az gcloud gsutil bq oci ibmcloud aliyun doctl hcloud linode-cli vultr-cli scw exo',
          'openstack rclone s3cmd mc azcopy s5cmd',
        )
      )
        return list.some((each) => changing.test(each.toLowerCase())) || begins(list, 'login|auth|config|init');
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
      'az group delete -n x --yes',
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
      'gcloud compute instances list',
      'az group list',
      'wrangler dev',
    ],
  },
  {
    id: 'cluster',
    why: 'changes or deletes what runs in a cluster',
    matches: (part) => {
      const list = cloudWords(part);
      if (runs(part, 'kubectl', 'oc', 'k', 'kubecolor', 'k3s'))
        return (
          list
            .slice(0, 3)
            .some((each) =>
              /^(?:delete|apply|create|replace|patch|edit|scale|autoscale|rollout|drain|cordon|uncordon|taint|label|annotate|set|run|expose|exec|cp|attach|debug|port-forward|proxy|certificate|config|auth|adm|new-app|rsh|start-build|login)$/u.test(
                each,
              ),
            ) &&
          !begins(list, 'rollout', 'status|history') &&
          !begins(list, 'config', 'view|get-contexts|current-context') &&
          !begins(list, 'auth', 'can-i')
        );
      if (runs(part, 'helm', 'helmfile', 'helmsman'))
        return list.some((each) =>
          /^(?:uninstall|delete|del|un|install|upgrade|rollback|apply|sync|destroy)$/u.test(each),
        );
      if (runs(part, 'kustomize')) return false;
      return (
        runs(part, 'eksctl kops kind minikube k3d argocd flux istioctl kubeadm velero') &&
        list.some((each) =>
          /^(?:delete|create|apply|upgrade|reset|set|sync|rollback|uninstall|install|bootstrap|scale|drain|init|join)$/u.test(
            each,
          ),
        )
      );
    },
    examples: [
      'kubectl delete pod x',
      'kubectl -n default delete ns x',
      'kubectl apply -f x.yaml',
      'kubectl exec -it x -- sh',
      'kubectl scale deploy x --replicas=0',
      'helm uninstall x',
      'helm upgrade --install x ./chart',
      'eksctl delete cluster x',
      'oc delete project x',
    ],
    harmless: [
      'kubectl get pods',
      'kubectl describe pod delete-me',
      'kubectl logs x',
      'helm list',
      'helm template ./chart',
      'kubectl rollout status deploy/x',
    ],
  },
  {
    id: 'containers',
    why: 'deletes containers, images or volumes, or reaches the whole machine through one',
    matches: (part) => {
      if (!runs(part, 'docker', 'podman', 'nerdctl', 'docker-compose', 'podman-compose')) return false;
      const list = cloudWords(part);
      return (
        list
          .slice(0, 3)
          .some((each) => /^(?:rm|rmi|prune|remove|kill|stop|swarm|down|exec|context|secret|stack)$/u.test(each)) ||
        hasOption(
          part.args,
          '--privileged',
          '--pid',
          '--volume',
          '--mount',
          '--cap-add',
          '--security-opt',
          '--device',
          '--userns',
        ) ||
        part.args.some((each) => /^-v/u.test(each) || /^--net(?:work)?=host/u.test(each))
      );
    },
    examples: [
      'docker system prune -af',
      'docker volume rm x',
      'docker rm -f x',
      'docker compose down -v',
      'docker run -v /:/host alpine sh',
      'docker run --privileged alpine',
      'docker exec db dropdb x',
    ],
    harmless: ['docker ps', 'docker build .', 'docker images', 'docker compose logs'],
  },
];
