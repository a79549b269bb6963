import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setLanguages } from '../people/languages.ts'
import { newId } from '../platform/id.ts'
import { buildService } from '../testing/build-service.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import { recordAttempt } from './attempts.ts'
import { chooseCallBacks, claimNextCall } from './service.ts'

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
    await speaks('bogna', 'Welsh', 'polski')
    await speaks('carys', 'cy')
    expect(await annRings(outcome)).toEqual({ next: 'retry', dueAt: expect.any(String), ended: false })
    expect(await claim('ann')).toBeUndefined()
    expect(await claim('carys')).toBeUndefined()
    expect(await claim('bogna')).toMatchObject({ attemptsMade: 1 })
  })

  it('is final if nobody speaks it (2.333)', async () => {
    await speaks('carys', 'cy')
    expect(await annRings('2.333')).toMatchObject({ next: 'final', ended: true })
  })

  it('says nothing of a call that failed otherwise', async () => {
    await speaks('bogna', 'pl')
    await annRings('busy')
    platform.clock.advance({ minutes: 31 })
    expect(await claim('ann')).toBeDefined()
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
