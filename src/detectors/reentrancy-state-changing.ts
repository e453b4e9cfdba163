import type { Address, Frame } from '../core/chain/block.js';
import { clusterOf } from '../core/detect/cluster.js';
import { defineDetector, type InspectedTransaction, type LabelCategory } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

interface Params {
  /** Selectors that may be called again while a contract is active without harm: views, token moves, deposits, liquidations. */
  readonly harmless: readonly string[];
  readonly publicEntries: readonly LabelCategory[];
}

/** Value moved inside a frame: native coin by its calls, or a token by a transfer call. */
const MOVES = new Set(['0xa9059cbb', '0x23b872dd', '0x40c10f19', '0x9dc29fac', '0x79cc6790']);

function movesValue(frames: readonly Frame[], inner: Frame): boolean {
  return frames
    .slice(inner.index, inner.end)
    .some((frame) => !frame.failed && frame.kind === 'CALL' && (frame.valueWei > 0n || MOVES.has(frame.input.slice(0, 10))));
}

interface Reentry {
  readonly contract: Address;
  readonly by: Address;
  readonly outer: Frame;
  readonly inner: Frame;
}

/** X is active, hands control to a member of the cluster, and that member calls X again. */
function findReentry(
  tx: InspectedTransaction,
  frames: readonly Frame[],
  cluster: ReadonlySet<Address>,
  harmless: ReadonlySet<string>,
): Reentry | null {
  for (const inner of frames) {
    if (inner.kind !== 'CALL' || inner.failed || inner.to === null || cluster.has(inner.to) || harmless.has(inner.input.slice(0, 10)))
      continue;
    let handedTo: Frame | null = null;
    for (let at = frames[inner.parent]; at !== undefined; at = frames[at.parent]) {
      if (at.to === inner.to && at.kind !== 'DELEGATECALL' && handedTo !== null && at.kind !== 'STATICCALL') {
        if (movesValue(frames, inner)) return { contract: inner.to, by: handedTo.to ?? tx.from, outer: at, inner };
        break;
      }
      if (at.depth > 0 && at.to !== null && cluster.has(at.to) && at.kind === 'CALL') handedTo = at;
    }
  }
  return null;
}

/** A contract is entered again before its first call ended, and value moves in the inner call. See reentrancy-state-changing.md. */
export default defineDetector<Params>({
  id: 'reentrancy-state-changing',
  version: 1,
  title: 'State-changing re-entrancy',
  maturity: 'stable',
  attack: 'reentrancy',
  stage: 'exploit',
  needs: ['trace'],
  params: {
    harmless: [
      '0x',
      '0xa9059cbb',
      '0x23b872dd',
      '0x095ea7b3',
      '0xd505accf',
      '0xd0e30db0',
      '0x40c10f19',
      '0x70a08231',
      '0x18160ddd',
      '0xdd62ed3e',
      '0x0902f1ac',
      '0x3850c7bd',
      // liquidateBorrow(address,uint256,address), liquidationCall(address,address,address,uint256,bool)
      '0xf5e3c462',
      '0x00a718a9',
    ],
    publicEntries: ['defi', 'exchange', 'bridge'],
  },

  inspect(tx, ctx, params) {
    if (tx.frames === null || tx.frames.length < 4) return [];
    const cluster = clusterOf(tx, (entry) => ctx.labelsOf(entry).some((label) => params.publicEntries.includes(label.category)));
    const found = findReentry(tx, tx.frames, cluster, new Set(params.harmless));
    if (found === null) return [];
    return [
      {
        severity: 'critical',
        subject: { address: found.contract, role: 'victim' },
        parties: [
          { address: tx.from, role: 'attacker' },
          { address: found.by, role: 'attack-contract' },
        ],
        summary: `${shortAddress(found.by)} called ${shortAddress(found.contract)} again before its first call had ended, and value moved in the inner call.`,
        reasons: [
          {
            id: 'reentered',
            text: `The contract handed over control and was called again at depth ${String(found.inner.depth)}.`,
            value: found.inner.depth,
          },
          { id: 'value-in-inner-call', text: 'Value left inside the inner call, where the books of the outer one were not yet written.' },
        ],
        evidence: {
          contract: found.contract,
          by: found.by,
          outerFrame: found.outer.index,
          innerFrame: found.inner.index,
          innerSelector: found.inner.input.slice(0, 10),
        },
      },
    ];
  },
});
