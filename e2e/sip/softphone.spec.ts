import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { baseUrl, force } from '../demo-server.ts'
import { read, signInAs } from '../people.ts'
import { breakOff, freeHands } from '../workstation.ts'
import { atTheirTelephone, heard, leaveTelephone, pickUp, putDown } from './rung.ts'

interface Sheet {
  readonly id: string
  readonly numbers: readonly { readonly id: string; readonly dial: string }[]
}

/** The interviewer has a call in hand, and its person's number is known. */
async function takeCall(page: Page): Promise<string> {
  await signInAs(page, 'Interviewer')
  await freeHands(page)
  await page.goto(`/f/${force}/calls`)
  const ring = page.getByRole('button', { name: /^Ring/ })
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(ring).toBeEnabled()
  const { numbers } = await read<Sheet>(page, 'calls/current')
  return numbers[0]?.dial ?? ''
}

/** Another browser, with a microphone of its own. */
async function otherPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: baseUrl, bypassCSP: true, permissions: ['microphone'] })
  return context.newPage()
}

const telephone = (page: Page) => page.getByRole('region', { name: 'Telephone' })
const press = (page: Page, name: string) => telephone(page).getByRole('button', { name, exact: true }).click()
const soundSoFar = async (page: Page) => (await heard(page)).packets

test('somebody is rung in the page: they answer, are muted, held, sent tones and hung up on, and the ring is logged', async ({
  page,
  browser,
}) => {
  const dial = await takeCall(page)
  const person = await otherPage(browser)
  await atTheirTelephone(person, dial, 'when told')
  await page.getByRole('button', { name: /^Ring/ }).click()
  await expect(telephone(page)).toContainText('Ringing')
  await expect.poll(() => heard(person)).toMatchObject({ stage: 'ringing' })
  await page.waitForTimeout(2_000) // it rings for as long as a test can wait
  await pickUp(person)
  await expect(telephone(page)).toContainText('On the line')
  const before = await soundSoFar(person)
  await expect.poll(() => soundSoFar(person)).toBeGreaterThan(before + 25)
  await expect.poll(async () => (await heard(person)).loudness).toBeGreaterThan(0)
  expect((await new AxeBuilder({ page }).include('[aria-label=Telephone]').analyze()).violations).toEqual([])

  await press(page, 'Mute')
  await expect(telephone(page)).toContainText('they don’t hear you')
  await expect.poll(async () => (await heard(person)).loudness).toBe(0)
  await page.getByRole('heading', { level: 1 }).press('m')
  await expect.poll(async () => (await heard(person)).loudness).toBeGreaterThan(0)

  await press(page, 'Hold')
  await expect(telephone(page)).toContainText('On hold')
  await expect.poll(async () => (await heard(person)).isHeld).toBe(true)
  await press(page, 'Hold')
  await expect(telephone(page)).toContainText('On the line')
  await expect.poll(async () => (await heard(person)).isHeld).toBe(false)

  await press(page, 'Keypad')
  for (const key of ['1', '*', '9', '#']) await press(page, `Tone ${key}`)
  await expect(telephone(page).getByLabel('Tones sent')).toHaveText('1*9#')

  // The interview begins, and the telephone stays.
  const logged = page.waitForRequest(request => request.url().endsWith('/attempts'))
  await page.getByRole('button', { name: /is on the line and agrees/ }).click()
  await expect(page.getByRole('region', { name: 'Interview' })).toBeVisible()
  const { ringSeconds } = (await logged).postDataJSON() as { ringSeconds: number }
  expect(ringSeconds).toBeGreaterThanOrEqual(2)
  expect(ringSeconds).toBeLessThan(20)
  await expect(telephone(page)).toContainText('On the line')
  await page.getByRole('heading', { level: 1 }).press('h')
  await expect(telephone(page)).toContainText('You hung up. It rang for')
  await expect.poll(() => heard(person)).toMatchObject({ stage: 'over' })

  await leaveTelephone(person)
  await breakOff(page)
})

