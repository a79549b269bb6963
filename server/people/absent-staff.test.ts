import { describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { importText } from '../testing/import-text.ts'
import { send } from '../testing/send.ts'
import { signedInAs } from '../testing/sign-ins.ts'
import { closeAfterTest, inTestForce, testForce } from '../testing/test-platform.ts'
import type { OfficerShape } from './lines/schema.ts'
import { importStaff } from './staff-import.ts'

const header = 'Collar No,Rank,Forename,Surname,Email,District,Section,Supervisor Collar No,Posting Start,Posting End'
const everybody = Array.from({ length: 20 }, (_, at) => String(at + 1))
const row = (collarNumber: string, to = '') =>
  `${collarNumber},Constable,Con,Number ${collarNumber},${collarNumber}@x.example,North,North,${collarNumber === '1' ? '' : '1'},01/01/2009,${to}`
const without = (...left: readonly string[]) => everybody.filter(each => !left.includes(each))

/** A force of twenty, all under the first. */
async function twenty() {
  const platform = await testForce()
  closeAfterTest(platform)
  const importThose = (...collarNumbers: readonly string[]) =>
    importText(platform, importStaff, [header, ...collarNumbers.map(each => row(each))].join('\n'))
  await importThose(...everybody)
  const { headers } = await signedInAs(platform, ['administrator'])
  const app = createApp(platform)
  const call = (method: string, path: string, body?: object) => send(app, headers, method, `/people/${path}`, body)
  const askedAbout = async () => {
    const { body } = await call('GET', 'problems?kind=absent_from_export')
    return (body as { problems: { person: { collarNumber: string } }[] }).problems.map(each => each.person.collarNumber)
  }
  return { platform, importThose, call, askedAbout }
}

it('whom a whole export lacks is asked about, until a file names them again', async () => {
  const { importThose, askedAbout } = await twenty()
  expect((await importThose(...without('7'))).warnings).toEqual({ absent_from_export: 1 })
  expect(await askedAbout()).toEqual(['7'])
  expect((await importThose(...without('7', '9'))).warnings).toEqual({ absent_from_export: 2 })
  expect(await askedAbout()).toEqual(['7', '9'])
  await importThose('9')
  expect(await askedAbout()).toEqual(['7'])
  expect((await importThose(...everybody)).warnings).toEqual({})
  expect(await askedAbout()).toEqual([])
})

it('an export of one district says nothing about the others', async () => {
  const { importThose, askedAbout } = await twenty()
  expect((await importThose(...without('3', '4', '5'))).warnings).toEqual({})
  expect(await askedAbout()).toEqual([])
})

describe('of a row that is refused', () => {
  const noDate = (collarNumber: string) => row(collarNumber).replace('01/01/2009', 'soon')
  const short = (collarNumber: string) => `${collarNumber},Constable`
  const unnamed = row('').replace('Number ', 'Nobody')

  it.each([
    ['the person is in the file', without('7'), [noDate('7')], {}, []],
    ['they are also if it has too few cells', without('7'), [short('7')], {}, []],
    ['many are, though more than one in ten', everybody.slice(0, 12), everybody.slice(12).map(noDate), {}, []],
    ['another is asked about', without('7', '8'), [noDate('7')], { absent_from_export: 1 }, ['8']],
    ['without a collar number nobody is', without('7'), [unnamed], { absent_from_export: 1 }, ['7']],
    [
      'without one, where so many are that the export may be whole, it is said',
      without('5', '6', '7'),
      [unnamed, unnamed, short('none')],
      { absence_unknown: 3 },
      [],
    ],
    ['without one in a file of few nothing is', everybody.slice(0, 10), [unnamed, unnamed], {}, []],
  ])('%s', async (_, taken, refused, warnings, asked) => {
    const { platform, askedAbout } = await twenty()
    const file = [header, ...taken.map(each => row(each)), ...refused].join('\n')
    const result = await importText(platform, importStaff, file)
    expect([result.rejected, result.warnings]).toEqual([refused.length, warnings])
    expect(await askedAbout()).toEqual(asked)
  })
})

it('a dry run tells, and asks about nobody', async () => {
  const { platform, askedAbout } = await twenty()
  const file = [header, ...without('7').map(each => row(each))].join('\n')
  const result = await importText(platform, importStaff, file, { dryRun: true })
  expect(result.warnings).toEqual({ absent_from_export: 1 })
  expect(await askedAbout()).toEqual([])
})

it('the last day of a leaver ends the question, and undoing it asks again', async () => {
  const { importThose, call, askedAbout } = await twenty()
  await importThose(...without('7'))
  const { body } = await call('PUT', 'staff/7/end', { lastDay: '2011-08-01' })
  expect(await askedAbout()).toEqual([])
  await call('POST', 'mends/undo', { ids: (body as { mends: { id: string }[] }).mends.map(({ id }) => id) })
  expect(await askedAbout()).toEqual(['7'])
})

it('whose last day is known, though still to come, is not asked about', async () => {
  const { importThose, call, askedAbout } = await twenty()
  await importThose(...without('7'))
  await call('PUT', 'staff/7/end', { lastDay: '2011-12-31' })
  expect(await askedAbout()).toEqual([])
  await importThose(...without('7'))
  expect(await askedAbout()).toEqual([])
  await call('PUT', 'staff/7/end', { lastDay: null })
  expect(await askedAbout()).toEqual(['7'])
})

it('who is said to be still here is not asked about by the next export either, and that can be taken back', async () => {
  const { importThose, call, askedAbout } = await twenty()
  await importThose(...without('7'))
  expect(await call('PUT', 'staff/7/still-here')).toMatchObject({ status: 204 })
  expect(await call('PUT', 'staff/7/still-here')).toMatchObject({ status: 409, body: { code: 'mend_changes_nothing' } })
  const said = async () => ((await call('GET', 'staff/7')).body as OfficerShape).stillHere
  expect(await said()).toMatchObject({ by: 'administrator.x', file: 'test.csv' })
  await importThose(...without('7'))
  expect(await askedAbout()).toEqual([])
  const left = await call('PUT', 'staff/7/end', { lastDay: '2011-08-01' })
  expect(await said()).toBeNull()
  await call('POST', 'mends/undo', { ids: (left.body as { mends: { id: string }[] }).mends.map(({ id }) => id) })
  expect(await said()).not.toBeNull()
  expect(await call('DELETE', 'staff/7/still-here')).toMatchObject({ status: 204 })
  expect(await said()).toBeNull()
  expect(await askedAbout()).toEqual(['7'])
  expect(await call('PUT', 'staff/none/still-here')).toMatchObject({ status: 404 })
})

it("a leaver whose posting has ended, and the contractor's people, are not asked about", async () => {
  const { platform, importThose, askedAbout } = await twenty()
  await importText(platform, importStaff, [header, row('7', '01/07/2011')].join('\n'))
  await inTestForce(platform, tx =>
    tx.db.updateTable('staff').set({ employer: 'contractor' }).where('collar_number', '=', '8').execute(),
  )
  await importThose(...without('7', '8'))
  expect(await askedAbout()).toEqual([])
})
