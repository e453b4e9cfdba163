import { describe, expect, it } from '@jest/globals';
import { mergeAlerts } from '../../../src/dashboard/overview/merge-alerts.js';
import { alert } from '../support/values.js';

function at(second: number) {
  const time = new Date(Date.UTC(2026, 2, 1, 12, 0, second)).toISOString();
  return { times: { block: time, seen: time, analysed: time, alerted: time } };
}

describe('the feed', () => {
  it('is newest first, and an alert that came both ways is there once, as it is now', () => {
    const fetched = [alert('old', at(1)), alert('both', at(2))];
    const live = [alert('both', { ...at(2), status: 'withdrawn' }), alert('new', at(3))];
    expect(mergeAlerts(fetched, live).map(({ id, status }) => [id, status])).toEqual([
      [alert('new').id, 'open'],
      [alert('both').id, 'withdrawn'],
      [alert('old').id, 'open'],
    ]);
  });
});
