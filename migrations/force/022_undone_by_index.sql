-- What refers to a row that the undo of an import deletes is found by an index: else each of them reads the whole table.

create index interviews_by_incident on interviews (incident_id);
create index attempts_by_number on attempts (number_id);
create index alert_messages_by_staff on alert_messages (addressee_staff_id) where addressee_staff_id is not null;
