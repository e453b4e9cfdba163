-- When the process that works on a backtest last said so: one that nobody works on any more is not running.
alter table backtests add column at_work_ms bigint not null default 0;
