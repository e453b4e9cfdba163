import { describe, expect, it } from '@jest/globals';
import { jsonText } from '../../../src/adapters/control-store/json-text.js';

const read = (value: unknown) => JSON.parse(jsonText(value));

describe('JSON for the control store', () => {
  it('is what JSON is', () => {
    for (const value of [null, 5, 'text', [], { a: [{ b: 'ü😀"\n\\' }] }, 'C:\\u0000', '\\\\ud83d', '\ud83d\ude00'])
      expect(read(value)).toEqual(value);
  });

  it('has U+FFFD where PostgreSQL takes no character: U+0000 and halves of pairs, in values and in names', () => {
    expect(read({ 'a\u0000': 'b\u0000c' })).toEqual({ 'a\ufffd': 'b\ufffdc' });
    expect(read(['\ud83d', 'x\ude00', '\\\u0000', '😀'.slice(0, 1), '\ud83d\ud83d\ude00'])).toEqual([
      '\ufffd',
      'x\ufffd',
      '\\\ufffd',
      '\ufffd',
      '\ufffd😀',
    ]);
  });
});
