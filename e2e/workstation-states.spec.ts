/** Every state of the workstation, at both widths, in light and in dark: axe finds nothing, and nothing scrolls sideways. */
import { expect, test } from '@playwright/test'
import { force } from './demo-server.ts'
import { expectNoFaults } from './faults.ts'
import { asAnother, read, signInAs } from './people.ts'
import {
  type Call,
  claimAndBegin,
  freeHands,
  interview,
  mayBeNamed,
  mayBeRungAgain,
  pressAtTheEnd,
  question,
  rate,
  tellSheetWith,
} from './workstation.ts'

const widths = [1280, 1024]

test.afterEach(async ({ page, context }) => {
  await context.setOffline(false)
  await freeHands(page)
})

test('between calls, on a break, ringing, at a question, with its comment, all keys, at the end', async ({ page }) => {
  await signInAs(page, 'Interviewer')
  await expect(page.getByRole('region', { name: 'Your day' })).toBeVisible()
  await expectNoFaults(page, 'between calls', widths)
  await page.keyboard.press('p')
  await expect(page.getByRole('heading', { name: 'You are on a break' })).toBeVisible()
  await expectNoFaults(page, 'on a break', widths)
  await page.keyboard.press('p')
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(question(page)).toContainText('Ring ')
  await expectNoFaults(page, 'ringing', widths)
  await page.keyboard.press('i')
  await expect(interview(page)).toBeVisible()
  await expectNoFaults(page, 'question', widths)
  await rate(page, 1)
  await page.keyboard.press('/')
  await page.keyboard.type('They came after two hours, and nobody had told me why.')
  await expectNoFaults(page, 'comment', widths)
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('button', { name: "Change the key of “Don't know”" }).click()
  await expectNoFaults(page, 'all keys', widths)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('heading', { level: 1 }).press('e')
  await expect(page.getByRole('dialog', { name: 'End the call' })).toBeVisible()
  await expectNoFaults(page, 'end', widths)
})

test('something serious: its kinds, an emergency, and what was told', async ({ page }) => {
  await signInAs(page, 'Interviewer')
  await claimAndBegin(page)
  await page.keyboard.press('F2')
  const panel = page.getByRole('dialog', { name: 'Something serious' })
  await expect(panel).toBeVisible()
  await expectNoFaults(page, 'serious', widths)
  await panel.press('1')
  await expectNoFaults(page, 'emergency', widths)
  await panel.getByRole('button', { name: /I have rung/ }).click()
  await expect(panel).toContainText('You have said that you rang.')
  await expectNoFaults(page, 'emergency, rung', widths)
  await panel.press('4')
  await panel.getByLabel('What they said, word for word').fill('The shed was broken into on Monday night.')
  await panel.getByRole('button', { name: 'Tell the desk, and go on' }).click()
  await expect(page.getByRole('region', { name: 'Something serious' })).toContainText('New crime:')
  await expectNoFaults(page, 'told', widths)
})

test('what they allow, another tab, put off, recorded, put back', async ({ page, context }) => {
  await signInAs(page, 'Interviewer')
  await claimAndBegin(page)
  await rate(page, 3)
  await expect(page.getByText('All answers saved')).toBeVisible()
  await page.goto(`/f/${force}/calls?at=closing`)
  await expect(question(page)).toContainText(mayBeNamed)
  await expectNoFaults(page, 'leave', widths)
  await page.keyboard.press('y')
  await expect(question(page)).toContainText(mayBeRungAgain)
  await expectNoFaults(page, 'leave, half asked', widths)

  const other = await context.newPage()
  await other.goto(`/f/${force}/calls`)
  await expect(other.getByRole('heading', { name: 'This call is open in another tab' })).toBeVisible()
  await expectNoFaults(other, 'another tab', widths)
  await other.close()

  await page.keyboard.press('e')
  const when = page.getByLabel(/finish it another time/)
  const nextWeek = Date.parse(`${await when.getAttribute('min')}:00Z`) + 7 * 24 * 60 * 60_000
  await when.fill(new Date(nextWeek).toISOString().slice(0, 16))
  await pressAtTheEnd(page, 'Finish at the time agreed')
  await expect(page.getByText(/The interview with .* goes on/)).toBeVisible()
  await expectNoFaults(page, 'put off', widths)

  await claimAndBegin(page)
  await rate(page, 1)
  await page.getByRole('heading', { level: 1 }).press('e')
  await pressAtTheEnd(page, /^Broken off/)
  await expect(page.getByText(/The interview with .* is recorded/)).toBeVisible()
  await expectNoFaults(page, 'recorded', widths)

  await page.getByRole('button', { name: /Take the next call/ }).click()
  await page.getByRole('button', { name: 'Put the call back' }).click()
  await expect(page.getByText('Put back.')).toBeVisible()
  await expectNoFaults(page, 'put back', widths)
})

