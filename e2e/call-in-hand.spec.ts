/** What becomes of a call while it is in hand: its lease, whoever signs in beside it, and a person who is not to be rung. */
import { expect, type Page, test } from '@playwright/test'
import { force } from './demo-server.ts'
import { expectNoFaults } from './faults.ts'
import { read, signInAs, signInOver } from './people.ts'
import {
  breakOff,
  type Call,
  claimAndBegin,
  freeHands,
  pressAtTheEnd,
  question,
  rate,
  tellSheetWith,
} from './workstation.ts'

const keepAlive = /\/calls\/[^/]+\/keep-alive$/

async function claim(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(question(page)).toContainText('Ring ')
}

/** How often a number was dialled by its link: the browser would have handed it to the computer's telephone. */
async function countDialled(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    Object.assign(window, { dialled: 0 })
    window.addEventListener('click', event => {
      const isDial = event.target instanceof Element && event.target.closest('a[href^="tel:"]')
      if (!isDial || event.defaultPrevented) return
      ;(window as unknown as { dialled: number }).dialled += 1
      // A browser without a telephone would ask about it, and take no other press until it is answered.
      event.preventDefault()
    })
  })
  return () => page.evaluate(() => (window as unknown as { dialled: number }).dialled)
}

test.afterEach(async ({ page, context }) => {
  await context.setOffline(false)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await freeHands(page)
})

test('somebody else signs in in another tab: the page neither claims nor rings as them, and asks for its own interviewer', async ({
  page,
  context,
}) => {
  await signInAs(page, 'Interviewer')
  const beside = await context.newPage()
  await signInAs(beside, 'Team leader')
  const over = page.getByRole('dialog', { name: 'Sign in again' })
  await page.keyboard.press('n')
  await expect(over).toBeVisible()
  expect((await beside.request.get(`/api/v1/forces/${force}/calls/current`)).status()).toBe(204)
  await signInOver(page, 'interviewer')
  await expect(over).toBeHidden()

  await claim(page)
  const dialled = await countDialled(page)
  const { id } = await read<Call>(page, 'calls/current')
  await signInAs(beside, 'Team leader')
  await page.keyboard.press('d')
  await expect(over).toBeVisible()
  await expect(page.getByRole('heading', { name: 'This call is no longer yours' })).toHaveCount(0)
  expect(await dialled()).toBe(0)
  await signInOver(page, 'interviewer')
  await expect(over).toBeHidden()
  await page.keyboard.press('d')
  await expect.poll(dialled).toBe(1)
  expect((await read<Call>(page, 'calls/current')).id).toBe(id)
})

test('without a line, dialling goes on as long as the lease holds, and then waits for a word of the server', async ({
  page,
  context,
}) => {
  await signInAs(page, 'Interviewer')
  /** A lease of which 5 seconds are left. */
  await page.route('**/calls/claim', async route => {
    const response = await route.fetch()
    const sheet = await response.json()
    await route.fulfill({ response, json: { ...sheet, leaseSeconds: 5 } })
  })
  await claim(page)
  const dialled = await countDialled(page)
  await context.setOffline(true)
  await page.getByRole('link', { name: /^Dial/ }).click()
  await expect.poll(dialled).toBe(1)
  const dontDial = page.getByRole('alert').filter({ hasText: "Don't dial now" })
  await expect(dontDial).toBeVisible()
  await expect(page.getByRole('link', { name: /^Dial/ })).toHaveCount(0)
  await page.keyboard.press('d')
  await dontDial.getByRole('button', { name: 'Ask now' }).click()
  await expect(dontDial).toBeVisible()
  expect(await dialled()).toBe(1)
  await context.setOffline(false)
  await expect(page.getByRole('link', { name: /^Dial/ })).toBeVisible()
  await page.keyboard.press('d')
  await expect.poll(dialled).toBe(2)
})

