import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../platform/id.ts'
import { memorySource } from '../platform/import/source.ts'
import {
  closeAfterTest,
  inTestForce,
  type TestPlatform,
  tester,
  testForce,
  testSlug,
} from '../testing/test-platform.ts'
import { importInterviews } from './import.ts'
import { interviewColumns } from './import-rules.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
  closeAfterTest(platform)
  await inTestForce(platform, async tx => {
    for (const collarNumber of ['0040', '0121'])
      await tx.db
        .insertInto('staff')
        .values({
          id: newId(),
          collar_number: collarNumber,
          rank: 'Constable',
          forename_sealed: tx.seal.seal('staff.forename', 'Sam'),
          surname_sealed: tx.seal.seal('staff.surname', 'Shaw'),
          created_at: tx.now.toString(),
          updated_at: tx.now.toString(),
        })
        .execute()
  })
})

const file = (lines: readonly string[]) =>
  memorySource('interviews.csv', Buffer.from(`${[interviewColumns.join(','), ...lines].join('\r\n')}\r\n`))

const bringIn = (lines: readonly string[], options: { alerts?: boolean; dryRun?: boolean } = {}) =>
  importInterviews({
    platform,
    slug: testSlug,
    actor: tester,
    alerts: false,
    ...options,
    source: file(lines),
  })

const whole = 'Testshire Police'
const full = `R1,INC-1,2011-08-31T18:00:00+01:00,${whole},0040,0121,5,DK,1,NA,REF,,4,"Kind, and quick"`