test('what is rarely said of a call: no words in their language, text relay, no number shown, no message', async ({
  page,
}) => {
  await signInAs(page, 'Interviewer')
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(question(page)).toContainText('Ring ')
  await tellSheetWith(page, ({ person, numbers, dialling, questions }) => ({
    person: { ...person, language: 'pl', needs: ['relay', 'withhold_number'] },
    numbers: numbers.map(number => ({ ...number, safe: false })),
    dialling: { ...dialling, callerNumber: 'withhold', isRelay: true },
    language: 'pl',
    missing: ['call-opening', 'call-introduction', ...questions.map(({ key }) => key)],
  }))
  await page.reload()
  await expect(page.getByText('Text relay:')).toBeVisible()
  await expect(page.getByText('The person doesn’t see our number')).toBeVisible()
  await expectNoFaults(page, 'rare, ringing', widths)
  await page.keyboard.press('i')
  await expect(interview(page)).toBeVisible()
  await expect(page.getByText('it is in English')).toBeVisible()
  await expectNoFaults(page, 'rare, question', widths)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('what is rarely seen between calls: idle, nobody to ring, and a claim that is refused', async ({ page }) => {
  await page.route('**/shifts/mine', async route => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...(await response.json()), state: 'idle' } })
  })
  await page.route('**/calls/claim', route => route.fulfill({ json: null }))
  await signInAs(page, 'Interviewer')
  await expect(page.getByText('The board shows you as idle')).toBeVisible()
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(page.getByText('Nobody is to be rung just now.')).toBeVisible()
  await expectNoFaults(page, 'idle, nobody to ring', widths)
  await page.route('**/calls/claim', route =>
    route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      json: { code: 'outside_calling_hours', title: 'It is too late in the day to ring anybody.', status: 409 },
    }),
  )
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(page.getByRole('alert')).toContainText('too late in the day')
  await expectNoFaults(page, 'a claim refused', widths)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('of somebody who has become one not to be rung: before the interview, and in it', async ({ page }) => {
  const keepAlive = /\/calls\/[^/]+\/keep-alive$/
  /** The page asks when it comes to the front. */
  const isUnsafe = async () => {
    await page.route(keepAlive, async route => {
      const response = await route.fetch()
      await route.fulfill({ response, json: { ...(await response.json()), unsafe: 'do_not_contact' } })
    })
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  }
  await signInAs(page, 'Interviewer')
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(question(page)).toContainText('Ring ')
  await isUnsafe()
  await expect(question(page)).toContainText("Don't ring ")
  await expectNoFaults(page, 'not to be rung', widths)
  await page.unroute(keepAlive)
  await page.getByRole('button', { name: 'Put the call back' }).click()
  await claimAndBegin(page)
  await isUnsafe()
  await expect(page.getByText('Ask whether they can speak')).toBeVisible()
  await expectNoFaults(page, 'not to be rung, on the line', widths)
  await page.reload()
  await expect(page.getByText('Ask whether they can speak')).toBeVisible()
  await page.unroute(keepAlive)
})

test('without a line, signed out, and with a call that is somebody else’s by now', async ({
  page,
  context,
  browser,
}) => {
  await signInAs(page, 'Interviewer')
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(question(page)).toContainText('Ring ')
  const call = await read<Call>(page, 'calls/current')
  await context.setOffline(true)
  await page.keyboard.press('i')
  await rate(page, 4)
  await rate(page, 3)
  await expect(page.getByRole('status').filter({ hasText: 'No line' })).toBeVisible()
  await expectNoFaults(page, 'no line', widths)

  await page.request.post(`/api/v1/forces/${force}/calls/${call.id}/release`, { data: {} })
  await asAnother(browser, 'Team leader', async other => {
    await claimAndBegin(other)
    await context.setOffline(false)
    await expect(page.getByRole('heading', { name: 'This call is no longer yours' })).toBeVisible()
    await expectNoFaults(page, 'lost call', widths)
    await page.getByRole('button', { name: 'Go on to the next call' }).click()
    await expect(page.getByRole('region', { name: /Kept here of your call/ })).toBeVisible()
    await expectNoFaults(page, 'left behind', widths)
    await page.getByRole('button', { name: 'Discard', exact: true }).click()
    await page.getByRole('button', { name: 'Discard for good' }).click()
    await other.goto(`/f/${force}/shifts`)
    await expect(other.getByRole('table', { name: 'Interviewers who worked today' })).toBeVisible()
    await expectNoFaults(other, 'board', widths)
    await freeHands(other)
  })

  await page.reload()
  await claimAndBegin(page)
  await context.clearCookies()
  await rate(page, 4)
  await expect(page.getByRole('dialog', { name: 'Sign in again' })).toBeVisible()
  await expectNoFaults(page, 'signed out', widths)
  await signInAs(page, 'Interviewer')
})
