-- How the calls of a transaction follow each other, where the score's second stage read that: with it such a score can be computed again.
ALTER TABLE transactions ADD COLUMN IF NOT EXISTS calls String DEFAULT '' CODEC(ZSTD(1))
