import { sql } from 'kysely'
import { beforeEach, expect, it } from 'vitest'
import { raiseAlerts } from '../alerts/service.ts'
import { interviewColumns } from '../interviews/import-rules.ts'
import { mendSupervisor, undoMends } from '../people/mends/service.ts'
import { newId } from '../platform/id.ts'
import type { ImportKind } from '../platform/import/profile.ts'
import { recipientFile, recipientLine } from '../testing/recipient-file.ts'
import { inTestForce, type TestPlatform, testForce, testSlug } from '../testing/test-platform.ts'
import { takeImport, undoOf, whyNoUndoOf } from '../testing/undo-import.ts'
import { getImport } from './queries.ts'
import { askUndo } from './service.ts'
import { undoImport } from './undo.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
  return () => platform.close()
})

const take = (kind: ImportKind, ...lines: readonly string[]) => takeImport(platform, kind, ...lines)
const why = (id: string) => whyNoUndoOf(platform, id)
const undo = async (id: string) => {
  expect(await undoOf(platform, id)).toMatchObject({ status: 'undone', undo_fault: null })
}

const rows = <Row>(query: string) =>
  inTestForce(platform, async tx => (await sql<Row>`${sql.raw(query)}`.execute(tx.db)).rows)

const people = (collarNumber: string, ...section: readonly [string?]) => [
  'Collar No,Rank,Forename,Surname,Email,District,Section,Supervisor Collar No,Posting Start,Posting End',
  `${collarNumber},Constable,Ann,Lee,ann.lee@cleveland.example,North,${section[0] ?? 'North East'},,01/04/2009,`,
]
const recipients = (...cells: readonly Parameters<typeof recipientLine>[0][]) => [
  recipientFile(...cells.map(recipientLine)),
]
const interviews = (...lines: readonly string[]) => [interviewColumns.join(','), ...lines]

it('an officer whom an undo took away is not brought back by the next, but their number is', async () => {
  const staff = await take('staff', ...people('0001'))
  await take('recipients', ...recipients({ log: '1' }))
  const changed = await take('recipients', ...recipients({ log: '1', code: 'C02' }))
  await undo(staff)
  await undo(changed)
  expect(
    await rows(
      'select n.category_code, i.collar_number, i.staff_id from incidents n join involvements i on i.incident_id = n.id',
    ),
  ).toEqual([{ category_code: 'C01', collar_number: '0001', staff_id: null }])
})

it('nor is what an interview said of them', async () => {
  const staff = await take('staff', ...people('0121'))
  await take('interviews', ...interviews('R1,INC-1,2011-08-31T18:00,,,0121,,,5,,,,4,'))
  const changed = await take('interviews', ...interviews('R1,INC-1,2011-08-31T18:00,,,,,,3,,,,4,'))
  await undo(staff)
  await undo(changed)
  expect(await rows('select staff_id from question_concerns')).toEqual([])
  expect(await rows('select rating from answers where rating = 5')).toHaveLength(1)
})

const officers = () =>
  rows('select i.collar_number, s.collar_number as known from involvements i left join staff s on s.id = i.staff_id')

it('an officer who was unknown when what is put back was kept, and is known now, is known with it', async () => {
  await take('recipients', ...recipients({ log: '1' }))
  const changed = await take('recipients', ...recipients({ log: '1', code: 'C02' }))
  await take('staff', ...people('0001'))
  await undo(changed)
  expect(await officers()).toEqual([{ collar_number: '0001', known: '0001' }])
})

it('and so is one whose import was undone, and who was imported again since', async () => {
  const staff = await take('staff', ...people('0001'))
  await take('recipients', ...recipients({ log: '1' }))
  const changed = await take('recipients', ...recipients({ log: '1', code: 'C02' }))
  await undo(staff)
  await take('staff', ...people('0001'))
  await undo(changed)
  expect(await officers()).toEqual([{ collar_number: '0001', known: '0001' }])
})

it.each<[string, () => Promise<string>]>([
  [
    'an incident',
    async () => {
      await take('recipients', ...recipients({ log: '2' }))
      return take('recipients', ...recipients({ log: '2' }).map(text => text.replaceAll('North East', 'South')))
    },
  ],
  [
    'an interview',
    async () => {
      await take('recipients', ...recipients({ log: 'INC-1' }).map(text => text.replaceAll('North East', 'South')))
      await take('interviews', ...interviews('R1,INC-1,2011-08-31T18:00,North East,,,,,5,,,,4,'))
      return take('interviews', ...interviews('R1,INC-1,2011-08-31T18:00,,,,,,5,,,,4,'))
    },
  ],
  [
    'a posting',
    async () => {
      await take('staff', ...people('0121'))
      return take('staff', ...people('0121', 'South'))
    },
  ],
])('a unit from which %s was moved stays, and goes back to it', async (_, moved) => {
  const first = await take('recipients', ...recipients({ log: '1' }))
  const change = await moved()
  await undo(first)
  await undo(change)
  expect(
    await rows(`select u.name from units u where u.id in (select unit_id from incidents union all
      select unit_id from interviews union all select unit_id from postings)`),
  ).toContainEqual({ name: 'North East' })
})

