import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ForceTx } from '../forces/service.ts'
import { importText } from '../testing/import-text.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { importInterviews } from './import.ts'
import { interviewColumns } from './import-rules.ts'

const batchRows = fc.constantFrom(1, 2, 3, 2000)
const rating = fc.constantFrom('', '1', '3', '5', 'DK', 'NA', 'REF')
const cells = fc.record({
  reference: fc.constantFrom('R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8'),
  incident: fc.constantFrom('INC-1', 'INC-2', 'INC-3'),
  completedAt: fc.constantFrom('2011-08-30T10:00', '2011-08-31T18:00', '2011-08-31T23:30:00Z'),
  ratings: fc.tuple(rating, rating, rating, rating, rating, rating, rating),
  comment: fc.constantFrom('', 'Kind'),
})
/** An incident is made as the first row that names it says: no row says otherwise of who took part. */
const partsOf: Readonly<Record<string, string>> = { 'INC-1': '0040,0121', 'INC-2': ',9999', 'INC-3': ',' }
type Cells = typeof cells extends fc.Arbitrary<infer Row> ? Row : never
const lineOf = ({ reference, incident, completedAt, ratings, comment }: Cells) =>
  [reference, incident, completedAt, '', partsOf[incident], ...ratings, comment].join(',')

/** Everything an import of interviews leaves in the force, without ids and times of its own. */
async function interviewState(tx: ForceTx) {
  const { rows: interviews } = await sql`
    select i.reference, i.revision, i.ended_at::text, i.ended_on::text, i.has_rating, i.status, c.reference as incident,
      array(select a.question_key || ' ' || coalesce(a.rating::text, a.reason) || ' ' || (a.comment_sealed is not null)
        from answers a where a.interview_id = i.id order by 1) as answers
    from interviews i join incidents c on c.id = i.incident_id order by 1`.execute(tx.db)
  const { rows: parts } = await sql`
    select i.reference, v.part, v.collar_number from involvements v join incidents i on i.id = v.incident_id
    order by 1, 2, 3`.execute(tx.db)
  return { interviews, parts }
}

describe('importing interviews of any rows', () => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await testForce()
  })
  afterAll(() => platform.close())

  const take = (rows: readonly Cells[], batch: number) =>
    importText(
      platform,
      options => importInterviews({ ...options, alerts: false }),
      [interviewColumns.join(','), ...rows.map(lineOf)].join('\n'),
      { batchRows: batch },
    )
  const state = () => inTestForce(platform, interviewState)
  async function stateAfter(rows: readonly Cells[], batch: number) {
    await inTestForce(platform, async tx => {
      await tx.db.deleteFrom('interviews').execute()
      await tx.db.deleteFrom('incidents').execute()
    })
    await take(rows, batch)
    return state()
  }
  /** A row for each reference: none contradicts another. */
  const rows = fc.uniqueArray(cells, { selector: ({ reference }) => reference, minLength: 1, maxLength: 8 })

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
