-- Statements are separated by a line of dashes; ClickHouse takes one at a time.
-- Rows that come again replace themselves: the key holds the block hash, so that a block of another branch is another row.

CREATE TABLE IF NOT EXISTS transactions
(
    chain_id UInt64,
    block_number UInt64,
    block_hash FixedString(66),
    block_time DateTime('UTC'),
    tx_index UInt32,
    hash FixedString(66),
    from_address FixedString(42),
    to_address String,
    value_wei UInt256,
    gas_used Nullable(UInt64),
    status Nullable(UInt8),
    selector String,
    log_count UInt32,
    frame_count Nullable(UInt32),
    risk Nullable(Float32),
    -- p-values of the parts and features in schema order: float32, little endian, base64. Exact, and a sixth of the cost of an array of numbers.
    parts String CODEC(ZSTD(1)),
    features String CODEC(ZSTD(1)),
    feature_mask UInt32,
    findings UInt16,
    INDEX by_hash hash TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_from from_address TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_to to_address TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY (chain_id, toYYYYMM(block_time))
ORDER BY (chain_id, block_number, block_hash, tx_index)
TTL block_time + INTERVAL 10 YEAR
----
CREATE TABLE IF NOT EXISTS findings
(
    id FixedString(66),
    chain_id UInt64,
    block_number UInt64,
    block_hash FixedString(66),
    block_time DateTime('UTC'),
    transaction_hash String,
    detector_id LowCardinality(String),
    severity LowCardinality(String),
    risk Nullable(Float32),
    subject FixedString(42),
    body String CODEC(ZSTD(1)),
    INDEX by_transaction transaction_hash TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY chain_id
ORDER BY (chain_id, block_number, id)
----
CREATE TABLE IF NOT EXISTS transaction_details
(
    chain_id UInt64,
    block_number UInt64,
    block_hash FixedString(66),
    hash FixedString(66),
    body String CODEC(ZSTD(3)),
    INDEX by_hash hash TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY chain_id
ORDER BY (chain_id, block_number, hash, block_hash)
----
-- The coverage ledger and the live chart in one: a row a block hash, written last, when all else of the block is there.
CREATE TABLE IF NOT EXISTS blocks
(
    chain_id UInt64,
    block_number UInt64,
    block_hash FixedString(66),
    block_time DateTime('UTC'),
    state LowCardinality(String),
    reasons Array(LowCardinality(String)),
    trace_source LowCardinality(String),
    verification String CODEC(ZSTD(1)),
    transactions UInt32,
    findings UInt32,
    max_risk Nullable(Float32),
    median_risk Nullable(Float32),
    model_id LowCardinality(String),
    rules_version LowCardinality(String),
    seen_at_ms UInt64,
    analysed_at_ms UInt64,
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY chain_id
ORDER BY (chain_id, block_number, block_hash)
