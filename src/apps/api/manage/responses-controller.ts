import { Controller, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { armingSchema, responseRunsSchema } from '../../../contracts/response.js';
import { type Arming, fingerprintOf, isArmed, nextArmStep, PROPOSAL_HOLDS_MS } from '../../../core/respond/arming.js';
import { monitorVersions } from '../../../pipeline/deliver/responder.js';
import type { ControlStore } from '../../../ports/control-store.js';
import type { ResponseRun } from '../../../ports/response-store.js';
import type { Caller } from '../../platform/caller.js';
import { hashText } from '../../platform/hash-text.js';
import { idParams } from '../http/inputs.js';
import { notFound, ProblemError } from '../http/problem.js';
import { Route } from '../http/route.js';
import { CONTROL, NOW } from '../tokens.js';

type Id = z.output<typeof idParams>;
const SHOWN = 100;

@ApiTags('responses')
@Controller('v1/channels/:id')
export class ResponsesController {
  constructor(
    @Inject(CONTROL) private readonly control: Pick<ControlStore, 'channels' | 'responses' | 'monitors'>,
    @Inject(NOW) private readonly nowMs: () => number,
  ) {}

  @Route({
    method: 'POST',
    path: 'arm',
    summary: 'Switches an automatic response on: one member proposes it, another confirms it within a day',
    access: 'admin',
    params: idParams,
    response: armingSchema,
  })
  async armResponse({ id }: Id, { organisationId, memberId }: Caller): Promise<z.output<typeof armingSchema>> {
    const { fingerprint, missing } = await this.armable(id, organisationId);
    if (memberId === null)
      throw new ProblemError(
        409,
        'Two persons arm a response, and this key is nobody’s: make members (POST /v1/organisations/{id}/members) and keys of theirs.',
      );
    const { responses } = this.control;
    const before = await responses.arming(organisationId, id);
    if (missing.length > 0) throw new ProblemError(409, `It answers monitors that are not there: ${missing.join(', ')}. Make them first.`);
    const nowMs = this.nowMs();
    const step = nextArmStep(before, fingerprint, memberId, nowMs);
    if (step.kind === 'refuse') throw new ProblemError(409, `The response is not armed by this: ${step.reason}.`);
    const after: Arming =
      step.kind === 'confirm' && before !== null
        ? { ...before, confirmedBy: memberId, confirmedAtMs: nowMs }
        : { fingerprint, proposedBy: memberId, proposedAtMs: nowMs, confirmedBy: null, confirmedAtMs: null };
    if (!(await responses.setArming(organisationId, id, after, before)))
      throw new ProblemError(409, 'Somebody else changed it at this moment: look again.');
    return armingOut(after, fingerprint, nowMs);
  }

  @Route({
    method: 'POST',
    path: 'disarm',
    summary: 'Switches an automatic response off, at once and by one alone',
    access: 'write',
    params: idParams,
    response: armingSchema,
  })
  async disarmResponse({ id }: Id, { organisationId }: Caller): Promise<z.output<typeof armingSchema>> {
    const { fingerprint } = await this.armable(id, organisationId);
    const { responses } = this.control;
    // Whoever changes it at the same moment must not keep it on.
    while (!(await responses.setArming(organisationId, id, null, await responses.arming(organisationId, id))));
    return armingOut(null, fingerprint, this.nowMs());
  }

  @Route({
    method: 'GET',
    path: 'responses',
    summary: 'Whether it is armed, by whom, and its newest 100 answers, each with what became of it',
    access: 'read',
    params: idParams,
    response: responseRunsSchema,
  })
  async listResponses({ id }: Id, { organisationId }: Caller): Promise<z.output<typeof responseRunsSchema>> {
    const { fingerprint } = await this.armable(id, organisationId);
    const { responses } = this.control;
    const [arming, runs] = await Promise.all([responses.arming(organisationId, id), responses.runs(organisationId, id, SHOWN)]);
    return { arming: armingOut(arming, fingerprint, this.nowMs()), items: runs.map(runOut) };
  }

  /** What would be armed now, and which of its monitors are not there. */
  private async armable(
    id: string,
    organisationId: string,
  ): Promise<{ readonly fingerprint: string; readonly missing: readonly string[] }> {
    const channel = await this.control.channels.get(organisationId, id);
    if (channel === null) throw notFound('channel');
    const { kind, response } = channel;
    if (response === null) throw new ProblemError(409, `The channel ${id} is of the kind ${kind}: only those of the kind response answer.`);
    const versions = await monitorVersions(this.control.monitors, organisationId, response.monitors);
    const missing = response.monitors.filter((monitor) => versions[monitor] === null);
    return { fingerprint: fingerprintOf(response, versions, hashText), missing };
  }
}

function armingOut(arming: Arming | null, fingerprint: string, nowMs: number): z.output<typeof armingSchema> {
  const off = { state: 'off', proposedBy: null, proposedAt: null, confirmedBy: null, confirmedAt: null } as const;
  // What was said of other settings, or too long ago, counts for nothing.
  if (arming === null || arming.fingerprint !== fingerprint) return off;
  const armed = isArmed(arming, fingerprint);
  if (!armed && nowMs - arming.proposedAtMs >= PROPOSAL_HOLDS_MS) return off;
  return {
    state: armed ? 'armed' : 'proposed',
    proposedBy: arming.proposedBy,
    proposedAt: new Date(arming.proposedAtMs).toISOString(),
    confirmedBy: arming.confirmedBy,
    confirmedAt: arming.confirmedAtMs === null ? null : new Date(arming.confirmedAtMs).toISOString(),
  };
}

function runOut({ transaction, createdAtMs, updatedAtMs, id, incidentId, alertId, action, state, reason, blockNumber }: ResponseRun) {
  return {
    id,
    incidentId,
    alertId,
    action,
    state,
    reason,
    hash: transaction?.hash ?? null,
    nonce: transaction?.nonce ?? null,
    blockNumber,
    createdAt: new Date(createdAtMs).toISOString(),
    updatedAt: new Date(updatedAtMs).toISOString(),
  };
}
