import { hasOption, type Part } from '../shell/words';
import { begins, type CatalogueEntry, cloudWords, leadingWords, runs } from './entry';

/** Changing what runs in a cloud or a cluster. */
export const cloud: readonly CatalogueEntry[] = [
  {
    id: 'infrastructure',
    why: 'creates, changes or destroys infrastructure',
    matches: (part) => {
      const list = cloudWords(part);
      if (runs(part, 'cdk', 'cdklocal', 'aws-cdk'))
        return begins(list, 'deploy|destroy|bootstrap|import|watch|gc|rollback|migrate|refactor');
      if (runs(part, 'terraform tofu terragrunt terramate'))
        return !terraformReads(part) || hasOption(part.args, '-destroy', '--destroy', '-auto-approve');
      if (runs(part, 'pulumi')) return !pulumiReads(part);
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
      'terraform test',
      'terraform init -migrate-state',
      'terragrunt run --all destroy',
      'terragrunt run-all -- apply',
      'terragrunt stack run destroy',
      'terragrunt destroy-all',
      'tofu destroy',
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
      'terraform -chdir=infra validate',
      'terraform init',
      'terragrunt run --all plan',
      'tofu plan -out plan.bin',
      'pulumi config get x',
      'cdk synth',
      'cdk diff',
      'pulumi preview',
      'sam build',
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
];

const terraformLooks =
  /^(?:plan|validate|fmt|show|output|graph|providers|version|init|get|console|metadata|modules|help)$/u;
const terragruntLooks =
  /^(?:hcl|hclfmt|find|list|render|render-json|info|dag|terragrunt-info|validate-inputs|graph-dependencies|(?:plan|validate|output)-all)$/u;

/** Whether terraform, or what stands before it, only plans and shows. */
function terraformReads(part: Part): boolean {
  const { args, program } = part;
  if (args.length === 0 || (args.length === 1 && /^--?(?:v|version|h|help)$/u.test(args[0] ?? ''))) return true;
  if (program === 'terramate') return /^(?:list|generate|fmt|version|help)$/u.test(args[0] ?? '');
  const grunt = program === 'terragrunt';
  const found = leadingWords(
    args,
    grunt ? /^--(?:terragrunt-)?(?:working-dir|config|log-level|queue-include-dir)$/u : /^$/u,
    grunt
      ? /^--?(?:all|a|non-interactive|terragrunt-non-interactive|no-color|[\w-]+=.*)?$/u
      : /^-(?:chdir=.*|no-color)$/u,
  );
  const [verb = '', sub = ''] = grunt
    ? found.slice(found.findIndex((each) => !/^(?:run|run-all|stack)$/u.test(each)))
    : found;
  if (args.some((each) => /^--?(?:migrate-state|force-copy)(?:=|$)/u.test(each))) return false;
  if (grunt && terragruntLooks.test(verb)) return true;
  if (verb === 'state' || verb === 'workspace') return /^(?:list|show)$/u.test(sub);
  return terraformLooks.test(verb);
}

function pulumiReads({ args }: Part): boolean {
  if (args.length === 0 || (args.length === 1 && /^(?:--version|--help|-h)$/u.test(args[0] ?? ''))) return true;
  const [verb = '', sub = ''] = leadingWords(
    args,
    /^(?:-s|--stack|-C|--cwd|--color)$/u,
    /^(?:--non-interactive|--[\w-]+=.*)$/u,
  );
  if (verb === 'stack') return /^(?:ls|output|history|graph)$/u.test(sub);
  return /^(?:preview|pre|about|config|whoami|version|logs|plugin|schema|new|install|convert|gen-completion|help)$/u.test(
    verb,
  );
}
