import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../platform/id.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { keepBefore } from './import-journal.ts'
import type { ForceTx } from './service.ts'

describe('keeping rows before an import changes them', () => {
  let platform: TestPlatform
  const [importId, maker, incident, made] = [newId(), newId(), newId(), newId()]
  const kept = (tx: ForceTx) =>
    tx.db.selectFrom('import_before').select(['table_name', 'row_id', 'before', 'made_by']).orderBy('row_id').execute()
  beforeAll(async () => {
    platform = await testForce()
    await inTestForce(platform, async tx => {
      const at = tx.now.toString()
      await tx.db
        .insertInto('imports')
        .values({ id: importId, kind: 'recipients', file_name: 'a.csv', profile: '', status: 'running' })
        .execute()
      await tx.db
        .insertInto('incidents')
        .values([
          { id: incident, reference: 'A', attended: true, import_id: maker, created_at: at, updated_at: at },
          { id: made, reference: 'B', attended: null, import_id: importId, created_at: at, updated_at: at },
        ])
        .execute()
      await tx.db
        .insertInto('involvements')
        .values({ incident_id: incident, part: 'attending', collar_number: '0042' })
        .execute()
    })
  })
  afterAll(() => platform.close())

  it('keeps a row with its parts as it first was, and who made it, and none that the import made itself', async () => {
    await inTestForce(platform, async tx => {
      await keepBefore(tx, importId, 'incidents', [incident, made])
      await sql`update incidents set attended = false`.execute(tx.db)
      await sql`delete from involvements`.execute(tx.db)
      await keepBefore(tx, importId, 'incidents', [incident])
    })
    expect(await inTestForce(platform, kept)).toEqual([
      {
        table_name: 'incidents',
        row_id: incident,
        made_by: maker,
        before: expect.objectContaining({
          reference: 'A',
          import_id: maker,
          attended: true,
          involvements: [expect.objectContaining({ part: 'attending', collar_number: '0042' })],
        }),
      },
    ])
  })
})
