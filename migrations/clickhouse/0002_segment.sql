-- The segment that a score was calibrated in: with it and the features a score can be computed again. Unknown features are NaN from here on.
ALTER TABLE transactions ADD COLUMN IF NOT EXISTS segment UInt8 DEFAULT 255
