import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createInProcessEventLog } from '../../../src/adapters/event-log/in-process.js';
import { type Decision, decide, undo } from '../../../src/apps/api/incidents/decide.js';
import type { Caller } from '../../../src/apps/platform/caller.js';
import { hashText } from '../../../src/apps/platform/hash-text.js';
import type { FindingsEvent } from '../../../src/core/alert/findings-event.js';
import { payloadFor } from '../../../src/core/alert/own-view.js';
import type { Finding } from '../../../src/core/detect/finding.js';
import { SEVERITIES, severityRank } from '../../../src/core/detect/finding.js';
import { AlertStage } from '../../../src/pipeline/alert/alert-stage.js';
import type { ControlStore, OutboundEvent } from '../../../src/ports/control-store.js';
import type { EventLog } from '../../../src/ports/event-log.js';
import { SILENT_METRICS } from '../../../src/ports/metrics.js';
import { addressOf, findingOf, hashOf, summaryOf } from '../../apps/api/things.js';
import { openTestControlStore } from '../../support/control-store.js';
import { holdsAsync } from '../../support/property.js';
import { SILENT_LOGGER } from '../../support/records.js';

const ORGANISATIONS = ['acme', 'umbrella'] as const;
type Organisation = (typeof ORGANISATIONS)[number];

interface Raised {
  readonly attacker: number;
  readonly victim: number;
  readonly transaction: number;
  readonly severity: Finding['severity'];
  /** Whose monitor; null: the catalogue. */
  readonly monitor: Organisation | null;
}

type Step =
  | { readonly kind: 'block'; readonly findings: readonly Raised[]; readonly again: boolean }
  | { readonly kind: 'retract' }
  | { readonly kind: 'redeliver'; readonly which: number }
  | { readonly kind: 'restart' }
  | {
      readonly kind: 'decide';
      readonly by: Organisation;
      readonly which: number;
      readonly what: 'acknowledged' | 'resolved' | 'assign' | 'undo' | 'suppress';
    };

const raised: fc.Arbitrary<Raised> = fc.record({
  attacker: fc.nat(1),
  victim: fc.nat(2),
  transaction: fc.nat(1),
  severity: fc.constantFrom(...SEVERITIES),
  monitor: fc.option(fc.constantFrom(...ORGANISATIONS), { freq: 4, nil: null }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('block' as const), findings: fc.array(raised, { maxLength: 4 }), again: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'retract' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('redeliver' as const), which: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('decide' as const),
      by: fc.constantFrom(...ORGANISATIONS),
      which: fc.nat(50),
      what: fc.constantFrom('acknowledged' as const, 'resolved' as const, 'assign' as const, 'undo' as const, 'suppress' as const),
    }),
  },
);

/** One chain, its alert stage, and two organisations that decide while it works. */
class Story {
  private height = 0;
  private branch = 0;
  private clock = 1_700_000_000_000;
  private readonly handled: FindingsEvent[] = [];
  private readonly chain: FindingsEvent[] = [];
  private stage: AlertStage;

  constructor(
    readonly chainId: number,
    private readonly control: ControlStore,
    private readonly log: EventLog,
  ) {
    this.stage = this.open();
  }

  private open(): AlertStage {
    const { control, log } = this;
    return new AlertStage({
      store: control.alerts,
      log,
      metrics: SILENT_METRICS,
      checksum: (text) => text,
      hashText,
      nowMs: () => this.clock,
    });
  }

  async take(step: Step): Promise<void> {
    this.clock += 1_000;
    switch (step.kind) {
      case 'block':
        return this.handle(this.block(step.findings), step.again);
      case 'retract': {
        const top = this.chain.pop();
        if (top?.kind !== 'analysed') return;
        this.branch += 1;
        this.height -= 1;
        return this.handle({ kind: 'retracted', ref: top.summary.ref, generation: this.branch }, false);
      }
      case 'redeliver': {
        const event = this.handled[step.which % Math.max(1, this.handled.length)];
        return event === undefined ? undefined : void (await this.stage.handle([event]));
      }
      case 'restart':
        this.stage = this.open();
        return;
      case 'decide':
        return this.decide(step);
    }
  }

  private async handle(event: FindingsEvent, again: boolean): Promise<void> {
    if (event.kind === 'analysed') this.chain.push(event);
    this.handled.push(event);
    await this.stage.handle(again ? [event, event] : [event]);
  }

  private block(findings: readonly Raised[]): FindingsEvent {
    this.height += 1;
    const number = this.height;
    const ref = { ...summaryOf(number, this.chainId).ref, hash: hashOf(`${this.chainId}:${number}:${this.branch}`) };
    return {
      kind: 'analysed',
      summary: { ...summaryOf(number, this.chainId), ref, generation: this.branch },
      findings: findings.map(({ attacker, victim, transaction, severity, monitor }, index) => ({
        ...findingOf(number, {
          subject: { address: addressOf(`victim ${victim}`), role: 'victim' },
          parties: [{ address: addressOf(`attacker ${attacker}`), role: 'attacker' }],
          stage: monitor === null ? 'exploit' : 'watch',
          severity,
          ...(monitor === null ? {} : { monitor: { organisationId: monitor, monitorId: 'm', version: 1, channels: ['ops'] } }),
        }),
        id: hashOf(`${ref.hash}:${index}`),
        chainId: this.chainId,
        blockHash: ref.hash,
        transactionHash: hashOf(`${ref.hash}:tx ${transaction}`),
        transactionIndex: transaction,
      })),
    };
  }

