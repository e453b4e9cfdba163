import detector from '../../src/detectors/permit-without-signature.js';
import { ATTACKER, address, TOKEN, VICTIM } from '../support/build-transaction.js';
import { calldata, transferFrom } from '../support/calls.js';
import { detectorTables } from '../support/detector-tables.js';

const AGENT = address('agent');
const ROUTER = address('router');
const R = BigInt(`0x${'9c'.repeat(32)}`);
const S = BigInt(`0x${'4d'.repeat(32)}`);
const PADDING = BigInt(`0x3078${'00'.repeat(30)}`);
const permit = (r: bigint, s: bigint) => ({ to: TOKEN, selector: calldata('0xd505accf', VICTIM, ROUTER, 900n, 2_000_000_000n, 27n, r, s) });
const through = (...calls: readonly object[]) => ({ from: ATTACKER, trace: { to: AGENT, calls: [{ to: ROUTER, calls: calls as [] }] } });
const pull = transferFrom(TOKEN, VICTIM, AGENT, 900n);

detectorTables(
  detector,
  [
    {
      when: 'padding for a signature, and a pull',
      tx: through(permit(PADDING, PADDING), pull),
      severity: 'high',
      subject: VICTIM,
      evidence: { token: TOKEN, pulled: TOKEN, amount: '900' },
    },
    {
      when: 'nothing for a signature, in the way of DAI',
      tx: through({ to: TOKEN, selector: calldata('0x8fcbaf0c', VICTIM, ROUTER, 1n, 2_000_000_000n, true, 0n, 0n, 0n) }, pull),
      severity: 'high',
      subject: VICTIM,
    },
  ],
  [
    { when: 'a true signature', tx: through(permit(R, S), pull) },
    { when: 'a permit that fails', tx: through({ ...permit(PADDING, PADDING), failed: true }, pull) },
    { when: 'no pull', tx: through(permit(PADDING, PADDING)) },
    { when: 'the sender’s own tokens', tx: { ...through(permit(PADDING, PADDING), pull), from: VICTIM } },
  ],
);
