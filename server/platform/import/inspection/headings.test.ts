import { expect, it } from 'vitest'
import { memorySource } from '../source.ts'
import { inspect } from './inspect.ts'

const look = (content: string) =>
  inspect(memorySource('f.csv', Buffer.from(content)), [], { country: 'GB', timeZone: 'Europe/London' })

it('reads headings that shorten their words', async () => {
  const seen = await look(
    [
      "Inc Nbr;Date/Time Rec'd;Dt_Clsd;Resp. Lvl;Cat Cd;Cat Descr;Div;Offr No;Surname;Mob Ph",
      'CC-1;21/08/2011 10:00;21/08/2011 11:00;Immediate;B1;Burglary, dwelling;North;0204;Ash;07700 900123',
      'CC-2;22/08/2011 10:00;22/08/2011 11:00;Routine;C4;Criminal damage;South;0206;Elm;07700 900124',
    ].join('\n'),
  )
  expect(seen.definition.columns).toEqual({
    'incident.reference': 'Inc Nbr',
    'incident.openedAt': "Date/Time Rec'd",
    'incident.closedAt': 'Dt_Clsd',
    'incident.grade': 'Resp. Lvl',
    'incident.categoryCode': 'Cat Cd',
    'incident.categoryName': 'Cat Descr',
    'incident.district': 'Div',
    'recipient.surname': 'Surname',
    'recipient.phone1': 'Mob Ph',
    'incident.officerInCharge': 'Offr No',
  })
})

const withTypes = (types: string, one: string, other: string) =>
  look(`Ref;${types};Surname;Mobile\n1;${one};Ash;07700 900123\n2;${other};Elm;07700 900124\n`)

it.each([
  ['Nature;Nature Desc', '010;Burglary', '114;Domestic incident', { code: 'Nature', name: 'Nature Desc' }],
  ['Incident Type', 'B1', 'D9', { code: 'Incident Type', name: undefined }],
  ['Incident Type', 'Burglary', 'Domestic incident', { code: undefined, name: 'Incident Type' }],
  ['Code;Category', '17;DA', '19;RTC', { code: 'Code', name: 'Category' }],
  ['Category;Type', 'Property;Burglary', 'People;Assault, common', { code: undefined, name: 'Category' }],
])('tells the code of a category from its words by what stands in %s (%s)', async (types, one, other, expected) => {
  const { columns } = (await withTypes(types, one, other)).definition as { columns: Record<string, string> }
  expect({ code: columns['incident.categoryCode'], name: columns['incident.categoryName'] }).toEqual(expected)
})

it.each([
  ['Police officer attended', 'Y', 'N', { 'incident.attended': 'Police officer attended' }],
  ['Repeat victim', 'Y', 'N', {}],
])('takes yes and no of %s for nothing that they can’t be', async (heading, one, other, expected) => {
  const seen = await look(`Ref;Mobile;${heading}\n1;07700 900123;${one}\n2;07700 900124;${other}\n`)
  expect(seen.definition.columns).toEqual({ 'incident.reference': 'Ref', 'recipient.phone1': 'Mobile', ...expected })
})

it.each([
  [
    'of crimes, with the victim in each heading',
    'CRIME_NO;CRIME_DATE_REPORTED;DATE_FILED;OFFENCE;OFFENCE_CODE;INV_OFFICER;VICTIM_SURNAME;VICTIM_TEL_MOBILE',
    'A/1/11;2011-08-01T10:00:00Z;2011-08-09T10:00:00Z;Burglary dwelling;28A;1234;ASH;07700900001',
    {
      'incident.reference': 'CRIME_NO',
      'incident.openedAt': 'CRIME_DATE_REPORTED',
      'incident.closedAt': 'DATE_FILED',
      'incident.categoryName': 'OFFENCE',
      'incident.categoryCode': 'OFFENCE_CODE',
      'incident.officerInCharge': 'INV_OFFICER',
      'recipient.surname': 'VICTIM_SURNAME',
      'recipient.phone1': 'VICTIM_TEL_MOBILE',
    },
  ],
  [
    'of incidents, with a closing code and its words',
    'IncidentNo;CreatedDateTime;FirstResourceAtSceneTime;InitialGrade;OpeningCode;ClosingCode1;ClosingCode1Desc;OfficerDealing;Nominal Type;Caller',
    '12;2011-08-01 10:00:00;2011-08-01 10:20:00;1;ASB;B12;Burglary Dwelling;1234;Caller;Ash',
    {
      'incident.reference': 'IncidentNo',
      'incident.openedAt': 'CreatedDateTime',
      'incident.arrivedAt': 'FirstResourceAtSceneTime',
      'incident.grade': 'InitialGrade',
      'incident.categoryCode': 'ClosingCode1',
      'incident.categoryName': 'ClosingCode1Desc',
      'incident.officerInCharge': 'OfficerDealing',
      'recipient.involvement': 'Nominal Type',
      'recipient.surname': 'Caller',
    },
  ],
  [
    'of incidents, with columns of 1 and 0 whose headings end as a name is called',
    'Ref;Repeat caller;Known victim;Grade\n1;1;0;1\n2;0;0;1',
    '3;0;0;1',
    { 'incident.reference': 'Ref', 'incident.grade': 'Grade' },
  ],
  [
    'of a personnel system',
    'Pers.No.;Employee Name;Job Title;Org Unit;Org Unit Text;Email Address;Mgr Pers.No.;Start in Post;End in Post',
    '1234;Ash;Constable;5001;North Response;ash@force.example;45;13.02.2010;31.12.2011',
    {
      'staff.collarNumber': 'Pers.No.',
      'staff.surname': 'Employee Name',
      'staff.rank': 'Job Title',
      'staff.section': 'Org Unit Text',
      'staff.email': 'Email Address',
      'staff.supervisorCollarNumber': 'Mgr Pers.No.',
      'staff.postedFrom': 'Start in Post',
      'staff.postedTo': 'End in Post',
    },
  ],
])('reads the headings of a file %s', async (_, headings, row, expected) => {
  expect((await look(`${headings}\n${row}\n`)).definition.columns).toEqual(expected)
})
