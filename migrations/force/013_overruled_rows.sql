-- A file imported twice changes nothing, also where its rows differ about one service.

alter table services add column overruled_hashes bytea[];
comment on column services.overruled_hashes is 'Hashes of other rows about this service in the file that said what row_hash is of: later rows overruled them, and they say nothing new';
