import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createLabelBook } from '../../src/adapters/labels/label-book.js';
import { readLabels } from '../../src/adapters/labels/read-labels.js';
import { townLabels, writeTownLabels } from '../../src/lab/labels.js';
import { planTown } from '../../src/lab/town-plan.js';

describe('the labels of the town', () => {
  it('are read back from their CSV as they were', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-labels-'));
    const file = path.join(dir, 'labels.csv');
    const plan = planTown(7);
    writeTownLabels(file, plan);
    const book = createLabelBook(await readLabels(file));
    for (const label of townLabels(plan)) expect(book.labelsOf(31337, label.address)).toEqual([label]);
    expect(book.labelsOf(1, plan.contracts.drainerCollector)).toEqual([]);
    rmSync(dir, { recursive: true });
  });

  it('name other addresses in the town of another seed', () => {
    const addresses = (seed: number) => townLabels(planTown(seed)).map(({ address }) => address);
    expect(addresses(7)).toEqual(addresses(7));
    expect(addresses(7).filter((address) => addresses(8).includes(address))).toEqual([]);
  });
});
