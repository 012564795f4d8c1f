import type { Exec } from '../core/host';
import { assertGrant, commandLine, type GrantCheck } from '../core/permissions/grants';
import { runProcess } from './process';

/** Programs started for an agent. They can tell by TRACEWRIGHT_AGENT, which closes approvals to them. */
export function createExec(check: GrantCheck = assertGrant): Exec {
  return {
    run: async (grant, request) => {
      check(grant, ['exec'], commandLine(request.command, request.args));
      const { env, ...rest } = request;
      return runProcess({ ...rest, env: { ...process.env, ...env, TRACEWRIGHT_AGENT: '1' } });
    },
  };
}
