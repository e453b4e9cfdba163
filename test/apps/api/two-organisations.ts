import { keyRecord } from '../../../src/apps/api/session/bootstrap-key.js';
import { checksum } from '../../../src/apps/platform/checksum.js';
import { hashText } from '../../../src/apps/platform/hash-text.js';
import type { FindingsEvent } from '../../../src/core/alert/findings-event.js';
import type { Finding } from '../../../src/core/detect/finding.js';
import { AlertStage } from '../../../src/pipeline/alert/alert-stage.js';
import { SILENT_METRICS } from '../../../src/ports/metrics.js';
import { ADMIN_KEY, type Answer, type Served, serve } from './serve.js';
import { addressOf, analysed, findingOf } from './things.js';

export interface Party {
  readonly id: string;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
}

/** The API and an alert stage by one clock that the test turns, and two organisations beside the operator. */
export async function twoOrganisations() {
  let now = Date.now();
  const served: Served = await serve({ nowMs: () => now });
  const nowMs = () => now;
  const stage = new AlertStage({ store: served.control.alerts, log: served.log, metrics: SILENT_METRICS, checksum, hashText, nowMs });
  const party = (id: string, key: string): Party => {
    const ask = (method: string, path: string, body?: unknown) =>
      served.request(method, path, { key, ...(body === undefined ? {} : { body }) });
    return { id, ask, get: (path) => ask('GET', path), post: (path, body = {}) => ask('POST', path, body) };
  };
  const organisation = async (id: string): Promise<Party> => {
    const key = `toc_key-of-${id}`;
    await served.control.organisations.add({ id, name: id, createdAtMs: now });
    await served.control.keys.put(keyRecord(key, { name: `${id}'s`, scopes: ['read', 'write'], organisationId: id }, now));
    return party(id, key);
  };
  let block = 1_000;
  return {
    served,
    stage,
    nowMs,
    acme: await organisation('acme'),
    umbrella: await organisation('umbrella'),
    operator: party('default', ADMIN_KEY),
    turn: (minutes: number) => {
      now += minutes * 60_000;
    },
    /** An attack on a victim of this name, in the next block. */
    async raise(
      victim: string,
      changes: Partial<Finding> = {},
    ): Promise<{ readonly incidentId: string; readonly alertId: string; readonly block: number }> {
      block += 1;
      const subject = { address: addressOf(victim), role: 'victim' };
      const parties = [{ address: addressOf(`attacker of ${victim}`), role: 'attacker' }];
      const finding = findingOf(block, { stage: 'exploit', detectorId: 'outflow-large-direct', subject, parties, ...changes });
      const event: FindingsEvent = analysed(block, [finding]);
      await stage.handle([event]);
      const alert = await served.control.alerts.alert(finding.id);
      if (alert === null) throw new Error('the alert is not there');
      return { incidentId: alert.incidentId, alertId: alert.id, block };
    },
  };
}
