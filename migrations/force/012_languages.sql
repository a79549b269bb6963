-- A call in another language goes to somebody who speaks it.

create table interviewer_languages (
  user_id text not null,
  language text not null constraint interviewer_languages_is_a_code check (language ~ '^[a-z]{2,3}$'),
  primary key (user_id, language)
);
comment on table interviewer_languages is 'A language, besides English, that an interviewer can hold a call in';
create index interviewer_languages_by_language on interviewer_languages (language);

alter table call_backs add column language text;
comment on column call_backs.language is 'Who takes this call next speaks it: an interviewer who did not found that they must';
