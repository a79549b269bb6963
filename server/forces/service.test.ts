import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getSurvey } from '../surveys/service.ts'
import {
  closeAfterTest,
  inTestForce,
  type TestPlatform,
  tester,
  testForce,
  testPlatform,
} from '../testing/test-platform.ts'
import { createForce, getForce, inForce, setForce } from './service.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await testForce()
})
afterAll(() => platform.close())

describe('a force', () => {
  it("starts with itself as the top of its tree, the paper's survey, and an audit entry", async () => {
    const found = await inTestForce(platform, async tx => ({
      units: await tx.db.selectFrom('units').select(['name', 'kind']).execute(),
      survey: await getSurvey(tx),
      audit: await tx.db.selectFrom('audit_entries').select(['action', 'at']).execute(),
    }))
    expect(found.units).toEqual([{ name: 'Testshire Police', kind: 'force' }])
    expect(found.survey.questionnaire.sections.map(section => section.name)).toEqual(['Control Room', 'Response'])
    expect(found.audit.map(entry => entry.action)).toEqual(['forces.created'])
    expect(found.audit[0]?.at.equals(platform.clock.now())).toBe(true)
  })

  it("can't be made twice", async () => {
    await expect(
      createForce(
        platform,
        { slug: 'testshire', name: 'Again', timeZone: 'Europe/London' },
        tester,
        async () => undefined,
      ),
    ).rejects.toMatchObject({ code: 'force_exists' })
  })

  it('is made whole by making it again, where its making was interrupted, and then not twice', async () => {
    const half = { slug: 'halfshire', name: 'Halfshire Police', timeZone: 'Europe/London' }
    const make = (furnish: () => Promise<void>) => createForce(platform, half, tester, furnish)
    const interrupted = make(async () => {
      throw new Error('interrupted')
    })
    await expect(interrupted).rejects.toThrow('interrupted')
    const outcomes = await Promise.allSettled([make(async () => undefined), make(async () => undefined)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const units = await inForce(platform, 'halfshire', tester, tx => tx.db.selectFrom('units').select('name').execute())
    expect(units).toEqual([{ name: 'Halfshire Police' }])
  })

  it('keeps its data from another force', async () => {
    await createForce(
      platform,
      { slug: 'othershire', name: 'Othershire Police', timeZone: 'Europe/London' },
      tester,
      async () => undefined,
    )
    const names = await inForce(platform, 'othershire', tester, tx =>
      tx.db.selectFrom('units').select('name').execute(),
    )
    expect(names).toEqual([{ name: 'Othershire Police' }])
    const sealed = await inTestForce(platform, async tx => tx.seal.seal('x.y', 'secret'))
    await expect(
      inForce(platform, 'othershire', tester, async tx => tx.seal.unseal('x.y', sealed)),
    ).rejects.toMatchObject({ code: 'sealed_with_another_key' })
  })

  it('takes a setting by its path and refuses what is not one', async () => {
    await setForce(platform, 'testshire', 'callingHours.sunday.from', '11:00', tester)
    expect((await getForce(platform, 'testshire')).settings.callingHours.sunday.from).toBe('11:00')
    await expect(setForce(platform, 'testshire', 'callingHours.sunday.from', 'eleven', tester)).rejects.toMatchObject({
      code: 'setting_invalid',
    })
    await expect(setForce(platform, 'testshire', '__proto__.toString', '1', tester)).rejects.toMatchObject({
      code: 'setting_invalid',
    })
    await expect(setForce(platform, 'testshire', 'nonsense', '1', tester)).rejects.toMatchObject({
      code: 'setting_invalid',
    })
  })

  it('takes two settings at the same moment, and keeps both', async () => {
    const set = (key: string, value: string) => setForce(platform, 'testshire', key, value, tester)
    await Promise.all([set('leaseMinutes', '7'), set('maximumAttempts', '4'), set('mailbox', 'desk@force.example')])
    expect((await getForce(platform, 'testshire')).settings).toMatchObject({
      leaseMinutes: 7,
      maximumAttempts: 4,
      mailbox: 'desk@force.example',
    })
  })

  it('undoes everything when the work throws', async () => {
    const own = await testPlatform()
    closeAfterTest(own)
    await createForce(own, { slug: 'undone', name: 'U', timeZone: 'Europe/London' }, tester, async () => undefined)
    await expect(
      inForce(own, 'undone', tester, async tx => {
        await tx.db.updateTable('units').set({ name: 'changed' }).execute()
        await tx.publish('interview.ended', { interviewId: 'x' })
        throw new Error('stop')
      }),
    ).rejects.toThrow('stop')
    expect(await inForce(own, 'undone', tester, tx => tx.db.selectFrom('units').select('name').execute())).toEqual([
      { name: 'U' },
    ])
    expect((await own.database.pool.query('select count(*)::int as jobs from graphile_worker.jobs')).rows).toEqual([
      { jobs: 0 },
    ])
  })
})
