/** What is kept in the browser: found again after the page or the server was gone, sealed meanwhile, and removed in time. */
import { expect, test } from '@playwright/test'
import { force } from './demo-server.ts'
import { calls, closeInSilence, onDisk, said, saved } from './kept.ts'
import { signInAs } from './people.ts'
import {
  answer,
  answersSoFar,
  breakOff,
  claimAndBegin,
  comment,
  freeHands,
  inBrowser,
  pressAtTheEnd,
  question,
  rate,
  ratingName,
  sayTheQuestion,
} from './workstation.ts'

test.afterEach(async ({ page, context }) => {
  await context.setOffline(false)
  await freeHands(page)
})

test('the tab is closed without a line: answers and the words being typed are there again, sealed meanwhile', async ({
  page,
  context,
}) => {
  await signInAs(page, 'Interviewer')
  const { questions, interview } = await claimAndBegin(page)
  await expect(saved(page)).toBeVisible()
  await context.setOffline(true)
  await rate(page, 4)
  await expect(question(page)).toContainText(questions[1]?.ask ?? '')
  await page.keyboard.press('/')
  await page.keyboard.type('They were kind to my mother')
  await expect.poll(() => inBrowser(page)).toHaveLength(2)
  const lying = (await inBrowser(page)).join()
  expect(lying).toContain(interview.id)
  expect(lying).not.toContain('kind')
  expect(lying).not.toContain(questions[0]?.key)
  await closeInSilence(page)

  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto(calls)
  await expect(question(again)).toContainText(questions[1]?.ask ?? '')
  await expect(answersSoFar(again).getByRole('listitem')).toHaveCount(1)
  await expect(comment(again)).toHaveValue('They were kind to my mother')
  await expect.poll(() => onDisk(again)).toEqual([`${questions[0]?.key} 4`])
  await sayTheQuestion(again)
  await again.getByRole('button', { name: ratingName(5) }).click()
  await expect.poll(() => onDisk(again)).toContain(`${questions[1]?.key} 5, They were kind to my mother`)
  await expect(saved(again)).toBeVisible()
  await expect.poll(() => inBrowser(again)).toEqual([])

  await context.setOffline(true)
  await again.getByRole('button', { name: /All keys/ }).focus()
  await again.keyboard.press('e')
  await pressAtTheEnd(again, /^Broken off/)
  await expect(again.getByText('You may close this page: nothing is lost.')).toBeVisible()
  await again.close()
  await context.setOffline(false)
  const third = await context.newPage()
  await third.goto(calls)
  await expect(third.getByRole('button', { name: /Take the next call/ })).toBeEnabled()
  await expect.poll(() => inBrowser(third)).toEqual([])
  const response = await third.request.get(`/api/v1/forces/${force}/calls/current`)
  expect(response.status() === 204 || (await response.json()) === null).toBe(true)
})

test('the server was starting when the page opened: what an earlier page kept is found later, and sent', async ({
  page,
  context,
}) => {
  await signInAs(page, 'Interviewer')
  const { questions } = await claimAndBegin(page)
  await answer(page, 3)
  await expect.poll(() => inBrowser(page)).toEqual([])
  await context.setOffline(true)
  await rate(page, 4)
  await expect(question(page)).toContainText(questions[2]?.ask ?? '')
  await expect.poll(() => inBrowser(page)).toHaveLength(1)
  await closeInSilence(page)

  await context.setOffline(false)
  const again = await context.newPage()
  let isStarting = true
  await again.route('**/calls/keeping-key', route => (isStarting ? route.fulfill({ status: 502 }) : route.continue()))
  await again.goto(calls)
  await expect(question(again)).toContainText(questions[1]?.ask ?? '')
  const looking = again.getByText('What was kept here is being looked for')
  await expect(looking).toBeVisible()
  isStarting = false
  await expect(looking).toBeHidden()
  await expect.poll(() => onDisk(again)).toEqual([`${questions[0]?.key} 3`, `${questions[1]?.key} 4`].toSorted())
  await expect.poll(() => inBrowser(again)).toEqual([])
  // Nothing was said here yet, so the page goes on where the earlier one was; from the first word on it stays.
  await expect(question(again)).toContainText(questions[2]?.ask ?? '')
  await rate(again, 1)
  await expect(saved(again)).toBeVisible()
  await expect(question(again)).toContainText(questions[2]?.ask ?? '')
  await breakOff(again)
})

test('where nothing can be kept the first answer leads on, and the second question takes its own', async ({ page }) => {
  await signInAs(page, 'Interviewer')
  await page.route('**/calls/keeping-key', route => route.fulfill({ status: 502 }))
  await page.reload()
  const { questions } = await claimAndBegin(page)
  await rate(page, 3)
  await expect(question(page)).toContainText(questions[1]?.ask ?? '')
  await rate(page, 4)
  await expect.poll(() => onDisk(page)).toEqual([`${questions[0]?.key} 3`, `${questions[1]?.key} 4`].toSorted())
  await expect(question(page)).not.toContainText(questions[1]?.ask ?? '')
  await breakOff(page)
})

