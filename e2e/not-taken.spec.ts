/** What the server refuses, and what it has already given to somebody else: nothing is lost, and nothing overwritten. */
import { expect, test } from '@playwright/test'
import { force } from './demo-server.ts'
import { expectNoFaults } from './faults.ts'
import { calls, closeInSilence, noLine, onDisk, type Said, said, saved } from './kept.ts'
import { asAnother, read, signInAs } from './people.ts'
import {
  answer,
  answersSoFar,
  breakOff,
  type Call,
  claimAndBegin,
  expectOneRow,
  freeHands,
  inBrowser,
  pressAtTheEnd,
  question,
  rate,
  sayTheQuestion,
} from './workstation.ts'

test.afterEach(async ({ page, context }) => {
  await context.setOffline(false)
  await freeHands(page)
})

test('a refused start says why and what to do; answers are saved, and the line is told, all the same', async ({
  page,
  context,
}) => {
  await signInAs(page, 'Interviewer')
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(question(page)).toContainText('Ring ')
  const { questions } = await read<Call>(page, 'calls/current')
  const refusal = { status: 422, json: { code: 'number_not_of_this_call', title: 'The field numberId names none.' } }
  await page.route('**/attempts', route => route.fulfill(refusal))
  await page.keyboard.press('i')
  const refused = page.getByRole('alert').filter({ hasText: 'Not taken: the start.' })
  await expect(refused).toContainText('This number is no longer one to ring')
  await rate(page, 4)
  await expect.poll(() => onDisk(page)).toEqual([`${questions[0]?.key} 4`])
  await expect(page.getByRole('status').filter({ hasText: 'Not taken: the start' })).toBeVisible()
  await expectOneRow(page)
  await expectNoFaults(page, 'a refused start', [1280, 1024])

  await context.setOffline(true)
  await rate(page, 3)
  await expect(noLine(page)).toContainText('1 answer')
  await expect(refused).toBeVisible()
  await expectOneRow(page)
  await context.setOffline(false)

  await page.unroute('**/attempts')
  await refused.getByRole('button', { name: 'Send again' }).click()
  await expect(refused).toBeHidden()
  await expect(saved(page)).toBeVisible()
  expect((await read<Said>(page, 'calls/current')).isOnTheLine).toBe(true)
  await breakOff(page)
})

test('a refused start goes on as an interview when the interviewer leaves the page and comes back', async ({
  page,
}) => {
  await signInAs(page, 'Team leader')
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(question(page)).toContainText('Ring ')
  const { questions } = await read<Call>(page, 'calls/current')
  const refusal = { status: 422, json: { code: 'number_not_of_this_call', title: 'The field numberId names none.' } }
  await page.route('**/attempts', route => route.fulfill(refusal))
  await page.keyboard.press('i')
  const refused = page.getByRole('alert').filter({ hasText: 'Not taken: the start.' })
  await expect(refused).toBeVisible()
  const pages = page.getByRole('navigation')
  await pages.getByRole('link', { name: 'Shifts' }).click()
  await expect(refused).toBeHidden()
  await pages.getByRole('link', { name: 'Calls' }).click()
  await expect(question(page)).toContainText(questions[0]?.ask ?? '')
  await expect(refused).toBeVisible()
  await page.unroute('**/attempts')
  await refused.getByRole('button', { name: 'Send again' }).click()
  await answer(page, 4)
  await breakOff(page)
})

