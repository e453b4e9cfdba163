import { describe, expect, it } from '@jest/globals';
import { byUrgency, coverageReason, worstAlert } from '../../../src/dashboard/format/wording.js';
import { evidenceName, evidenceText, verifyLine } from '../../../src/dashboard/incidents/evidence-text.js';
import { filterOf, paramsOf } from '../../../src/dashboard/incidents/incident-filter.js';
import { partiesOf } from '../../../src/dashboard/incidents/parties.js';
import { addressOf } from '../support/story.js';
import { alert, incident } from '../support/values.js';

describe('incidents', () => {
  it('are read worst first, then newest', () => {
    const list = [
      incident('low', { severity: 'low', updatedAt: '2026-03-01T12:00:09Z' }),
      incident('older', { severity: 'critical', updatedAt: '2026-03-01T12:00:01Z' }),
      incident('newer', { severity: 'critical', updatedAt: '2026-03-01T12:00:02Z' }),
    ];
    expect(list.sort(byUrgency).map(({ id }) => id)).toEqual(['newer', 'older', 'low']);
  });

  it('are told by the worst alert that still stands', () => {
    const worst = worstAlert([
      alert('gone', { severity: 'critical', status: 'withdrawn' }),
      alert('a', { severity: 'medium' }),
      alert('b'),
    ]);
    expect(worst?.id).toBe(alert('b').id);
    expect(worstAlert([alert('gone', { status: 'withdrawn' })])?.id).toBe(alert('gone').id);
    expect(worstAlert([])).toBeNull();
  });

  it('name everybody once, the victim first', () => {
    const parties = partiesOf({
      subject: { address: addressOf('pool'), role: 'pool' },
      alerts: [
        alert('a', { parties: [{ address: addressOf('thief'), role: 'attacker' }] }),
        alert('b', { parties: [{ address: addressOf('thief').toUpperCase().replace('0X', '0x'), role: 'sender' }] }),
      ],
    });
    expect(parties.map(({ role }) => role)).toEqual(['victim', 'attacker', 'pool']);
  });

  it('keep their filters in the link, and drop what is no filter', () => {
    const filter = filterOf(new URLSearchParams('severity=high&status=open&chain=8453&severity2=x'));
    expect(filter).toEqual({ severity: 'high', status: 'open', chain: 8_453 });
    expect(filterOf(new URLSearchParams(paramsOf(filter)))).toEqual(filter);
    expect(filterOf(new URLSearchParams('severity=awful&status=&chain=-1'))).toEqual({});
  });
});

describe('evidence', () => {
  it('is read in words, and no number loses a digit', () => {
    expect(evidenceName('shareOfHoldings')).toBe('share of holdings');
    expect(evidenceText((2n ** 256n - 1n).toString())).toBe('unlimited');
    expect(evidenceText('340282366920938463463374607431768211456')).toBe('340282366920938463463374607431768211456');
    expect(evidenceText(null)).toBe('unknown');
    expect(evidenceText([true, 'a'])).toBe('yes, a');
  });

  it('is checked by a line for the shell', () => {
    expect(verifyLine(`0x${'ab'.repeat(32)}`)).toBe('npx tocsin verify evidence-0xabababababababab.json --key tocsin-signing-key.pem');
  });

  it('names why a block is partial, also for a reason without a wording', () => {
    expect(coverageReason('no-traces')).toMatch(/inner calls were not seen/);
    expect(coverageReason('receiptsRoot-unverifiable')).toBe('receiptsRoot unverifiable');
  });
});