  private async decide({ by, which, what }: Extract<Step, { kind: 'decide' }>): Promise<void> {
    const { control, log } = this;
    const seen = (await control.alerts.incidents({ chainId: this.chainId, visibleTo: by }, 100, null)).items;
    const incident = seen[which % Math.max(1, seen.length)];
    if (incident === undefined) return;
    const deps = { control, log, nowMs: () => this.clock };
    const caller = callerOf(by);
    const refused = () => undefined; // Withdrawn, or nothing to take back: an answer, and no change.
    if (what === 'undo') return void (await undo(deps, incident.id, caller, incident.triage?.stateRevision ?? 0).catch(refused));
    const base = { text: what, isForEveryone: false } as const;
    const decision: Decision =
      what === 'assign'
        ? { ...base, kind: 'assigned', decided: { assignee: by } }
        : what === 'suppress'
          ? {
              ...base,
              kind: 'feedback',
              decided: { status: 'false_positive' },
              suppression: this.suppressionOf(by, incident.subject.address),
            }
          : { ...base, kind: what, decided: { status: what } };
    await decide(deps, incident.id, caller, decision).catch(refused);
  }

  private suppressionOf(by: Organisation, address: Finding['subject']['address']): NonNullable<Decision['suppression']> {
    const { chainId, clock } = this;
    return {
      id: `sup_${chainId}_${clock}`,
      organisationId: by,
      kind: 'false_positive',
      detectorId: null,
      address,
      chainId,
      incidentId: null,
      untilMs: clock + 4_000,
      reason: 'a test',
      madeBy: by,
      keyId: by,
      createdAtMs: clock,
    };
  }

  /** Findings of the blocks that are in the chain now. */
  standing(): readonly Finding[] {
    return this.chain.flatMap((event) => (event.kind === 'analysed' ? event.findings : []));
  }
}

function callerOf(organisationId: Organisation): Caller {
  return {
    keyId: organisationId,
    name: organisationId,
    organisationId,
    memberId: null,
    role: null,
    scopes: ['read', 'write'],
    keyExpiresAtMs: null,
    via: 'key',
    sessionExpiresAtMs: null,
  };
}

describe('whatever comes in whatever order', () => {
  let control: ControlStore;
  const log = createInProcessEventLog({ logger: SILENT_LOGGER });

  beforeAll(async () => {
    control = await openTestControlStore();
    await log.subscribe({ topic: 'alerts.v1', group: 'test', handle: async () => 'commit' });
  }, 60_000);
  let chains = 9_000;
  afterAll(async () => {
    await log.close();
    await control.close();
  });

  it('every alert is in one incident, counts and severities are right, nobody sees another’s, and nothing is told twice', async () => {
    await holdsAsync(
      'incidents under interleavings',
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        const after = await control.alerts.latestCursor();
        chains += 1;
        const story = new Story(chains, control, log);
        for (const each of steps) await story.take(each);
        await expectRight(story);
        expectToldOnce(await control.alerts.eventsAfter(after, 10_000));
      }),
      40,
    );
  }, 120_000);

  async function expectRight(story: Story): Promise<void> {
    const { chainId } = story;
    const alerts = (await control.alerts.alerts({ chainId }, 1_000, null)).items;
    const incidents = new Map((await control.alerts.incidents({ chainId }, 1_000, null)).items.map((incident) => [incident.id, incident]));
    const standing = alerts.filter(({ status }) => status !== 'withdrawn');
    expect(standing.map(({ id }) => id).sort()).toEqual(
      story
        .standing()
        .map(({ id }) => id)
        .sort(),
    );
    for (const { incidentId, finding } of alerts) {
      expect(incidents.has(incidentId)).toBe(true);
      expect(incidents.get(incidentId)?.organisationId).toBe(finding.monitor?.organisationId ?? null);
    }
    for (const incident of incidents.values()) {
      const own = standing.filter(({ incidentId }) => incidentId === incident.id);
      expect(incident.alertCount).toBe(own.length);
      expect(incident.status === 'withdrawn').toBe(own.length === 0);
      if (own.length > 0)
        expect(severityRank(incident.severity)).toBe(Math.max(...own.map(({ finding }) => severityRank(finding.severity))));
    }
    for (const organisation of ORGANISATIONS) {
      const seen = (await control.alerts.incidents({ chainId, visibleTo: organisation }, 1_000, null)).items;
      expect(seen.map(({ id }) => id).sort()).toEqual(
        [...incidents.values()]
          .filter(({ organisationId }) => (organisationId ?? organisation) === organisation)
          .map(({ id }) => id)
          .sort(),
      );
      for (const { id, triage } of seen) {
        expect([null, organisation]).toContain(triage?.assignee ?? null);
        for (const entry of await control.alerts.timeline(id, organisation))
          expect([null, organisation]).toContain(entry.organisationId ?? null);
      }
    }
  }

  function expectToldOnce(events: readonly OutboundEvent[]): void {
    const ids = events.flatMap(({ type, payload }) => {
      const { id, revision } = Object(payload);
      return type === 'block' ? [] : [`${id}:${type}:${revision}`];
    });
    expect(new Set(ids).size).toBe(ids.length);
    const revisions = new Map<string, number>();
    for (const { type, payload, own, organisationId } of events) {
      const { id, revision } = Object(payload);
      if (type === 'block') continue;
      if (type.startsWith('incident.')) expect(revision).toBeGreaterThan(revisions.get(id) ?? -1);
      revisions.set(id, revision);
      for (const seenBy of ORGANISATIONS) {
        const { assignee = null } = Object(payloadFor({ payload, own: own ?? null }, seenBy));
        if (organisationId === null || organisationId === seenBy) expect([null, seenBy]).toContain(assignee);
      }
    }
  }
});
