import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ForceTx } from '../forces/service.ts'
import { importText } from '../testing/import-text.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { importStaff } from './staff-import.ts'

const header = 'Collar No,Rank,Forename,Surname,Email,District,Section,Supervisor Collar No,Posting Start,Posting End'
const batchRows = fc.constantFrom(1, 2, 3, 2000)
const cells = fc.record({
  collarNumber: fc.constantFrom('1', '2', '3', '4'),
  rank: fc.constantFrom('Constable', 'Sergeant', ''),
  surname: fc.constantFrom('Lee', 'Ray'),
  email: fc.constantFrom('', 'a@x.example', 'b@x.example'),
  place: fc.constantFrom('North,', 'North,Quay', 'South,Quay', ',Quay', 'South,South', 'Control Room,'),
  supervisor: fc.constantFrom('', '1', '2', '3', '9'),
  from: fc.constantFrom('01/01/2009', '01/05/2010', '01/03/2011', '01/12/2011'),
  to: fc.constantFrom('', '31/12/2011', '31/01/2012'),
})
type Cells = typeof cells extends fc.Arbitrary<infer Row> ? Row : never
const lineOf = ({ collarNumber, rank, surname, email, place, supervisor, from, to }: Cells) =>
  [collarNumber, rank, 'Ann', surname, email, place, supervisor, from, to].join(',')

/** Everything an import of staff leaves in the force, without ids and times. */
async function staffState(tx: ForceTx) {
  const { rows: units } = await sql`
    select u.name, u.kind, p.name as parent from units u left join units p on p.id = u.parent_id order by 3, 1`.execute(
    tx.db,
  )
  const { rows: postings } = await sql`
    select s.collar_number, u.name as unit, p.name as parent, t.supervisor_collar_number, t.posted_from::text, t.posted_to::text
    from postings t join staff s on s.id = t.staff_id join units u on u.id = t.unit_id left join units p on p.id = u.parent_id
    order by 1, 5`.execute(tx.db)
  const people = await tx.db.selectFrom('staff').selectAll().orderBy('collar_number').execute()
  const opened = people.map(person => [
    person.collar_number,
    person.rank,
    tx.seal.unsealOptional('staff.surname', person.surname_sealed),
    tx.seal.unsealOptional('staff.email', person.email_sealed),
  ])
  return { units, postings, people: opened }
}

describe('importing a staff file of any rows', () => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await testForce()
  })
  afterAll(() => platform.close())

  const take = (rows: readonly Cells[], batch: number) =>
    importText(platform, importStaff, [header, ...rows.map(lineOf)].join('\n'), { batchRows: batch })
  const state = () => inTestForce(platform, staffState)
  async function stateAfter(rows: readonly Cells[], batch: number) {
    await inTestForce(platform, async tx => {
      await tx.db.deleteFrom('postings').execute()
      await tx.db.deleteFrom('staff').execute()
      await tx.db.deleteFrom('units').where('kind', '=', 'section').execute()
      await tx.db.deleteFrom('units').where('kind', '<>', 'force').execute()
    })
    await take(rows, batch)
    return state()
  }
  /** A row for each posting: none contradicts another. */
  const rows = fc.uniqueArray(cells, {
    selector: ({ collarNumber, from }) => `${collarNumber} ${from}`,
    minLength: 1,
    maxLength: 12,
  })

  it('twice is as once, in whatever batches', async () => {
    await fc.assert(
      fc.asyncProperty(rows, batchRows, batchRows, async (made, first, second) => {
        const once = await stateAfter(made, first)
        expect(await take(made, second)).toMatchObject({ created: 0, updated: 0, unchanged: made.length })
        expect(await state()).toEqual(once)
      }),
      { numRuns: 40 },
    )
  })

  it('is the same in any order and in any batches', async () => {
    const shuffled = rows.chain(made =>
      fc.tuple(fc.constant(made), fc.shuffledSubarray(made, { minLength: made.length })),
    )
    await fc.assert(
      fc.asyncProperty(shuffled, batchRows, batchRows, async ([made, mixed], one, other) => {
        const inOrder = await stateAfter(made, one)
        expect(await stateAfter(mixed, other)).toEqual(inOrder)
      }),
      { numRuns: 40 },
    )
  })
})
