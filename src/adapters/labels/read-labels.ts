import { LABEL_CATEGORIES, type Label, type LabelCategory } from '../../core/detect/detector.js';
import { FatalError } from '../../core/errors.js';
import { addressIn, type CsvRow, readCsv } from '../csv.js';

const COLUMNS = ['address', 'category', 'source', 'confidence'] as const;

/** Labels from a CSV file or URL: `address,category,source,confidence[,name,chain]`. */
export async function readLabels(place: string): Promise<readonly Label[]> {
  return (await readCsv('TOCSIN_LABELS', place, COLUMNS)).map(labelOf);
}

function isCategory(text: string): text is LabelCategory {
  return LABEL_CATEGORIES.some((category) => category === text);
}

function labelOf(row: CsvRow): Label {
  const [category, confidence, chain] = [row.cell('category'), Number(row.cell('confidence')), row.cell('chain')];
  if (!isCategory(category))
    throw new FatalError('csv-row', `${row.place}: category ${category} is none of ${LABEL_CATEGORIES.join(', ')}.`);
  if (!(confidence >= 0 && confidence <= 1))
    throw new FatalError('csv-row', `${row.place}: confidence ${row.cell('confidence')} is not between 0 and 1.`);
  return {
    address: addressIn(row),
    category,
    source: row.cell('source'),
    confidence,
    name: row.cell('name') || null,
    chainId: chain === '' ? null : Number(chain),
  };
}
