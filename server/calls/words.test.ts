import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildService, type ServiceOverrides } from '../testing/build-service.ts'
import { inTestForce, type TestPlatform, testForce } from '../testing/test-platform.ts'
import type { CallSheet } from './schema.ts'
import { chooseCallBacks, claimNextCall } from './service.ts'
import { callSheet } from './sheet.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await testForce()
})
afterAll(() => platform.close())

let serial = 0
async function sheetOf(overrides: ServiceOverrides): Promise<CallSheet> {
  serial += 1
  const interviewer = `ann ${serial}`
  return inTestForce(platform, async tx => {
    await buildService(tx, overrides)
    await chooseCallBacks(work => work(tx))
    const call = await claimNextCall(tx, interviewer)
    if (!call) throw new Error('nobody to ring')
    return callSheet(tx, call, 'Ines Interviewer', async () => undefined)
  })
}

describe('the words of a call', () => {
  it.each(['Welsh', 'cy', 'Cymraeg'])('are Welsh for somebody whose language is written %s', async language => {
    const sheet = await sheetOf({ language, surname: 'Hughes' })
    expect(sheet).toMatchObject({ language: 'cy', missing: [] })
    expect(sheet.texts.opening).toBe('Helo. A gaf i siarad â Mrs Test Hughes, os gwelwch yn dda?')
    expect(sheet.texts.introduction).toContain('22 Awst 2011')
    expect(sheet.questions[0]).toMatchObject({
      lead: 'Gan feddwl am pan wnaethoch chi ein ffonio,',
      scale: { ratings: { 1: 'gwael', 5: 'ardderchog' } },
    })
  })

  it.each([undefined, 'English', 'en-GB'])('are English for %s, and nothing is missing', async language => {
    expect(await sheetOf({ language })).toMatchObject({ language: 'en', missing: [] })
  })

  it.each(['Kurdish', 'Persian', 'Polish'])('are English where there are none in %s, and say so', async language => {
    const sheet = await sheetOf({ language })
    expect(sheet.language).toBe('en')
    expect(sheet.missing).toEqual([
      'call-opening',
      'call-introduction',
      'call-may-be-named',
      'call-may-be-rung-again',
      'call-closing',
      ...sheet.questions.map(question => question.key),
    ])
    expect(sheet.texts.opening).toContain('Could I speak to')
    expect(sheet.texts.introduction).toContain('22 August 2011')
    expect(sheet.questions[0]?.scale.ratings[1]).toBe('poor')
  })

  /** What an opening must say: who calls, why, how long, where the number is from, monitored, the supervisor sees a 1 or a 5, free to decline. */
  it.each([
    [
      'English',
      ['Ines', 'Testshire', 'ask how well', '4 minutes', 'your number', 'monitored', 'supervisor', 'up to you'],
    ],
    [
      'Welsh',
      ['Ines', 'Testshire', 'i ofyn pa mor dda', '4 munud', 'eich rhif', 'monitro', 'goruchwylydd', 'Chi sydd'],
    ],
  ])('tell people in %s all that they must be told', async (language, told) => {
    const { texts } = await sheetOf({ language })
    for (const part of told) expect(texts.introduction).toContain(part)
    expect(texts.opening).not.toMatch(/police|heddlu|incident|crime|trosedd/i)
  })
})

it('gives of the person and the incident no more than a call needs', async () => {
  const { person, incident } = await sheetOf({})
  expect(Object.keys(person).sort()).toEqual(['forename', 'language', 'name', 'needs', 'surname', 'title'])
  expect(Object.keys(incident).sort()).toEqual(['categoryName', 'openedAt', 'reference', 'unit'])
})

describe('a number', () => {
  it('goes by text relay for somebody who needs it, and as the force shows itself', async () => {
    expect(await sheetOf({ needs: ['relay'], numbers: ['+441632960801'] })).toMatchObject({
      dialling: { by: 'link', callerNumber: 'as_is', isRelay: true },
      numbers: [{ dial: '1800201632960801', e164: '+441632960801' }],
    })
    expect((await sheetOf({ numbers: ['+441632960802'] })).numbers).toMatchObject([{ dial: '+441632960802' }])
  })

  it.each([
    ['withhold_number', '+441632960803', '14101632960803'],
    ['show_number', '+441632960804', '147001632960804'],
  ])('is dialled as the call-back says with %s', async (need, number, dial) => {
    expect((await sheetOf({ needs: [need], numbers: [number] })).numbers).toMatchObject([{ dial }])
  })
})
