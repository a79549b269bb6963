/** What to do about a row that was refused, by its reason. */
const mends: Readonly<Record<string, string>> = {
  no_log_number:
    'Give the incident’s log number. Where it is like 2.01108E+11, a spreadsheet lost its digits: export again with that column as text.',
  too_few_columns:
    'The row has fewer cells than the headings: put back what is missing, or an end of line inside a cell.',
  too_many_columns: 'The row has more cells than the headings: put the cell that contains the separator in quotes.',
  no_collar_number: 'Give the collar number.',
  no_unit: 'Give the district or the section.',
  no_posting_start: 'Give the first day of the posting.',
  posting_start_unreadable: 'Write the first day of the posting as the other rows do.',
  posting_end_unreadable: 'Write the last day of the posting as the other rows do, or leave it empty.',
  no_reference: 'Give the interview’s reference, with all its digits.',
  no_incident: 'Give the incident that the interview was about, with all the digits of its number.',
  bad_date: 'Write the time as 2011-08-31T18:00, with an offset or in local time.',
  unknown_unit: 'Name a unit of this force: district, or district / section.',
  bad_rating: 'Write each rating as 1 to 5, NA, DK, REF, or leave it empty.',
  posting_ends_before_it_starts: 'Swap or correct the first and the last day of the posting.',
}

export const mendOf = (reason: string): string => mends[reason] ?? 'Correct the cell that the reason names.'