test('a person who became one not to be rung can be neither dialled nor interviewed: only what happened is recorded', async ({
  page,
}) => {
  await signInAs(page, 'Interviewer')
  await claim(page)
  const { person } = await read<Call>(page, 'calls/current')
  const dialled = await countDialled(page)
  await page.route(keepAlive, route =>
    route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      json: { code: 'call_unsafe', title: 'Do not ring.', status: 409, reason: 'do_not_contact' },
    }),
  )
  await page.keyboard.press('d')
  await expect(question(page)).toHaveText(`Don't ring ${person.name}`)
  await expect(page.getByRole('alert').filter({ hasText: 'do not contact' })).toBeVisible()
  await expect(page.getByRole('link', { name: /^Dial/ })).toHaveCount(0)
  await expect(page.getByRole('button', { name: /is on the line and agrees/ })).toHaveCount(0)
  await expect(page.getByRole('radio', { name: /appointment/i })).toHaveCount(0)
  await expect(page.getByRole('radio', { name: 'The person refused' })).toBeVisible()
  await page.keyboard.press('d')
  await page.keyboard.press('i')
  await expect(question(page)).toHaveText(`Don't ring ${person.name}`)
  expect(await dialled()).toBe(0)
  await page.getByRole('button', { name: 'Put the call back' }).click()
  await expect(page.getByText('Put back. Somebody else can take the call')).toBeVisible()
})

test('a call that the server has put back is not dialled; what happened in it is still taken, or the next one can be', async ({
  page,
}) => {
  await signInAs(page, 'Interviewer')
  await claim(page)
  const title = 'The calling hours are over: the call has been put back.'
  const saysPutBack = () =>
    page.route(keepAlive, route =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        json: { code: 'call_put_back', title, status: 409, reason: 'outside_calling_hours' },
      }),
    )
  const isPutBack = async () => {
    await saysPutBack()
    await page.keyboard.press('d')
    await expect(page.getByRole('alert')).toContainText(title)
    await expect(question(page)).toContainText("Don't ring")
    await expect(page.getByRole('link', { name: /^Dial/ })).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Put the call back' })).toHaveCount(0)
  }
  await isPutBack()
  await expectNoFaults(page, 'put back by itself', [1280, 1024])
  await page.getByRole('button', { name: 'Go on to the next call' }).click()
  await page.unroute(keepAlive)

  await claim(page)
  await isPutBack()
  await page.getByRole('radio', { name: 'No answer' }).click()
  const attempts = '**/attempts'
  let letGo = () => undefined as unknown
  const held = new Promise(resolve => {
    letGo = () => resolve(null)
  })
  await page.route(attempts, async route => {
    await held
    await route.continue()
  })
  await page.getByRole('button', { name: 'Record “No answer”' }).click()
  // Its answer belongs to this call, and would come in the middle of the next.
  await expect(page.getByRole('button', { name: 'Go on to the next call' })).toBeDisabled()
  letGo()
  await expect(page.getByText('No answer, recorded.')).toBeVisible()
  await page.unroute(attempts)
  await page.unroute(keepAlive)

  await claim(page)
  await isPutBack()
  await page.unroute(keepAlive)
  await page.getByRole('button', { name: /is on the line and agrees/ }).click()
  await expect(page.getByRole('region', { name: 'Interview' })).toBeVisible()
  await rate(page, 2)
  await expect(page.getByText('All answers saved')).toBeVisible()

  await saysPutBack()
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  const takeCare = page.getByRole('alert').filter({ hasText: 'the call has been put back' })
  await expect(takeCare).toContainText('what they say is taken')
  await expectNoFaults(page, 'put back by itself, in an interview', [1280, 1024])
  await page.unroute(keepAlive)
  await rate(page, 3)
  await expect(takeCare).toHaveCount(0)
  await expect(page.getByText('All answers saved')).toBeVisible()
})

test('of a call that is somebody else’s by now a refusal is taken, and nothing else', async ({ page }) => {
  await signInAs(page, 'Interviewer')
  await claim(page)
  await page.route(keepAlive, async route => {
    await page.request.post(route.request().url().replace('keep-alive', 'release'), { data: {} })
    await route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      json: { code: 'call_not_yours', title: 'This call isn’t yours now.', status: 409 },
    })
  })
  await page.keyboard.press('d')
  await expect(page.getByRole('alert')).toContainText('This call isn’t yours now.')
  await expect(page.getByRole('button', { name: /is on the line and agrees/ })).toHaveCount(0)
  await expect(page.getByRole('radio', { name: 'No answer' })).toHaveCount(0)
  await expectNoFaults(page, 'somebody else’s, a refusal to record', [1280, 1024])
  await page.getByRole('radio', { name: 'The person refused' }).click()
  await page.getByRole('button', { name: /^Record/ }).click()
  await expect(page.getByText('The person will not be rung again for this.')).toBeVisible()
})