test('what was left out is discarded alone: an answer and the end that wait for the line still arrive', async ({
  page,
  context,
}) => {
  await signInAs(page, 'Interviewer')
  const { questions, person } = await claimAndBegin(page)
  await answer(page, 3)
  const refused = questions[1]
  await page.route(`**/answers/${refused?.key}`, route =>
    route.fulfill({ status: 422, json: { code: 'invalid', title: 'The field comment is too long.' } }),
  )
  await rate(page, 4)
  await expect(question(page)).toContainText(questions[2]?.ask ?? '')
  await page.keyboard.press('e')
  const held = page.getByRole('alert').filter({ hasText: "the call can't end yet" })
  await expect(held).toBeVisible()
  await sayTheQuestion(page)
  await held.getByRole('button', { name: 'Leave it out' }).click()
  await expect(held).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await context.setOffline(true)
  await rate(page, 1)
  await expect(noLine(page)).toContainText('1 answer')
  await page.keyboard.press('e')
  await pressAtTheEnd(page, /^Broken off/)
  await expect(page.getByText(/to go when the line is back: .*the end/)).toBeVisible()
  await closeInSilence(page)

  await context.setOffline(false)
  const again = await context.newPage()
  await again.route(said, route => route.abort())
  await again.goto(calls)
  const left = again.getByRole('region', { name: `Kept here of your call with ${person.name}` })
  await expect(left.getByRole('listitem')).toHaveText([`${refused?.title}: 4`])
  await expect(again.getByRole('status').filter({ hasText: 'when the line is back' })).toContainText(
    '1 answer and the end',
  )
  await left.getByRole('button', { name: 'Discard', exact: true }).click()
  await left.getByRole('button', { name: 'Discard for good' }).click()
  await expect(left).toBeHidden()
  expect(await onDisk(again)).toEqual([`${questions[0]?.key} 3`])
  const ended = again.waitForResponse(/\/interviews\/[^/]+\/end$/)
  await again.unroute(said)
  await again.reload()
  expect((await ended).status()).toBe(200)
  expect(await ended.then(response => response.json())).toMatchObject({ ratings: 2 })
  await expect.poll(() => inBrowser(again)).toEqual([])
})

test('an end that an earlier page kept and the server refuses holds nothing up: the call is in hand again', async ({
  page,
  context,
}) => {
  await signInAs(page, 'Interviewer')
  await claimAndBegin(page)
  await answer(page, 3)
  await context.setOffline(true)
  await page.keyboard.press('e')
  await pressAtTheEnd(page, /^Broken off/)
  await expect(page.getByText('Kept here, to go when the line is back: the end.')).toBeVisible()
  await closeInSilence(page)

  await context.setOffline(false)
  const again = await context.newPage()
  const refusal = { status: 422, json: { code: 'ending_unknown', title: 'There is no such ending.' } }
  await again.route('**/interviews/*/end', route => route.fulfill(refusal))
  await again.goto(calls)
  const refused = again.getByRole('alert').filter({ hasText: 'Not taken: the end.' })
  await expect(refused).toContainText('There is no such ending.')
  await again.unroute('**/interviews/*/end')
  await refused.getByRole('button', { name: 'Send again' }).click()
  await again.reload()
  await expect(again.getByRole('button', { name: /Take the next call/ })).toBeEnabled()
  expect(await inBrowser(again)).toEqual([])
})

test('what the server refuses holds the end back until it is left out, and then stays here to copy', async ({
  page,
}) => {
  await signInAs(page, 'Interviewer')
  const { questions, person } = await claimAndBegin(page)
  await answer(page, 3)
  const refused = questions[1]
  await page.route(`**/answers/${refused?.key}`, route =>
    route.fulfill({ status: 422, json: { code: 'invalid', title: 'The field comment is too long.' } }),
  )
  await rate(page, 4)
  await expect(question(page)).toContainText(questions[2]?.ask ?? '')
  await page.keyboard.press('e')
  const end = page.getByRole('dialog', { name: 'End the call' })
  const held = end.getByRole('alert').filter({ hasText: "the call can't end yet" })
  await expect(held).toContainText(`${refused?.title}: 4`)
  await expect(held).toContainText('The field comment is too long.')
  await sayTheQuestion(page)
  await expect(end.getByRole('button', { name: /Broken off/ })).toBeDisabled()
  await held.getByRole('button', { name: 'Send again' }).click()
  await expect(held).toBeVisible()
  await held.getByRole('button', { name: 'Leave it out' }).click()
  await end.getByRole('button', { name: /Broken off/ }).click()
  await expect(page.getByText(/The interview with .* is recorded/)).toBeVisible()
  const left = page.getByRole('region', { name: `Kept here of your call with ${person.name}` })
  await expect(left).toContainText(`${refused?.title}: 4`)
  await left.getByRole('button', { name: 'Discard', exact: true }).click()
  await left.getByRole('button', { name: 'Discard for good' }).click()
  await expect.poll(() => inBrowser(page)).toEqual([])
})

