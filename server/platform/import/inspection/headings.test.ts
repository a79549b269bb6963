import { expect, it } from 'vitest'
import { memorySource } from '../source.ts'
import { inspect } from './inspect.ts'

const look = (content: string) =>
  inspect(memorySource('f.csv', Buffer.from(content)), [], { country: 'GB', timeZone: 'Europe/London' })

it('reads headings that shorten their words', async () => {
  const seen = await look(
    [
      "Inc Nbr;Date/Time Rec'd;Dt_Clsd;Resp. Lvl;Cat Cd;Cat Descr;Div;Off No;Surname;Mob Ph",
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
    'incident.officerInCharge': 'Off No',
  })
})

const withTypes = (types: string, one: string, other: string) =>
  look(`Ref;${types};Surname;Mobile\n1;${one};Ash;07700 900123\n2;${other};Elm;07700 900124\n`)

it.each([
  ['Nature;Nature Desc', '010;Burglary', '114;Domestic incident', { code: 'Nature', name: 'Nature Desc' }],
  ['Incident Type', 'B1', 'D9', { code: 'Incident Type', name: undefined }],
  ['Incident Type', 'Burglary', 'Domestic incident', { code: undefined, name: 'Incident Type' }],
  ['Category;Type', 'Property;Burglary', 'People;Assault, common', { code: undefined, name: 'Category' }],
])('tells the code of a category from its words by what stands in %s (%s)', async (types, one, other, expected) => {
  const { columns } = (await withTypes(types, one, other)).definition as { columns: Record<string, string> }
  expect({ code: columns['incident.categoryCode'], name: columns['incident.categoryName'] }).toEqual(expected)
})
