import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { RULES } from '../../../check/rules/catalogue.js';
import { problemsOf } from '../../../check/run-rules.js';
import { checkPolicySchema } from '../../../contracts/check-policy.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { Checking } from '../../checking/checking.js';
import type { Caller } from '../../platform/caller.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CHECKING, CONTROL, NOW } from '../tokens.js';
import { checkingOr501 } from './checking-problems.js';

const policiesSchema = z.object({ items: z.array(checkPolicySchema) });
const ruleListSchema = z.object({
  items: z.array(
    z.object({ id: z.string(), title: z.string(), group: z.string(), version: z.number(), params: z.record(z.string(), z.unknown()) }),
  ),
});
const nameParams = z.object({ name: z.string().min(1).max(64) });

@ApiTags('checks')
@Controller('v1/checks')
export class PoliciesController {
  constructor(
    @Inject(CHECKING) private readonly checking: Checking | null,
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'audit'>,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({
    method: 'GET',
    path: 'rules',
    summary: 'The rules of the check, with what a policy can set',
    access: 'check',
    response: ruleListSchema,
  })
  listRules(): z.output<typeof ruleListSchema> {
    return { items: RULES.map(({ id, title, group, version, params }) => ({ id, title, group, version, params: { ...params } })) };
  }

  @Route({ method: 'GET', path: 'policies', summary: 'Stored thresholds and severities', access: 'check', response: policiesSchema })
  listPolicies(caller: Caller): z.output<typeof policiesSchema> {
    return { items: [...checkingOr501(this.checking).policies.of(caller.organisationId)] };
  }

  @Route({
    method: 'POST',
    path: 'policies',
    summary: 'Stores thresholds and severities under a name, for the accounts that it names or whoever gives the name',
    access: 'write',
    body: checkPolicySchema,
    response: checkPolicySchema,
    status: 201,
  })
  async putPolicy(policy: z.output<typeof checkPolicySchema>, caller: Caller): Promise<z.output<typeof checkPolicySchema>> {
    const { policies } = checkingOr501(this.checking);
    const problems = problemsOf(policy, RULES);
    if (problems.length > 0) throw new ProblemError(400, problems[0]?.message ?? 'The policy cannot be taken.', [...problems]);
    await policies.put(caller.organisationId, policy);
    await this.note(caller, 'policy.put', policy.name, policy);
    return policy;
  }

  @Route({ method: 'DELETE', path: 'policies/:name', summary: 'Forgets a policy', access: 'write', params: nameParams, response: null })
  async removePolicy({ name }: z.output<typeof nameParams>, caller: Caller): Promise<undefined> {
    if (!(await checkingOr501(this.checking).policies.remove(caller.organisationId, name))) throw notFound('policy');
    await this.note(caller, 'policy.remove', name, {});
  }

  private note({ organisationId, keyId }: Caller, action: string, target: string, detail: object): Promise<void> {
    return this.control.audit.put({ atMs: this.nowMs(), organisationId, keyId, action, target, detail: JSON.stringify(detail) });
  }
}
