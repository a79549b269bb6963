import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepBefore } from '../forces/import-journal.ts'
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import { buildService } from '../testing/build-service.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { tasksOf } from '../worker.ts'
import { getImport } from './queries.ts'
import { askUndo } from './service.ts'
import { whyNotUndone } from './undo.ts'
import { takeBack } from './undo-data.ts'

const later = expect.stringMatching(
  /^A later import .*: undo f\.csv \(taken in on 1 September 2011 at 1\d:00\) first\.$/,
)
const atOnce = expect.stringMatching(
  /^f\.csv \(.*\) and this import have each changed something after the other: neither/,
)

/** Two imports under way at once, A begun first, and one incident that each changes in its turn. */
describe('of two imports that ran at once', () => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await testForce()
  })
  afterAll(() => platform.close())

  const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)

  async function begun(hour: number): Promise<string> {
    const id = newId()
    await within(tx =>
      tx.db
        .insertInto('imports')
        .values({
          id,
          kind: 'recipients',
          file_name: 'f.csv',
          profile: '',
          status: 'done',
          started_at: tx.now.add({ hours: hour }).toString(),
        })
        .execute(),
    )
    return id
  }

  /** Each letter is a change; the category says which was the last. A row that an import made is of its own before that. */
  async function play(order: string, maker: 'A' | 'B' | null, before?: { A: string; B: string }) {
    const imports = before ?? { A: await begun(0), B: await begun(1) }
    const incident = newId()
    await within(tx =>
      tx.db
        .insertInto('incidents')
        .values({
          id: incident,
          reference: incident,
          category_name: 'made',
          import_id: maker && imports[maker],
          created_at: tx.now.toString(),
          updated_at: tx.now.toString(),
        })
        .execute(),
    )
    for (const [at, who] of [...order].entries())
      await within(async tx => {
        await keepBefore(tx, imports[who as 'A' | 'B'], 'incidents', [incident])
        await sql`update incidents set category_name = ${`${who}${at}`} where id = ${incident}`.execute(tx.db)
      })
    const why = (id: string) => within(async tx => (await whyNotUndone(tx, await getImport(tx, id)))?.why ?? null)
    const category = () =>
      within(tx => tx.db.selectFrom('incidents').select('category_name').where('id', '=', incident).executeTakeFirst())
    return { imports, incident, why, category }
  }

  it.each([
    ['AB', null, later, null],
    ['BA', null, null, later],
    ['ABA', null, atOnce, atOnce],
    ['BAAB', null, atOnce, atOnce],
    ['B', 'A', later, null],
    ['AB', 'A', later, null],
    ['BA', 'A', atOnce, atOnce],
    ['A', 'B', null, later],
    ['AB', 'B', atOnce, atOnce],
  ] as const)('%s, made by %s: which can be undone', async (order, maker, whyA, whyB) => {
    const { imports, why } = await play(order, maker)
    expect([await why(imports.A), await why(imports.B)]).toEqual([whyA, whyB])
  })

  it.each([
    ['changed', 'AB', null, 'BA', null],
    ['made and changed', 'B', 'A', 'A', 'B'],
  ] as const)(
    'neither can be undone where of two incidents each was %s by one, then by the other',
    async (_, order, maker, otherOrder, otherMaker) => {
      const { imports, why } = await play(order, maker)
      expect([await why(imports.A), await why(imports.B)]).toEqual([later, null])
      await play(otherOrder, otherMaker, imports)
      expect([await why(imports.A), await why(imports.B)]).toEqual([atOnce, atOnce])
    },
  )

  it('neither can be undone where each has added a service to an incident that the other made', async () => {
    const { imports, incident, why } = await play('', 'A')
    const { incident: other } = await play('', 'B', imports)
    const add = (incident_id: string, import_id: string) =>
      within(async tx => {
        const { serviceId } = await buildService(tx)
        await tx.db.updateTable('services').set({ incident_id, import_id }).where('id', '=', serviceId).execute()
      })
    await add(incident, imports.B)
    expect([await why(imports.A), await why(imports.B)]).toEqual([later, null])
    await add(other, imports.A)
    expect([await why(imports.A), await why(imports.B)]).toEqual([atOnce, atOnce])
  })

  it('what an import made goes with it, also where it was changed by another and then by itself', async () => {
    const imports = { A: await begun(0), B: await begun(1) }
    const left = await within(async tx => {
      const { serviceId } = await buildService(tx)
      await tx.db.updateTable('services').set({ import_id: imports.A }).where('id', '=', serviceId).execute()
      for (const id of [imports.B, imports.A]) await keepBefore(tx, id, 'services', [serviceId])
      await takeBack(tx, imports.A)
      return tx.db.selectFrom('services').select('id').where('id', '=', serviceId).execute()
    })
    expect(left).toEqual([])
  })

  it.each([
    ['AB', null, 'BA', ['A0', 'made']],
    ['BA', null, 'AB', ['B0', 'made']],
    ['AAB', 'A', 'BA', ['A1', undefined]],
    ['A', 'B', 'AB', ['made', undefined]],
  ] as const)(
    '%s, made by %s: undone in the order %s, each leaves what the other left',
    async (order, maker, undone, left) => {
      const { imports, category } = await play(order, maker)
      const found = []
      for (const who of undone) {
        await within(tx => askUndo(tx, imports[who as 'A' | 'B']))
        await runJobs(platform, tasksOf(platform))
        found.push((await category())?.category_name)
      }
      expect(found).toEqual(left)
    },
  )
})
