export const recipientHeader =
  'Log No,Opened,Closed,Grade,Final Code,Final Code Description,District,Section,Attended,First Arrival,Call Handler,OIC,Attending Officers,Involvement,Title,Forename,Surname,DOB,Telephone 1,Telephone 2,Email,Language,Markers'
/** What a row of the Cleveland dialect says that matters to a test; the rest is as usual. */
export interface RecipientCells {
  log?: string
  opened?: string
  closed?: string
  code?: string
  involvement?: string
  title?: string
  forename?: string
  surname?: string
  born?: string
  phone1?: string
  phone2?: string
  markers?: string
}
export const recipientLine = ({
  log = '1',
  opened = '01/08/2011 10:00',
  closed = '01/08/2011 11:00',
  code = 'C01',
  involvement = 'Caller',
  title = '',
  forename = 'Ann',
  surname = 'Lee',
  born = '',
  phone1 = '',
  phone2 = '',
  markers = '',
}: RecipientCells) =>
  [
    log,
    opened,
    closed,
    '2 Priority',
    code,
    'Something',
    'North',
    'North East',
    'Y',
    '',
    '0001',
    '',
    '',
    involvement,
    title,
    forename,
    surname,
    born,
    phone1,
    phone2,
    '',
    '',
    markers,
  ].join(',')
export const recipientFile = (...rows: string[]) => [recipientHeader, ...rows].join('\r\n')
