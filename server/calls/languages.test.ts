import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sharedIn } from '../forces/service.ts'
import { setLanguages } from '../people/languages.ts'
import { createUser } from '../people/users.ts'
import { newId } from '../platform/id.ts'
import { buildService } from '../testing/build-service.ts'
import { runJobs } from '../testing/run-jobs.ts'
import { testPassword } from '../testing/sign-ins.ts'
import { inTestForce, type TestPlatform, tester, testForce, testSlug } from '../testing/test-platform.ts'
import { recordAttempt } from './attempts.ts'
import { chooseCallBacks, claimNextCall } from './service.ts'
import { callTasks } from './tasks.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await testForce()
  await inTestForce(platform, async tx => {
    await buildService(tx, { language: 'Polish' })
    await chooseCallBacks(work => work(tx))
  })
})
afterEach(() => platform.close())

const claim = (interviewer: string) => inTestForce(platform, tx => claimNextCall(tx, interviewer))
const speaks = (interviewer: string, ...languages: string[]) =>
  inTestForce(platform, tx => setLanguages(tx, interviewer, languages))

/** An interviewer of the force, unless another role is given, who speaks these. Returns their id. */
async function join(name: string, languages: readonly string[], role: 'interviewer' | 'team_leader' = 'interviewer') {
  const email = `${name}@testshire.example`
  const user = { email, password: testPassword, force: testSlug, roles: [role] }
  const { userId } = await createUser(platform, user, tester)
  await speaks(userId, ...languages)
  return userId
}
const leave = (userId: string) =>
  inTestForce(platform, tx => sharedIn(tx).deleteFrom('memberships').where('user_id', '=', userId).execute())

/** Ann rings, and the outcome is that of language. */
async function annRings(outcome: string) {
  const call = await claim('ann')
  if (!call) throw new Error('nobody to ring')
  return inTestForce(platform, async tx => {
    const { id } = await tx.db.selectFrom('recipient_numbers').select('id').executeTakeFirstOrThrow()
    return recordAttempt(tx, call.id, 'ann', { attemptId: newId(), numberId: id, outcome })
  })
}

describe('a call that failed for the language alone', () => {
  it.each(['2.331', '2.332', '2.333'])('(%s) waits for somebody who speaks it, and for nobody else', async outcome => {
    const bogna = await join('bogna', ['Welsh', 'polski'])
    const carys = await join('carys', ['cy'])
    expect(await annRings(outcome)).toEqual({ next: 'retry', dueAt: expect.any(String), ended: false })
    expect(await claim('ann')).toBeUndefined()
    expect(await claim(carys)).toBeUndefined()
    expect(await claim(bogna)).toMatchObject({ attemptsMade: 1 })
  })

  it('is final if nobody speaks it (2.333), or nobody does any more', async () => {
    await join('carys', ['cy'])
    await leave(await join('bogna', ['pl']))
    expect(await annRings('2.333')).toMatchObject({ next: 'final', ended: true })
  })

  it('says nothing of a call that failed otherwise', async () => {
    await join('bogna', ['pl'])
    await annRings('busy')
    platform.clock.advance({ minutes: 31 })
    expect(await claim('ann')).toBeDefined()
  })
})

describe('a call that waits for a language', () => {
  const nightComes = async () => {
    await platform.database.pool.query(`select graphile_worker.add_job('calls.end_unspoken')`)
    await runJobs(platform, callTasks(platform))
  }
  const callBack = () =>
    inTestForce(platform, tx =>
      tx.db.selectFrom('call_backs').select(['status', 'outcome', 'language']).executeTakeFirstOrThrow(),
    )

  it.each([
    ['has left', leave],
    ['does not speak it after all', (bogna: string) => speaks(bogna, 'Urdu')],
  ])('ends with 2.333 the night after the only one who speaks it %s', async (_title, stops) => {
    const bogna = await join('bogna', ['pl'])
    await annRings('2.332')
    await nightComes()
    expect(await callBack()).toMatchObject({ status: 'queued', language: 'pl' })
    await stops(bogna)
    await nightComes()
    expect(await callBack()).toMatchObject({ status: 'ended', outcome: 'no_interviewer_for_language' })
    const audited = await inTestForce(platform, tx =>
      tx.db.selectFrom('audit_entries').select('details').where('action', '=', 'calls.excluded').execute(),
    )
    expect(audited).toEqual([{ details: { reason: 'no_interviewer_for_language' } }])
  })

  it.each([
    ['nobody speaks any', []],
    ['somebody speaks another', ['Urdu']],
  ])('is told from one that waits for nobody in particular: that stays, though %s', async (_title, languages) => {
    await join('bogna', languages)
    await nightComes()
    expect(await callBack()).toMatchObject({ status: 'queued', language: null })
  })

  it('waits on for another who speaks it, and rings', async () => {
    const bogna = await join('bogna', ['pl'])
    const leader = await join('dorota', ['pl'], 'team_leader')
    await annRings('2.332')
    await leave(bogna)
    await nightComes()
    expect(await claim(leader)).toMatchObject({ attemptsMade: 1 })
  })

  it('ends with its interview, if it has begun one', async () => {
    const bogna = await join('bogna', ['pl'])
    await annRings('2.332')
    await inTestForce(platform, tx => tx.db.updateTable('call_backs').set({ interview_id: newId() }).execute())
    await leave(bogna)
    await nightComes()
    expect(await callBack()).toMatchObject({ status: 'queued' })
  })
})

describe('what an interviewer speaks', () => {
  it('replaces what was said before, and must be a language', async () => {
    expect(await speaks('bogna', 'Polish', 'pl', 'Urdu')).toEqual(['pl', 'ur'])
    expect(await speaks('bogna', 'pl')).toEqual(['pl'])
    expect(await speaks('bogna')).toEqual([])
    await expect(speaks('bogna', 'Klingon')).rejects.toMatchObject({ code: 'language_unknown' })
  })
})
