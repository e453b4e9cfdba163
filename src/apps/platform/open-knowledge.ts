import { createLabelBook } from '../../adapters/labels/label-book.js';
import { readLabels } from '../../adapters/labels/read-labels.js';
import { NO_PRICES, readPrices } from '../../adapters/prices/price-table.js';
import { referenceOf } from '../../core/detect/reference-prices.js';
import { messageOf } from '../../core/errors.js';
import type { Knowledge, LabelIndex } from '../../pipeline/analyse/knowledge.js';
import type { LabelStore } from '../../ports/control-store.js';
import type { Logger } from '../../ports/logger.js';
import type { Config } from './config.js';

export interface OpenedKnowledge extends Knowledge, LabelIndex {
  /** Reads the labels that people gave again; done every half minute by itself. */
  refresh(): Promise<void>;
  close(): void;
}

const REFRESH_MS = 30_000;
const STORE = 'store';

/** Labels from the configured files and from the store, prices from the operator's table; where it says nothing a stablecoin is worth 1 and the great coins what they are worth coarsely. */
export async function openKnowledge(
  config: Pick<Config, 'labelFiles' | 'pricesFile'>,
  store: LabelStore,
  logger: Logger,
): Promise<OpenedKnowledge> {
  const book = createLabelBook();
  for (const file of config.labelFiles) book.replace(file, await readLabels(file));
  const prices = config.pricesFile === null ? NO_PRICES : await readPrices(config.pricesFile);
  const refresh = async () => book.replace(STORE, await store.all());
  await refresh();
  const timer = setInterval(() => {
    refresh().catch((error: unknown) => logger.warn({ error: messageOf(error) }, 'labels could not be read again; those known stay'));
  }, REFRESH_MS).unref();
  return {
    labelsOf: book.labelsOf,
    startingWith: book.startingWith,
    priceUsdOf: (chainId, token, timestamp) =>
      prices.usdOf(chainId, token, timestamp) ??
      (book.labelsOf(chainId, token).some(({ category }) => category === 'stablecoin') ? 1 : null) ??
      referenceOf(chainId, token)?.usd ??
      null,
    decimalsOf: (chainId, token) => prices.decimalsOf(chainId, token) ?? referenceOf(chainId, token)?.decimals ?? null,
    refresh,
    close: () => clearInterval(timer),
  };
}
