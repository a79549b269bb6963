import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../platform/id.ts'
import { buildService } from '../testing/build-service.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { chooseCallBacks, previewSelection } from './service.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await testForce()
})
afterAll(() => platform.close())

describe('what an import would bring', () => {
  it('is counted over the services it made or changed, one for each person, and over no others', async () => {
    const importId = newId()
    const preview = await inTestForce(platform, async tx => {
      const made = [
        await buildService(tx),
        await buildService(tx, { exclusions: ['domestic_abuse'] }),
        await buildService(tx, { closedDaysAgo: null }),
        await buildService(tx, { numbers: [] }),
      ]
      const person = { recipientId: made[0]?.recipientId }
      made.push(
        await buildService(tx, { ...person, closedDaysAgo: 5 }),
        await buildService(tx, { ...person, closedDaysAgo: 20 }),
      )
      await tx.db
        .updateTable('services')
        .set({ import_id: importId })
        .where(
          'id',
          'in',
          made.map(one => one.serviceId),
        )
        .execute()
      await buildService(tx, { numbers: [] })
      const changed = await buildService(tx, { closedDaysAgo: 60 })
      await tx.db
        .insertInto('imports')
        .values({
          id: importId,
          kind: 'recipients',
          file_name: 'f.csv',
          profile: 'p',
          status: 'running',
          started_at: tx.now.toString(),
        })
        .execute()
      await tx.db
        .insertInto('import_before')
        .values({
          import_id: importId,
          table_name: 'services',
          row_id: changed.serviceId,
          before: '{}',
          first_change: 1,
          last_change: 1,
        })
        .execute()
      return previewSelection(tx, importId)
    })
    expect(preview).toEqual({
      mayBeRung: 1,
      excluded: { domestic_abuse: 1, still_open: 1, no_usable_number: 1, rung_lately: 2, outside_window: 1 },
    })
  })

  it('says the same as choosing does then', async () => {
    const importId = newId()
    const { preview, chosen } = await inTestForce(platform, async tx => {
      await tx.db.deleteFrom('services').execute()
      for (let at = 0; at < 30; at += 1)
        await buildService(tx, { closedDaysAgo: at * 2, numbers: at % 4 === 0 ? [] : undefined, attended: at % 5 > 0 })
      await tx.db.updateTable('services').set({ import_id: importId }).execute()
      return { preview: await previewSelection(tx, importId), chosen: await chooseCallBacks(work => work(tx)) }
    })
    expect(preview).toEqual({ mayBeRung: chosen.chosen, excluded: chosen.excluded })
    expect(preview.mayBeRung).toBeGreaterThan(5)
  })
})
