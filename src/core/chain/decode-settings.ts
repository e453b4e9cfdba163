import type { Hex, Log } from './block.js';
import type { SettingEvent, SettingKind } from './decoded.js';
import { addressAtWord, addressOfTopic, uintAt, wordCount } from './words.js';

/** How an event carries what it says: which of its words, indexed ones first, is what. */
interface Shape {
  readonly kind: SettingKind;
  /** Positions among all words of the event. */
  readonly value?: number;
  readonly previous?: number;
  readonly target?: number;
  readonly before?: number;
  readonly about?: number;
  /** A list of addresses whose length counts: its head's position. */
  readonly count?: number;
}

/**
 * Events by which the rules of a contract change: timelocks (OpenZeppelin, Compound), multisigs (Safe, the classic MultiSigWallet), price sources (Aave, Compound,
 * Chainlink, and the names that others use).
 */
const SHAPES: ReadonlyMap<Hex, Shape> = new Map<Hex, Shape>([
  // MinDelayChange(uint256,uint256), DelayUpdated(uint256,uint256), NewDelay(uint256)
  ['0x11c24f4ead16507c69ac467fbd5e4eed5fb5c699626d2cc6d66421df253886d5', { kind: 'delay', previous: 0, value: 1 }],
  ['0xa580b4a9812995ffed1b336481c3f3bfeb3414df9f587a9d73856bab25aa4eee', { kind: 'delay', previous: 0, value: 1 }],
  ['0x948b1f6a42ee138b7e34058ba85a37f716d55ff25ff05a763f15bed6a04c8d2c', { kind: 'delay', value: 0 }],
  // ChangedThreshold(uint256), RequirementChange(uint256), SafeSetup(address,address[],uint256,address,address)
  ['0x610f7ff2b304ae8903c3de74c60c6ab1f7d6226b3f52c5161905bb5ad4039c93', { kind: 'threshold', value: 0 }],
  ['0xa3f1ee9126a074d9326c682f561767f710e927faa811f7a99829d49dc421797a', { kind: 'threshold', value: 0 }],
  ['0x141df868a6331af528e38c83b7aa03edc19be66e37ae67f9285bf4f8e3c6a1a8', { kind: 'safe-setup', count: 1, value: 2 }],
  // AddedOwner(address), RemovedOwner(address), EnabledModule(address), DisabledModule(address), ChangedGuard(address)
  ['0x9465fa0c962cc76958e6373a993326400c1c94f8be2fe3a952adfa7f60b2ea26', { kind: 'signer-added', target: 0 }],
  ['0xf8d49fc529812e9a7c5c50e69c20f0dccc0db8fa95c98bc58cc9a4f1c1299eaf', { kind: 'signer-removed', target: 0 }],
  ['0xecdf3a3effea5783a3c4c2140e677577666428d44ed9d474a0b3a4c9943f8440', { kind: 'module-enabled', target: 0 }],
  ['0xaab4fa2b463f581b2b32cb3b7e3b704b9ce37cc209b5fb4d77e593ace4054276', { kind: 'module-disabled', target: 0 }],
  ['0x1151116914515bc0891ff9047a6cb32cf902546f83066499bcf8ba33d2353fa2', { kind: 'guard', target: 0 }],
  // AssetSourceUpdated(address,address): the asset, its source
  ['0x22c5b7b2d8561d39f7f210b6b326a1aa69f15311163082308ac4877db6339dc1', { kind: 'oracle', about: 0, target: 1 }],
  // FallbackOracleUpdated(address), OracleUpdated(address), OracleChanged(address), OracleSet(address), SetOracle(address), NewOracle(address)
  ...(
    [
      '0xce7a780d33665b1ea097af5f155e3821b809ecbaa839d3b33aa83ba28168cefb',
      '0x3df77beb5db05fcdd70a30fc8adf3f83f9501b68579455adbd100b8180940394',
      '0x0e05ae75e8b926552cf6fcd744d19f422561e3ced1e426868730852702dbe418',
      '0x3f32684a32a11dabdbb8c0177de80aa3ae36a004d75210335b49e544e48cd0aa',
      '0xd3b5d1e0ffaeff528910f3663f0adace7694ab8241d58e17a91351ced2e08031',
      '0xb3eacd0e351fafdfefdec84e1cd19679b38dbcd63ea7c2c24da17fd2bc3b3c0e',
    ] satisfies Hex[]
  ).map((topic): [Hex, Shape] => [topic, { kind: 'oracle', target: 0 }]),
  // NewPriceOracle, PriceOracleUpdated, OracleUpdated, OracleChanged, NewOracle, PriceFeedUpdated, PriceFeedChanged, AggregatorConfirmed: (address,address), the old one first
  ...(
    [
      '0xd52b2b9b7e9ee655fcb95d2e5b9e0c9f69e7ef2b8e9d2d0ea78402d576d22e22',
      '0x56b5f80d8cac1479698aa7d01605fd6111e90b15fc4d2b377417f46034876cbd',
      '0x078c3b417dadf69374a59793b829c52001247130433427049317bde56607b1b7',
      '0x05cd89403c6bdeac21c2ff33de395121a31fa1bc2bf3adf4825f1f86e79969dd',
      '0x08763b8c90c5db415d7b7f0e18ec87eda82e24e52e2ea8135d44e17db46d85bb',
      '0xa8abe0398416476db5b05737cd4da3b3cbde5012d978a6a6c3fd49d321753536',
      '0xf41a3b1d02012f65ae0013b820b751937676e06fe15550a1841ad88825d0b0dd',
      '0x33745f67a407dcb785417f9c123dd3641479a102674b6e35c1f10975625b90e9',
    ] satisfies Hex[]
  ).map((topic): [Hex, Shape] => [topic, { kind: 'oracle', before: 0, target: 1 }]),
]);

export const SETTING_TOPICS: readonly Hex[] = [...SHAPES.keys()];

export function decodeSetting(log: Log): SettingEvent | null {
  const [topic, ...indexed] = log.topics;
  const shape = topic === undefined ? undefined : SHAPES.get(topic);
  if (shape === undefined) return null;
  const words = indexed.length + wordCount(log.data);
  const positions = [shape.value, shape.previous, shape.target, shape.before, shape.about, shape.count];
  if (positions.some((at) => at !== undefined && at >= words)) return null;
  const topicAt = (at: number) => (at < indexed.length ? indexed[at] : undefined);
  const amount = (at: number | undefined) => {
    if (at === undefined) return null;
    const word = topicAt(at);
    return word === undefined ? uintAt(log.data, at - indexed.length) : BigInt(word);
  };
  const address = (at: number | undefined) => {
    if (at === undefined) return null;
    const word = topicAt(at);
    return word === undefined ? addressAtWord(log.data, at - indexed.length) : addressOfTopic(word);
  };
  return {
    kind: shape.kind,
    contract: log.address,
    value: amount(shape.value),
    previous: amount(shape.previous),
    target: address(shape.target),
    before: address(shape.before),
    about: address(shape.about),
    count: shape.count === undefined ? null : listLength(log.data, shape.count - indexed.length),
    logIndex: log.logIndex,
  };
}

/** The length of a dynamic list whose offset is at a word of the data; null where the data does not hold it. */
function listLength(data: Hex, at: number): number | null {
  const offset = uintAt(data, at);
  const head = Number(offset / 32n);
  return offset % 32n === 0n && offset < 1_000_000n && head < wordCount(data) ? Number(uintAt(data, head)) : null;
}
