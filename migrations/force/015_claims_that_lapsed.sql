-- A claim that lapsed stays on its call-back until the next one, and locks of call-backs leave foreign keys alone.

comment on column call_backs.claim_id is 'The claim it is under, ended under, or was under when its lease lapsed; the interview of that claim has the same id';
comment on column call_backs.claimed_by is 'Whose claim that is; of a queued call-back, who may take it up again as long as nobody else has claimed it';
-- A whole unique index would make each change of the claim a change of a key, for which whoever refers to the row has to wait.
drop index call_backs_one_per_claim;
create unique index call_backs_one_per_claim on call_backs (claim_id) where claim_id is not null;
