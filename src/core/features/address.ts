import type { FundingSource } from '../detect/sources.js';
import { hourAngle } from '../state/tables/address-table.js';
import { type Feature, feature, magnitude, zScore } from './feature.js';

/** So many transactions make a habit. */
const HABIT = 5;

const RISK_OF_SOURCE: Readonly<Record<FundingSource, number>> = { other: 0, 'no-kyc-swap': 1, mixer: 2, flagged: 3 };

/** Group D: what was seen of the sender before. Masked for its first transaction, but for the ages. */
export const ADDRESS_FEATURES: readonly Feature[] = [
  feature('D01_from_age_log', 'down', 'time since the sender was first seen (log of seconds)', ({ sender, timestamp }) =>
    magnitude(sender === undefined ? 0 : timestamp - sender.firstSeenAt),
  ),
  feature('D02_from_tx_count_log', 'down', 'transactions of the sender seen before (log)', ({ sender }) => magnitude(sender?.sent ?? 0)),
  feature(
    'D03_from_rate_10m',
    'up',
    'transactions of the sender in the last minutes (log)',
    ({ rates }) => rates && magnitude(rates.rate10m),
  ),
  feature(
    'D04_from_rate_ratio_10m_24h',
    'up',
    'the last minutes against the last day',
    ({ rates }) => rates && (rates.rate10m + 0.1) / (rates.rate24h + 0.1),
  ),
  feature('D05_from_distinct_to', 'both', 'different addresses that the sender called (log, up to 32)', ({ sender }) =>
    sender === undefined ? null : magnitude(sender.callees.length),
  ),
  feature(
    'D06_new_counterparty',
    'flag',
    'the sender never called this address before',
    ({ sender, tx }) => (sender === undefined || tx.to === null ? null : sender.callees.includes(tx.to) ? 0 : 1),
    { isInput: true },
  ),
  feature(
    'D07_hours_since_funding',
    'down',
    'time since the sender’s first coins (log of hours)',
    ({ funding, timestamp }) => funding && magnitude((timestamp - funding.at) / 3_600),
  ),
  feature(
    'D08_funding_source_risk',
    'up',
    'from whom its first coins were: 1 a swap without names, 2 a mixer, 3 a robber',
    ({ funding }) => funding && RISK_OF_SOURCE[funding.source],
    { isInput: false },
  ),
  feature(
    'D09_funded_amount_log',
    'both',
    'its first coins (log of gwei)',
    ({ funding }) => funding && magnitude(Number(funding.amountWei) / 1e9),
  ),
  feature('D10_failed_rate', 'up', 'share of the sender’s transactions that failed', ({ sender }) =>
    sender === undefined || sender.sent < 3 ? null : sender.failed / sender.sent,
  ),
  feature(
    'D11_deploys_24h',
    'up',
    'contracts that the sender made lately (log, half-life a day)',
    ({ rates }) => rates && magnitude(rates.deploys24h),
  ),
  feature(
    'D12_out_in_value_ratio_24h',
    'up',
    'coins that the sender pays out against what came in lately (log ratio)',
    ({ rates, tx }) => rates && Math.log1p(rates.out24h + Number(tx.valueWei) / 1e9) - Math.log1p(rates.in24h),
  ),
  feature('D13_dormancy_log', 'up', 'time since the sender was last seen (log of seconds)', ({ sender, timestamp }) =>
    sender === undefined ? null : magnitude(timestamp - sender.lastSeenAt),
  ),
  feature('D14_gas_price_z_own', 'up', 'gas price against the sender’s own', ({ sender, gasPriceGwei }) =>
    sender === undefined ? null : zScore(Math.log1p(gasPriceGwei * 1e3), sender.gasPriceMean, sender.gasPriceM2, sender.sent),
  ),
  feature('D15_hour_surprise', 'up', 'how far from its usual time of day (0–2)', ({ sender, timestamp }) => {
    if (sender === undefined || sender.sent < HABIT) return null;
    const [cos, sin] = [sender.hourCos / sender.sent, sender.hourSin / sender.sent];
    const hour = hourAngle(timestamp);
    return Math.hypot(cos, sin) - (cos * Math.cos(hour) + sin * Math.sin(hour));
  }),
  feature(
    'D16_approvals_granted_24h',
    'up',
    'approvals that the sender gave lately (log, half-life a day)',
    ({ rates }) => rates && magnitude(rates.approvals24h),
  ),
  feature('D17_owners_taken_from', 'up', 'owners of whose tokens the sender took nearly all within a day (log)', ({ tx, history }) =>
    magnitude(history.takingsOf(tx.from).length),
  ),
  feature('D18_value_z_own', 'up', 'value against the sender’s own', ({ sender, tx }) =>
    sender === undefined ? null : zScore(Math.log1p(Number(tx.valueWei) / 1e9), sender.valueMean, sender.valueM2, sender.sent),
  ),
];
