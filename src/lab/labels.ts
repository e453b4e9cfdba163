import { writeFileSync } from 'node:fs';
import type { Address } from '../core/chain/block.js';
import type { Label, LabelCategory } from '../core/detect/detector.js';
import { DEVNET_CHAIN_ID } from './devnet/start-devnet.js';
import type { TownPlan } from './town-plan.js';

const SOURCE = 'lab';

/** What the town's people know of each other: who robs, and who is trusted. */
export function townLabels(plan: TownPlan, chainId: number = DEVNET_CHAIN_ID): readonly Label[] {
  const { contracts, residents, places } = plan;
  const label = (address: Address, category: LabelCategory, name: string, confidence = 1): Label => ({
    address,
    category,
    source: SOURCE,
    confidence,
    name,
    chainId,
  });
  return [
    label(contracts.drainerCollector, 'drainer', 'Town Drainer: collector', 0.95),
    label(contracts.phishingCounter, 'phishing', 'Free Claim', 0.9),
    label(residents.exploiter.address, 'exploiter', 'Town Exploiter', 0.9),
    label(residents.custodian.address, 'custodian', 'Town Custody'),
    label(contracts.usd, 'stablecoin', 'Town Dollar'),
    label(contracts.weth, 'token', 'Wrapped Ether'),
    label(contracts.router, 'defi', 'Town Swap: router'),
    label(contracts.pair, 'defi', 'Town Swap: WETH/TUSD'),
    label(contracts.flashLender, 'defi', 'Town Flash Lender'),
    label(contracts.lendingPool, 'defi', 'Town Lending'),
    label(contracts.vault, 'defi', 'Town Savings'),
    label(contracts.bank, 'defi', 'Town Bank'),
    label(contracts.subscription, 'defi', 'Town Gazette: subscriptions'),
    label(contracts.counter, 'defi', 'Town Hall: fees'),
    label(residents.exchange.address, 'exchange', 'Town Exchange: hot wallet'),
    label(residents.swapDesk.address, 'no-kyc-swap', 'Town Instant Swap: payouts'),
    label(places.mixer.address, 'mixer', 'Town Mixer: 10 ether'),
    label(places.bridge.address, 'bridge', 'Town Bridge'),
    label(places.steadyDollar.address, 'stablecoin', 'Steady Dollar'),
    label(places.ammRouter.address, 'defi', 'Town AMM: router'),
    label(places.nftMarket.address, 'defi', 'Town NFT Market'),
    label(places.entryPoint.address, 'defi', 'Town Entry Point'),
    label(places.permit2.address, 'defi', 'Town Permit2'),
    label(places.walletDelegate.address, 'defi', 'Town Wallet: delegate'),
    label(places.drainerDelegate.address, 'drainer', 'Town Drainer: delegate', 0.95),
  ];
}

/** The documented CSV of labels. Fields of the lab hold no comma and no quote. */
export function labelsCsv(labels: readonly Label[]): string {
  const rows = labels.map(({ address, category, source, confidence, name, chainId }) =>
    [address, category, source, confidence, name ?? '', chainId ?? ''].join(','),
  );
  return `${['address,category,source,confidence,name,chain', ...rows].join('\n')}\n`;
}

export function writeTownLabels(file: string, plan: TownPlan, chainId?: number): void {
  writeFileSync(file, labelsCsv(townLabels(plan, chainId)));
}
