import { readFileSync } from 'node:fs';
import type { Address } from '../../core/chain/block.js';
import { LABEL_CATEGORIES, type Label, type LabelCategory } from '../../core/detect/detector.js';
import { FatalError, messageOf } from '../../core/errors.js';

const COLUMNS = ['address', 'category', 'source', 'confidence'] as const;

export interface LabelBook {
  labelsOf(chainId: number, address: Address): readonly Label[];
  priceUsdOf(chainId: number, token: Address): number | null;
  decimalsOf(chainId: number, token: Address): number | null;
}

/** Labels from CSV files (`address,category,source,confidence[,name,chain]`), in memory. A stablecoin is worth 1; no other price is known here. */
export function createLabelBook(files: readonly string[]): LabelBook {
  const byAddress = new Map<string, Label[]>();
  for (const label of files.flatMap(readLabels)) byAddress.set(label.address, [...(byAddress.get(label.address) ?? []), label]);
  const none: readonly Label[] = [];
  const labelsOf = (chainId: number, address: Address): readonly Label[] => {
    const labels = byAddress.get(address);
    return labels === undefined ? none : labels.filter((label) => label.chainId === null || label.chainId === chainId);
  };
  return {
    labelsOf,
    priceUsdOf: (chainId, token) => (labelsOf(chainId, token).some(({ category }) => category === 'stablecoin') ? 1 : null),
    decimalsOf: () => null,
  };
}

function readLabels(file: string): readonly Label[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new FatalError('labels-unreadable', `TOCSIN_LABELS: ${file} cannot be read: ${messageOf(error)}. Give files of CSV.`);
  }
  const [head = '', ...lines] = text.split(/\r?\n/);
  const names = head.split(',').map((name) => name.trim());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0)
    throw new FatalError(
      'labels-columns',
      `TOCSIN_LABELS: ${file} lacks the column ${missing.join(', ')}. Its first line names: ${COLUMNS.join(',')}[,name,chain].`,
    );
  return lines.flatMap((line, i) => (line.trim() === '' ? [] : [labelFrom(line.split(','), names, `${file}:${i + 2}`)]));
}

function isCategory(text: string): text is LabelCategory {
  return LABEL_CATEGORIES.some((category) => category === text);
}

function isAddress(text: string): text is Address {
  return /^0x[0-9a-f]{40}$/.test(text);
}

function labelFrom(cells: readonly string[], names: readonly string[], place: string): Label {
  const cell = (name: string) => (cells[names.indexOf(name)] ?? '').trim();
  const [address, category, confidence] = [cell('address').toLowerCase(), cell('category'), Number(cell('confidence'))];
  if (!isAddress(address)) throw new FatalError('labels-row', `${place}: address ${cell('address')} is not 0x and 40 hex digits.`);
  if (!isCategory(category))
    throw new FatalError('labels-row', `${place}: category ${category} is none of ${LABEL_CATEGORIES.join(', ')}.`);
  if (!(confidence >= 0 && confidence <= 1))
    throw new FatalError('labels-row', `${place}: confidence ${cell('confidence')} is not between 0 and 1.`);
  const chain = cell('chain');
  return {
    address,
    category,
    source: cell('source'),
    confidence,
    name: cell('name') || null,
    chainId: chain === '' ? null : Number(chain),
  };
}