test('what could not be kept is asked about before the browser closes any page of Ringback', async ({ page }) => {
  await signInAs(page, 'Interviewer')
  await page.route('**/calls/keeping-key', route => route.fulfill({ status: 502 }))
  await page.reload()
  await page.route(said, route => route.abort())
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await page.getByRole('button', { name: /is on the line and agrees/ }).click()
  await expect(page.getByRole('status').filter({ hasText: 'in this page alone: leave it open' })).toBeVisible()
  await page.getByRole('link', { name: 'Mailbox' }).click()
  await expect(page.getByRole('region', { name: 'Interview' })).toHaveCount(0)
  const asked = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await page.unrouteAll()
})

test('a key that is refused for good is not said to be looked for; another try finds what was kept', async ({
  page,
  context,
}) => {
  await signInAs(page, 'Interviewer')
  const { questions } = await claimAndBegin(page)
  await context.setOffline(true)
  await rate(page, 4)
  await expect.poll(() => inBrowser(page)).toHaveLength(1)
  await closeInSilence(page)

  await context.setOffline(false)
  const again = await context.newPage()
  let isRefused = true
  const refusal = { status: 403, json: { code: 'forbidden', title: 'You are not an interviewer here.' } }
  await again.route('**/calls/keeping-key', route => (isRefused ? route.fulfill(refusal) : route.continue()))
  await again.goto(calls)
  const told = again.getByText("What was kept here can't be looked for: You are not an interviewer here.")
  await expect(told).toBeVisible()
  isRefused = false
  await again.getByRole('button', { name: 'Try again' }).click()
  await expect(told).toBeHidden()
  await expect.poll(() => onDisk(again)).toEqual([`${questions[0]?.key} 4`])
  await breakOff(again)
})

test('what somebody kept here and never came back for is gone after 14 days', async ({ page }) => {
  await signInAs(page, 'Interviewer')
  await expect(page.getByRole('button', { name: /Take the next call/ })).toBeVisible()
  const put = (owner: string, days: number) =>
    page.evaluate(
      ([owner, days]) =>
        new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open('ringback')
          opening.onerror = () => reject(opening.error)
          opening.onsuccess = () => {
            const keptAtMs = Date.now() - days * 24 * 60 * 60_000
            const store = opening.result.transaction('kept', 'readwrite').objectStore('kept')
            const adding = store.put({
              id: owner,
              owner,
              interviewId: 'one',
              keptAtMs,
              iv: new Uint8Array(12),
              data: new ArrayBuffer(8),
            })
            adding.onsuccess = () => {
              opening.result.close()
              resolve()
            }
          }
        }),
      [owner, days] as const,
    )
  await put('long gone', 15)
  await put('away', 13)
  await page.reload()
  await expect.poll(async () => (await inBrowser(page)).map(each => each.split(' one ')[0])).toEqual(['away'])
})

test('the last words are saved by whatever comes next at once: a link out of the call, or its end', async ({
  page,
}) => {
  await signInAs(page, 'Interviewer')
  const { questions } = await claimAndBegin(page)
  const [first, second] = questions
  const words = page.getByRole('textbox', { name: /In their words/ })
  await rate(page, 1)
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(question(page)).toContainText(second?.ask ?? '')
  const home = page.getByRole('link', { name: 'Ringback' })
  await words.fill('They were kind')
  await home.evaluate((link: HTMLAnchorElement) => link.click())
  await expect(question(page)).toContainText(second?.ask ?? '')
  await expect(words).toHaveValue('They were kind')

  await answersSoFar(page).getByRole('link').first().click()
  await expect(question(page)).toContainText(first?.ask ?? '')
  const heard: string[] = []
  page.on('request', request => {
    if (said.test(request.url()))
      heard.push(`${request.url().split('/').at(-1)} ${request.postDataJSON().comment ?? ''}`)
  })
  await words.fill('Nobody came')
  await words.press('Escape')
  await page.keyboard.press('e')
  await pressAtTheEnd(page, /^Broken off/)
  await expect(page.getByText(/is recorded/)).toBeVisible()
  expect(heard).toEqual([`${first?.key} Nobody came`, 'end '])
})

test('words that were typed and taken out again stay out after a reload', async ({ page }) => {
  await signInAs(page, 'Interviewer')
  await claimAndBegin(page)
  const words = comment(page)
  await words.fill('Nobody came')
  await expect.poll(() => inBrowser(page)).toHaveLength(1)
  await words.fill('')
  await expect.poll(() => inBrowser(page)).toEqual([])
  await page.reload()
  await expect(words).toHaveValue('')
  await breakOff(page)
})

test('a call opened in a second tab waits there until the first is closed, and goes on with what was said', async ({
  page,
  context,
}) => {
  await signInAs(page, 'Interviewer')
  const { questions } = await claimAndBegin(page)
  await answer(page, 3)
  const second = await context.newPage()
  await second.goto(calls)
  await expect(second.getByText('This call is open in another tab')).toBeVisible()
  await rate(page, 4)
  await expect(saved(page)).toBeVisible()
  await page.close()
  await expect(question(second)).toContainText(questions[2]?.ask ?? '')
  await expect(answersSoFar(second).getByRole('listitem')).toHaveCount(2)
  await breakOff(second)
})
