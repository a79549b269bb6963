-- An involvement is told apart by what it is: an id of its own was read by nobody, and a file brings three and more with each incident.

alter table involvements drop column id;
alter table involvements drop constraint involvements_one_per_part_and_number;
alter table involvements add constraint involvements_one_per_part_and_number primary key (incident_id, part, collar_number);