it('an incident from which a later import moved an interview goes only after that one', async () => {
  const recipientsFile = await take('recipients', ...recipients({ log: 'INC-1' }))
  await take('interviews', ...interviews('R1,INC-1,2011-08-31T18:00,,,,,,5,,,,4,'))
  const moved = await take('interviews', ...interviews('R1,INC-2,2011-08-31T18:00,,,,,,5,,,,4,'))
  expect(await why(recipientsFile)).toMatch(/: undo interviews\.csv .* first\.$/)
  await undo(moved)
  expect(await why(recipientsFile)).toMatch(/: undo interviews\.csv .* first\.$/)
})

it('interviews about what an earlier import brought are undone first, and then it can be', async () => {
  const staff = await take('staff', ...people('0121'))
  const recipientsFile = await take('recipients', ...recipients({ log: 'INC-1' }))
  const about = await take('interviews', ...interviews('R1,INC-1,2011-08-31T18:00,,,0121,,,5,,,,4,'))
  for (const id of [staff, recipientsFile]) {
    expect(await why(id)).toMatch(/: undo interviews\.csv .* first\.$/)
    await expect(undo(id)).rejects.toMatchObject({ code: 'import_not_undoable' })
  }
  await undo(about)
  for (const id of [staff, recipientsFile]) await undo(id)
})

it('an interview of which no import is known, and that this one moved, does not stand in its way', async () => {
  await take('interviews', ...interviews('R1,INC-1,2011-08-31T18:00,,,,,,5,,,,4,'))
  await inTestForce(platform, tx => tx.db.updateTable('interviews').set({ import_id: null }).execute())
  const moved = await take('interviews', ...interviews('R1,INC-2,2011-08-31T18:00,,,,,,5,,,,4,'))
  await undo(moved)
  expect(await rows('select reference from incidents')).toEqual([{ reference: 'INC-1' }])
})

it('interviews that a later import moved to its incidents are undone after that one, and no circle is seen', async () => {
  await take('interviews', ...interviews('R1,INC-1,2011-08-31T18:00,,,,,,5,,,,4,'))
  const between = await take('recipients', ...recipients({ log: 'INC-1' }, { log: 'INC-2' }))
  const moved = await take('interviews', ...interviews('R1,INC-2,2011-08-31T18:00,,,,,,5,,,,4,'))
  expect(await why(between)).toMatch(/: undo interviews\.csv .* first\.$/)
  expect(await why(moved)).toBeNull()
  await undo(moved)
  await undo(between)
  expect(await rows('select reference from incidents')).toEqual([{ reference: 'INC-1' }])
})

it('a unit that stayed for the sake of another import goes with that one', async () => {
  const first = await take('recipients', ...recipients({ log: '1' }))
  const staff = await take('staff', ...people('0121'))
  await undo(first)
  expect(await rows('select name from units where import_id is not null order by name')).toHaveLength(2)
  await undo(staff)
  expect(await rows('select name from units where import_id is not null')).toEqual([])
})

it.each([false, true])('who was made a supervisor by hand is not undone (was always so: %s)', async alwaysSo => {
  await take('staff', ...people('0121'))
  const supervisor = await take('staff', ...people('0122'))
  const mend = await inTestForce(platform, tx => mendSupervisor(tx, '0121', { supervisor: '0122', alwaysSo }))
  expect(await why(supervisor)).toMatch(/made a supervisor by hand/)
  await inTestForce(platform, tx => undoMends(tx, [mend.id]))
  await undo(supervisor)
})

it('whoever waits to be told of an alert is looked for again when staff are gone', async () => {
  const id = await take('staff', ...people('0121'))
  await inTestForce(platform, async tx => {
    await askUndo(tx, id)
    await undoImport(tx, await getImport(tx, id))
  })
  const { rows: jobs } = await platform.database.pool.query('select task_identifier from graphile_worker.jobs')
  expect(jobs).toContainEqual({ task_identifier: 'serious.tell_untold' })
})

it('no alert is raised of an interview that is gone by then', async () => {
  await expect(raiseAlerts(platform, testSlug, newId())).resolves.toBeUndefined()
})