describe('importing interviews', () => {
  it('keeps what was said, why nothing was said, and whom it concerns', async () => {
    expect(await bringIn([full])).toMatchObject({ rows: 1, created: 1, rejected: 0, warnings: {} })
    const found = await inTestForce(platform, async tx => ({
      interview: await tx.db.selectFrom('interviews').selectAll().executeTakeFirstOrThrow(),
      answers: await tx.db.selectFrom('answers').selectAll().execute(),
      concerns: await sql<{ question_key: string; collar_number: string }>`
        select question_key, collar_number from question_concerns join staff on staff.id = staff_id order by 1`.execute(
        tx.db,
      ),
      parts: await tx.db.selectFrom('involvements').select(['part', 'collar_number']).orderBy('part').execute(),
      comments: (await tx.db.selectFrom('answers').select(['question_key', 'comment_sealed']).execute()).flatMap(row =>
        row.comment_sealed ? [[row.question_key, tx.seal.unseal('answers.comment', row.comment_sealed)]] : [],
      ),
    }))
    expect(found.interview).toMatchObject({
      mode: 'imported',
      status: 'completed',
      ended_on: '2011-08-31',
      has_rating: true,
    })
    expect(Object.fromEntries(found.answers.map(row => [row.question_key, row.rating ?? row.reason]))).toEqual({
      answered_quickly: 5,
      telephone_response: 'dont_know',
      arrived_quickly: 1,
      initial_actions: 'not_applicable',
      informed_of_follow_up: 'refused',
      satisfied_with_follow_up: 'not_asked',
      overall_service: 4,
    })
    expect(found.concerns.rows.map(row => Object.values(row))).toEqual([
      ['answered_quickly', '0040'],
      ['arrived_quickly', '0121'],
      ['overall_service', '0121'],
    ])
    expect(found.parts.map(row => Object.values(row))).toEqual([
      ['attending', '0121'],
      ['call_handler', '0040'],
      ['officer_in_charge', '0121'],
    ])
    expect(found.comments).toEqual([['overall_service', 'Kind, and quick']])
  })

  it('twice changes nothing', async () => {
    const lines = [full, `R2,INC-1,2011-08-30T10:00,,,,3,,,,,,,`]
    expect(await bringIn(lines)).toMatchObject({ created: 2 })
    expect(await bringIn(lines)).toMatchObject({ rows: 2, created: 0, updated: 0, unchanged: 2 })
    expect(await bringIn([...lines, ...lines])).toMatchObject({ rows: 4, unchanged: 4 })
  })

  it('of a changed row makes a revision with the new answers, and an audit entry', async () => {
    await bringIn([full])
    expect(await bringIn([full.replace(',5,DK,', ',2,3,')])).toMatchObject({ updated: 1 })
    const found = await inTestForce(platform, async tx => ({
      interviews: await tx.db.selectFrom('interviews').select('revision').execute(),
      ratings: await tx.db
        .selectFrom('answers')
        .select('rating')
        .where('question_key', '=', 'answered_quickly')
        .execute(),
      audit: await tx.db
        .selectFrom('audit_entries')
        .select('id')
        .where('action', '=', 'interviews.corrected')
        .execute(),
    }))
    expect(found.interviews).toEqual([{ revision: 2 }])
    expect(found.ratings).toEqual([{ rating: 2 }])
    expect(found.audit).toHaveLength(1)
  })

  it('takes the later of two rows with one reference as its revision', async () => {
    expect(await bringIn([full, full.replace(',5,DK,', ',2,3,')])).toMatchObject({ created: 1, updated: 1 })
  })

  it('changes nothing the second time, though two rows of the file differ about one reference', async () => {
    const lines = [full, full.replace(',5,DK,', ',2,3,')]
    await bringIn(lines)
    expect(await bringIn(lines)).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
    const interviews = await inTestForce(platform, tx => tx.db.selectFrom('interviews').select('revision').execute())
    expect(interviews).toEqual([{ revision: 1 }])
  })

  it.each([
    ['no_reference', ',INC-1,2011-08-31T18:00,,,,5,,,,,,,'],
    ['no_reference', '2.01108E+11,INC-1,2011-08-31T18:00,,,,5,,,,,,,'],
    ['no_incident', 'R1,,2011-08-31T18:00,,,,5,,,,,,,'],
    ['no_incident', 'R1,2.01108E+11,2011-08-31T18:00,,,,5,,,,,,,'],
    ['bad_date', 'R1,INC-1,31/08/2011 18:00,,,,5,,,,,,,'],
    ['bad_date', 'R1,INC-1,2011-02-30T18:00,,,,5,,,,,,,'],
    ['bad_date', 'R1,INC-1,0000-01-01T18:00,,,,5,,,,,,,'],
    ['bad_date', 'R1,INC-1,9999-12-31T23:00-12:00,,,,5,,,,,,,'],
    ['bad_date', 'R1,INC-1,2011-08-31T18:00[u-ca=hebrew],,,,5,,,,,,,'],
    ['unknown_unit', 'R1,INC-1,2011-08-31T18:00,Atlantis,,,5,,,,,,,'],
    ['bad_rating', 'R1,INC-1,2011-08-31T18:00,,,,6,,,,,,,'],
    ['bad_rating', 'R1,INC-1,2011-08-31T18:00,,,,5,4.0,,,,,,'],
  ])('rejects a row for %s', async (reason, line) => {
    expect(await bringIn([line])).toMatchObject({ rows: 1, created: 0, rejected: 1, reasons: { [reason]: 1 } })
  })

  it('warns of a collar number that nobody has, and takes the row', async () => {
    const line = 'R1,INC-1,2011-08-31T18:00,,9999,0121,5,,,,,,4,'
    expect(await bringIn([line])).toMatchObject({ created: 1, warnings: { unknown_officer: 1 } })
  })

  it.each([
    ['2011-01-31T18:00', '2011-01-31T18:00:00Z', '2011-01-31'],
    ['2011-08-31T18:00', '2011-08-31T17:00:00Z', '2011-08-31'],
    ['2011-08-31T23:30:00Z', '2011-08-31T23:30:00Z', '2011-09-01'],
    ['2011-08-31T20:00-05', '2011-09-01T01:00:00Z', '2011-09-01'],
    ['2010-10-31T01:30', '2010-10-31T00:30:00Z', '2010-10-31'],
  ])('reads %s as %s, on %s', async (written, at, on) => {
    await bringIn([`R1,INC-1,${written},,,,5,,,,,,,`])
    const found = await inTestForce(platform, tx =>
      tx.db.selectFrom('interviews').select(['ended_at', 'ended_on']).executeTakeFirstOrThrow(),
    )
    expect([found.ended_at?.toString(), found.ended_on]).toEqual([at, on])
  })

  it.each([
    [false, 0],
    [true, 1],
  ])('with alerts %s queues %i jobs for them', async (alerts, jobs) => {
    await bringIn([full], { alerts })
    const { rows } = await platform.database.pool.query(
      `select 1 from graphile_worker.jobs where task_identifier = 'alerts.raise'`,
    )
    expect(rows).toHaveLength(jobs)
  })

  it('as a dry run says the same and keeps nothing', async () => {
    expect(await bringIn([full], { dryRun: true })).toMatchObject({ created: 1 })
    const interviews = await inTestForce(platform, tx => tx.db.selectFrom('interviews').select('id').execute())
    expect(interviews).toEqual([])
  })
})
