import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepBefore } from '../forces/import-journal.ts'
import type { ForceTx } from '../forces/service.ts'
import { newId } from '../platform/id.ts'
import type { ImportStatus } from '../platform/tables.ts'
import { buildService } from '../testing/build-service.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { presentDetail } from './detail.ts'
import { getImport } from './queries.ts'
import { askUndo } from './service.ts'
import { whyNotUndone } from './undo.ts'
import { mostFollowed } from './what-is-later.ts'

describe('an import that later ones changed', () => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await testForce()
  })
  afterAll(() => platform.close())

  const within = <Result>(work: (tx: ForceTx) => Promise<Result>) => inTestForce(platform, work)

  /** Taken in an hour later than the one before it. */
  async function takenIn(name: string, hour: number, status: ImportStatus = 'done'): Promise<string> {
    const id = newId()
    const at = (tx: ForceTx, minutes: number) => tx.now.add({ hours: hour, minutes }).toString()
    await within(tx =>
      tx.db
        .insertInto('imports')
        .values({
          id,
          kind: 'recipients',
          file_name: `${name.toLowerCase()}.csv`,
          profile: '',
          status,
          started_at: at(tx, 0),
          ended_at: status === 'running' ? null : at(tx, 5),
        })
        .execute(),
    )
    return id
  }

  /** Of each incident, its letters are the imports that changed it, in their order. */
  async function changed(incidents: readonly string[], states: Readonly<Record<string, ImportStatus>> = {}) {
    const names = [...new Set(incidents.join(''))].sort()
    const ids: Record<string, string> = {}
    for (const [hour, name] of names.entries()) ids[name] = await takenIn(name, hour, states[name])
    for (const order of incidents) {
      const incident = newId()
      await within(tx => {
        const at = tx.now.toString()
        const values = { id: incident, reference: incident, created_at: at, updated_at: at }
        return tx.db.insertInto('incidents').values(values).execute()
      })
      for (const name of order) await within(tx => keepBefore(tx, ids[name] ?? '', 'incidents', [incident]))
    }
    const told = (name: string) => within(async tx => whyNotUndone(tx, await getImport(tx, ids[name] ?? '')))
    return { ids, told }
  }

  const a = 'a.csv (taken in on 1 September 2011 at 10:05)'
  const b = 'b.csv (taken in on 1 September 2011 at 11:05)'
  const c = 'c.csv (taken in on 1 September 2011 at 12:05)'

  it.each<[string, readonly string[], Readonly<Record<string, string | null>>]>([
    [
      'by one: that one is named, at the force’s time',
      ['AB'],
      { A: `A later import has changed what this file brought: undo ${b} first.`, B: null },
    ],
    [
      'by several, one after the other: the last is named, and how many there are',
      ['AB', 'BC'],
      {
        A: `2 later imports have changed what this file brought, or each other's: undo all of them first, beginning with ${c}.`,
        B: `A later import has changed what this file brought: undo ${c} first.`,
        C: null,
      },
    ],
    [
      'by several of which each can be undone: the newest is named',
      ['AB', 'AC'],
      {
        A: `2 later imports have changed what this file brought, or each other's: undo all of them first, beginning with ${c}.`,
        B: null,
      },
    ],
    [
      'by one that began before another, and changed something after that one',
      ['AC', 'CB'],
      {
        A: `2 later imports have changed what this file brought, or each other's: undo all of them first, beginning with ${b}.`,
        C: `A later import has changed what this file brought: undo ${b} first.`,
        B: null,
      },
    ],
    [
      'in a circle of three: none of them can be undone',
      ['AB', 'BC', 'CA'],
      {
        A: `${b}, ${c} and this import have each changed something after another of them: none of them can be undone.`,
        B: `${a}, ${c} and this import have each changed something after another of them: none of them can be undone.`,
        C: `${a}, ${b} and this import have each changed something after another of them: none of them can be undone.`,
      },
    ],
    [
      'in a circle of two, though a third could be undone',
      ['AB', 'BA', 'AC'],
      { A: `${b} and this import have each changed something after the other: neither can be undone.`, C: null },
    ],
    [
      'by a circle that it is not in',
      ['AB', 'BC', 'CB'],
      {
        A: `Later imports have changed what this file brought, and each of them something after another: ${b} and ${c} can't be undone, so neither can this one.`,
      },
    ],
    [
      'in a circle of seven: five are named',
      ['AB', 'BC', 'CD', 'DE', 'EF', 'FG', 'GA'],
      {
        G: `${a}, ${b}, ${c}, d.csv (taken in on 1 September 2011 at 13:05), e.csv (taken in on 1 September 2011 at 14:05), 1 more and this import have each changed something after another of them: none of them can be undone.`,
      },
    ],
  ])('%s', async (_, incidents, expected) => {
    const { told } = await changed(incidents)
    for (const [name, why] of Object.entries(expected)) expect((await told(name))?.why ?? null).toBe(why)
  })

  it('by one that is under way: nothing can be undone before it ends', async () => {
    const { told } = await changed(['AB'], { B: 'running' })
    expect((await told('A'))?.why).toBe(
      'A later import has changed what this file brought: b.csv (begun on 1 September 2011 at 11:00) is being taken in.',
    )
  })

  it('by one that failed, and by one that is under way: the failed one is named', async () => {
    const { told } = await changed(['AB', 'AC'], { B: 'failed', C: 'running' })
    expect((await told('A'))?.why).toMatch(/beginning with b\.csv \(failed on 1 September 2011 at 11:05\)\.$/)
  })

  it('by one on which somebody has acted: neither can be undone', async () => {
    const { ids, told } = await changed(['AB', 'BC'])
    await within(async tx => {
      const { recipientId } = await buildService(tx)
      await tx.db.updateTable('recipients').set({ import_id: ids.B }).where('id', '=', recipientId).execute()
      await tx.db
        .insertInto('suppressions')
        .values({
          id: newId(),
          recipient_id: recipientId,
          scope: 'all',
          reason: 'asked',
          created_at: tx.now.toString(),
        })
        .execute()
    })
    expect((await told('A'))?.why).toBe(
      `A later import that can't be undone has changed what this file brought: ${b}. Somebody from that file has been kept from calls since.`,
    )
    expect((await told('B'))?.why).toBe('Somebody from this file has been kept from calls since.')
  })

  it('by more than anybody would undo one by one: only that is said', async () => {
    const { ids, told } = await changed(['A'])
    await within(async tx => {
      await sql`insert into imports (id, kind, file_name, profile, status, started_at)
        select gen_random_uuid(), 'recipients', 'x.csv', '', 'done', ${tx.now.toString()}::timestamptz
        from generate_series(1, ${mostFollowed + 1})`.execute(tx.db)
      await sql`insert into import_before (import_id, table_name, row_id, before, first_change, last_change)
        select i.id, b.table_name, b.row_id, b.before, b.last_change + 1, b.last_change + 1
        from imports i cross join import_before b where i.file_name = 'x.csv' and b.import_id = ${ids.A}`.execute(tx.db)
    })
    expect(await told('A')).toEqual({ why: expect.stringMatching(/^More than 200 later imports/), others: [] })
  })

  it('says which others it names, to the page and to a program', async () => {
    const { ids } = await changed(['AB'])
    const others = [{ id: ids.B, fileName: 'b.csv', words: b }]
    const { undo } = await within(async tx => presentDetail(tx, await getImport(tx, ids.A ?? ''), false))
    expect(undo).toEqual({ possible: false, reason: expect.stringContaining(b), others, fault: null, isTakenIn: true })
    await expect(within(tx => askUndo(tx, ids.A ?? ''))).rejects.toMatchObject({
      code: 'import_not_undoable',
      details: { others },
    })
  })
})
