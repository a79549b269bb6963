-- What is looked up by a column, or has to be looked for when what it refers to goes, is found by an index.

create index alerts_by_alert_message on alerts (alert_message_id);
create index alert_messages_by_message on alert_messages (message_id);
create index serious_reports_by_call_back on serious_reports (call_back_id);
create index serious_reports_by_incident on serious_reports (incident_id);
create index serious_messages_by_message on serious_messages (message_id);

-- A day so far is asked by when states ended, of one interviewer or of all; nothing asks by when they began.
create index shift_states_by_user_and_end on shift_states (user_id, ended_at);
create index shift_states_by_end on shift_states (ended_at);
drop index shift_states_by_time;
drop index shifts_by_start;

comment on column alert_messages.addressee is 'staff:<id>, unit:<id>, complaints, force or nobody: whom the line led to';
