import type { Block } from '../../core/chain/block.js';
import type { Detection, Detector, InspectedTransaction } from '../../core/detect/detector.js';
import type { Finding } from '../../core/detect/finding.js';

export interface FindingStamp {
  readonly modelId: string | null;
  readonly rulesVersion: string;
  readonly analysedAtMs: number;
  /** Asked when a block's scores are there. */
  readonly scoredAtMs?: () => number;
  readonly hashText: (text: string) => string;
}

/** Detections of one detector on one transaction, or on the block as a whole, as findings. Ids come from content alone, so that redelivery makes the same; the ordinal tells apart what one subject had twice. */
export function findingsOf(
  detector: Pick<Detector, 'id' | 'version' | 'title' | 'stage'>,
  detections: readonly Detection[],
  tx: InspectedTransaction | null,
  block: Block,
  risk: number | null,
  stamp: FindingStamp,
): readonly Finding[] {
  const ordinals = new Map<string, number>();
  return detections.map((detection) => {
    const { address } = detection.subject;
    const ordinal = ordinals.get(address) ?? 0;
    ordinals.set(address, ordinal + 1);
    const identity = `${block.chainId}:${block.hash}:${tx?.index ?? -1}:${detector.id}:${address}:${ordinal}`;
    return {
      id: `0x${stamp.hashText(identity)}`,
      chainId: block.chainId,
      blockNumber: block.number,
      blockHash: block.hash,
      transactionHash: tx?.hash ?? null,
      transactionIndex: tx?.index ?? -1,
      detectorId: detector.id,
      detectorVersion: detector.version,
      stage: detector.stage,
      severity: detection.severity,
      risk,
      title: detector.title,
      summary: detection.summary,
      subject: detection.subject,
      parties: detection.parties ?? [],
      reasons: detection.reasons ?? [],
      evidence: detection.evidence,
      modelId: stamp.modelId,
      rulesVersion: stamp.rulesVersion,
      blockTimestamp: block.header.timestamp,
      seenAtMs: block.seenAtMs,
      analysedAtMs: stamp.analysedAtMs,
    };
  });
}

/** Names the rules that ran: their ids and versions, hashed. */
export function rulesVersionOf(detectors: readonly Pick<Detector, 'id' | 'version'>[], hashText: (text: string) => string): string {
  return hashText(detectors.map(({ id, version }) => `${id}@${version}`).join(',')).slice(0, 16);
}
