import { keccak256, stringToHex } from 'viem';
import type { Resident } from './accounts.js';
import { MIXER_WEI, visit } from './place-contracts.js';
import type { Contract, Stage } from './stage.js';

const NO_ROOT = `0x${'00'.repeat(32)}` as const;

/** What somebody needs to take out what they put in. */
export interface Note {
  readonly mixer: Contract;
  readonly secret: `0x${string}`;
}

export function depositIntoMixer(stage: Stage, by: Resident) {
  const mixer = visit(stage, 'mixer');
  const secret = stringToHex(`${by.name}:${stage.random.between(1, 2 ** 40)}`);
  const sent = stage.act(by, mixer, 'deposit', [keccak256(secret)], { valueWei: MIXER_WEI });
  const note: Note = { mixer, secret };
  return { sent, note };
}

/** A relayer takes it out for whoever has the note, and keeps a fee. */
export function withdrawFromMixer(stage: Stage, relayer: Resident, { mixer, secret }: Note, recipient: Contract['address']) {
  const nullifier = keccak256(keccak256(secret));
  return stage.act(relayer, mixer, 'withdraw', [secret, NO_ROOT, nullifier, recipient, relayer.address, MIXER_WEI / 100n, 0n]);
}