test('a number that went while they are spoken to on it is told beside the interview, which goes on, also when the page is loaded again', async ({
  page,
}) => {
  await signInAs(page, 'Interviewer')
  const { numbers } = await claimAndBegin(page)
  const ask = await question(page).textContent()
  const another = crypto.randomUUID()
  await page.route(keepAlive, async route => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...(await response.json()), numbers: [another] } })
  })
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  const takeCare = page.getByRole('alert').filter({ hasText: 'Take care' })
  await expect(takeCare).toContainText(`the number you are speaking on, ${numbers[0]?.number}, is not to be rung.`)
  await expect(takeCare).toContainText('Ask whether they can speak')
  await expect(question(page)).toHaveText(ask ?? '')
  await expectNoFaults(page, 'the number they speak on is gone', [1280, 1024, 360])
  await page.setViewportSize({ width: 1280, height: 900 })
  await rate(page, 3)
  await expect(question(page)).not.toHaveText(ask ?? '')
  await expect(page.getByText('All answers saved')).toBeVisible()

  await tellSheetWith(page, ({ numbers: [number] }) => ({ numbers: [{ ...number, id: another }] }))
  await page.reload()
  await expect(takeCare).toContainText('the number you are speaking on is not to be rung.')
  await breakOff(page)
})

test('of a person not to be rung whose call has gone, too, one notice says both and one thing to do', async ({
  page,
}) => {
  await signInAs(page, 'Interviewer')
  await claim(page)
  const refuse = async (json: object) => {
    await page.unroute(keepAlive)
    await page.route(keepAlive, route =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        json: { status: 409, title: '', ...json },
      }),
    )
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  }
  const notice = page.getByRole('alert')
  await refuse({ code: 'call_unsafe', reason: 'domestic_abuse' })
  await expect(notice).toContainText('else put the call back.')
  await refuse({ code: 'call_not_yours' })
  await expect(notice).toContainText('(domestic abuse), and the call has gone from your hands.')
  await expect(notice).toHaveCount(1)
  await expect(page.getByRole('radio', { name: 'The person refused' })).toBeVisible()
  await expectNoFaults(page, 'not to be rung, and gone', [1280, 360])
  await page.getByRole('button', { name: 'Go on to the next call' }).click()
  await expect(page.getByRole('button', { name: /Take the next call/ })).toBeVisible()
})

test('what comes next takes the focus: the call, its first question, and the page when it is over', async ({
  page,
}) => {
  await signInAs(page, 'Interviewer')
  const heading = question(page)
  await expect(heading).toHaveText('Calls')
  await expect(heading).not.toBeFocused()
  await page.keyboard.press('n')
  await expect(heading).toContainText('Ring ')
  await expect(heading).toBeFocused()
  await page.keyboard.press('i')
  await expect(page.getByRole('region', { name: 'Interview' })).toBeVisible()
  await expect(heading).toBeFocused()
  await page.keyboard.press('e')
  await pressAtTheEnd(page, /^Broken off/)
  await expect(heading).toHaveText('Calls')
  await expect(heading).toBeFocused()
})

test('on a machine that is busy when a call is taken, the call is this tab’s, and nothing is loaded again', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const { locks } = navigator
    const request = locks.request.bind(locks) as (...args: unknown[]) => Promise<unknown>
    Object.defineProperty(locks, 'request', {
      value: (...args: unknown[]) => {
        const granted = request(...args)
        const busyUntil = performance.now() + 1_500
        while (performance.now() < busyUntil);
        return granted
      },
    })
  })
  await signInAs(page, 'Interviewer')
  await page.evaluate(() => Object.assign(window, { isSamePage: true }))
  const elsewhere = page.getByRole('heading', { name: 'This call is open in another tab' })
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(question(page)).toContainText('Ring ')
  await page.waitForTimeout(1_000)
  await expect(elsewhere).toHaveCount(0)
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true)
})