test('somebody else has the call by now: what was said stays in view, and overwrites nothing', async ({
  page,
  context,
  browser,
}) => {
  await signInAs(page, 'Interviewer')
  await page.getByRole('button', { name: /Take the next call/ }).click()
  const ring = page.getByRole('button', { name: /is on the line and agrees/ })
  await expect(ring).toBeVisible()
  const call = await read<Call>(page, 'calls/current')
  await context.setOffline(true)
  await ring.click()
  await rate(page, 2)
  await expect(noLine(page)).toContainText('the start and 1 answer')
  await page.getByRole('textbox', { name: /In their words/ }).fill('Nobody came')
  // As a lapse of the lease would.
  const headers = { 'content-type': 'application/json' }
  await page.request.post(`/api/v1/forces/${force}/calls/${call.id}/release`, { data: {}, headers })
  await asAnother(browser, 'Team leader', async other => {
    const theirs = await claimAndBegin(other)
    expect(theirs.id).toBe(call.id)
    await answer(other, 4)
    await context.setOffline(false)
    await expect(page.getByRole('heading', { name: 'This call is no longer yours' })).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: call.questions[0]?.title })).toContainText('Not saved')
    expect(await onDisk(other)).toEqual([`${call.questions[0]?.key} 4`])
    const unsaved = page.getByRole('region', { name: 'What else is not saved' })
    await expect(unsaved).toContainText('The person was on the line and agreed')
    await expect(unsaved).toContainText('being written: “Nobody came”')

    await page.getByRole('button', { name: 'Go on to the next call' }).click()
    await page.reload()
    const left = page.getByRole('region', { name: `Kept here of your call with ${call.person.name}` })
    await expect(left).toContainText(`${call.questions[0]?.title}: 2`)
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
    await left.getByRole('button', { name: 'Copy' }).click()
    await expect(left).toContainText('select it, and copy it by hand')
    const discard = left.getByRole('button', { name: 'Discard', exact: true })
    await discard.press('Enter')
    await expect(left.getByRole('button', { name: 'Keep' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(discard).toBeFocused()
    await discard.click()
    await left.getByRole('button', { name: 'Discard for good' }).click()
    await expect(left).toBeHidden()
    expect(await inBrowser(page)).toEqual([])
    await breakOff(other)
  })
})

test('a call that was lost, and is given to the same interviewer again, starts clean', async ({ page }) => {
  await signInAs(page, 'Interviewer')
  const { id, questions, person } = await claimAndBegin(page)
  const lost = page.getByRole('heading', { name: 'This call is no longer yours' })
  const refusal = { status: 409, json: { code: 'call_not_yours', title: "This call isn't yours now." } }
  await page.route('**/answers/**', route => route.fulfill(refusal))
  await rate(page, 2)
  await expect(lost).toBeVisible()
  await page.unroute('**/answers/**')
  await page.getByRole('button', { name: 'Go on to the next call' }).click()
  const left = page.getByRole('region', { name: `Kept here of your call with ${person.name}` })
  await expect(left).toBeVisible()

  // As when the other interviewer put it back: the server hands out the same interview.
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(question(page)).toContainText(questions[0]?.ask ?? '')
  expect((await read<Call>(page, 'calls/current')).id).toBe(id)
  await expect(answersSoFar(page)).toContainText('None yet.')
  await answer(page, 4)
  expect(await onDisk(page)).toEqual([`${questions[0]?.key} 4`])
  await breakOff(page)

  await expect(left).toContainText(`${questions[0]?.title}: 2`)
  await left.getByRole('button', { name: 'Discard', exact: true }).click()
  await left.getByRole('button', { name: 'Discard for good' }).click()
  await expect.poll(() => inBrowser(page)).toEqual([])
})
