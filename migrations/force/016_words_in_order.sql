-- What the person allows is two things, each with the order in which it was said; and the line counts once somebody is on it.

alter table interviews
  add column may_be_named_order integer constraint interviews_may_be_named_order_from_1 check (may_be_named_order >= 1),
  add column may_be_rung_again_order integer
    constraint interviews_may_be_rung_again_order_from_1 check (may_be_rung_again_order >= 1);
update interviews set
  may_be_named_order = case when may_be_named is not null then leave_order end,
  may_be_rung_again_order = case when may_be_rung_again is not null then leave_order end
where leave_order is not null;
alter table interviews drop column leave_order;
comment on column interviews.may_be_named_order is 'As answers.given_order, of whether they may be named';
comment on column interviews.may_be_rung_again_order is 'As answers.given_order, of whether they may be rung again';

comment on column call_backs.interview_claim_id is 'The claim under which they last came to the line, or said something: while that is the claim, the call goes back only after the silence that ends an interview';
