import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { twoOrganisations } from '../../apps/api/two-organisations.js';

let world: Awaited<ReturnType<typeof twoOrganisations>>;

beforeAll(async () => {
  world = await twoOrganisations();
});
afterAll(() => world.served.close());

describe('a finding whose text PostgreSQL does not take as it is', () => {
  it('is an alert all the same, and those after it too', async () => {
    const { alertId } = await world.raise('a victim', {
      summary: 'a\u0000b',
      reasons: [{ id: 'cut', text: `${'x'.repeat(20)}${'😀'.slice(0, 1)}` }],
      evidence: { group: 'a\u0000b', note: '\ude00' },
    });
    const { json } = await world.operator.get(`/v1/alerts/${encodeURIComponent(alertId)}`);
    expect(json).toMatchObject({ summary: 'a\ufffdb', reasons: [{ id: 'cut', text: `${'x'.repeat(20)}\ufffd` }] });
    const next = await world.raise('another victim');
    expect((await world.operator.get(`/v1/alerts/${encodeURIComponent(next.alertId)}`)).status).toBe(200);
  });
});