test('a call that is lost while they speak leaves the telephone in hand, and takes their refusal', async ({
  page,
  browser,
}) => {
  const dial = await takeCall(page)
  const person = await otherPage(browser)
  await atTheirTelephone(person, dial, 'when told')
  await page.getByRole('button', { name: /^Ring/ }).click()
  await expect.poll(() => heard(person)).toMatchObject({ stage: 'ringing' })
  await pickUp(person)
  await expect(telephone(page)).toContainText('On the line')
  await page.route('**/keep-alive', route =>
    route.fulfill({ status: 409, json: { code: 'call_not_yours', title: "This call isn't yours now." } }),
  )
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect(page.getByRole('heading', { name: /^Don't ring/ })).toBeVisible()
  await press(page, 'Mute')
  await expect(telephone(page)).toContainText('Muted')
  await page.getByRole('radio', { name: 'The person refused' }).click()
  await page.getByRole('button', { name: /^Record/ }).click()
  await expect.poll(() => heard(person)).toMatchObject({ stage: 'over' })
  await expect(page.getByText('The person will not be rung again for this.')).toBeVisible()
  await leaveTelephone(person)
})

test('whoever becomes one not to be rung while it rings is hung up on, and whoever has answered is not', async ({
  page,
  browser,
}) => {
  const becomesUnsafe = async () => {
    await page.route('**/keep-alive', route =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        json: { code: 'call_unsafe', title: 'Do not ring.', status: 409, reason: 'do_not_contact' },
      }),
    )
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await expect(page.getByRole('heading', { name: /^Don't ring/ })).toBeVisible()
  }
  const dial = await takeCall(page)
  const person = await otherPage(browser)
  await atTheirTelephone(person, dial, 'when told')
  const ring = page.getByRole('button', { name: /^Ring/ })
  await ring.click()
  await expect.poll(() => heard(person)).toMatchObject({ stage: 'ringing' })
  // The number alone, as if another of theirs could still be rung.
  await page.route('**/keep-alive', async route => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...(await response.json()), numbers: [] } })
  })
  await expect(page.getByRole('alert').filter({ hasText: /Don't ring .*\d/ })).toBeVisible()
  await expect.poll(() => heard(person)).toMatchObject({ stage: 'over' })
  await page.unroute('**/keep-alive')
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))

  await ring.click()
  await expect.poll(() => heard(person)).toMatchObject({ stage: 'ringing' })
  await becomesUnsafe()
  await expect(telephone(page)).toContainText('Hung up by this page: this number is not to be rung now.')
  await expect.poll(() => heard(person)).toMatchObject({ stage: 'over' })

  await page.unroute('**/keep-alive')
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await ring.click()
  await expect.poll(() => heard(person)).toMatchObject({ stage: 'ringing' })
  await pickUp(person)
  await expect(telephone(page)).toContainText('On the line')
  await becomesUnsafe()
  const before = await soundSoFar(person)
  await expect.poll(() => soundSoFar(person)).toBeGreaterThan(before + 25)
  await expect(telephone(page)).toContainText('On the line')
  await press(page, 'Hang up')
  await expect(telephone(page)).toContainText('You hung up.')
  await leaveTelephone(person)
})

test('a ring that comes to nothing says why, and what came of it is recorded with how long it rang', async ({
  page,
  browser,
}) => {
  const dial = await takeCall(page)
  const ring = page.getByRole('button', { name: /^Ring/ })

  await ring.click()
  await expect(telephone(page)).toContainText('The telephone system knows no such number.')

  const engaged = await otherPage(browser)
  await atTheirTelephone(engaged, dial, 'engaged')
  await ring.click()
  await expect(telephone(page)).toContainText('Engaged.')
  await leaveTelephone(engaged)

  const person = await otherPage(browser)
  await atTheirTelephone(person, dial, 'when told')
  await ring.click()
  await expect.poll(() => heard(person)).toMatchObject({ stage: 'ringing' })
  await putDown(person)
  await expect(telephone(page)).toContainText('The call was declined.')

  await ring.click()
  await expect.poll(() => heard(person)).toMatchObject({ stage: 'ringing' })
  await pickUp(person)
  await expect(telephone(page)).toContainText('On the line')
  await putDown(person)
  await expect(telephone(page)).toContainText('They hung up.')

  await ring.click()
  await expect(telephone(page)).toContainText('Ringing')
  await page.waitForTimeout(1_500)
  const logged = page.waitForRequest(request => request.url().endsWith('/attempts'))
  await page.getByRole('radio', { name: 'No answer' }).click()
  await page.getByRole('button', { name: 'Record “No answer”' }).click()
  await expect(page.getByText(/It rang for \d+ seconds?. Let it ring for at least 15/)).toBeVisible()
  await expect(telephone(page)).toContainText('Ringing')
  await page.getByRole('button', { name: 'Record “No answer”' }).click()
  expect((await logged).postDataJSON()).toMatchObject({ outcome: 'no_answer', ringSeconds: expect.any(Number) })
  await expect.poll(() => heard(person)).toMatchObject({ stage: 'over' })
  await leaveTelephone(person)
})

test('without an account numbers are dialled by the link, and the page says why', async ({ page }) => {
  await page.route('**/calls/softphone', route =>
    route.fulfill({
      status: 404,
      contentType: 'application/problem+json',
      json: { code: 'no_softphone', title: 'You have no softphone account here.', status: 404 },
    }),
  )
  await signInAs(page, 'Interviewer')
  await freeHands(page)
  await page.goto(`/f/${force}/calls`)
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(page.getByText('No telephone in the page, so dial by the link')).toBeVisible()
  await expect(page.getByRole('link', { name: /^Dial/ })).toHaveAttribute('href', /^tel:/)
  await page.getByRole('button', { name: 'Put the call back' }).click()
})
