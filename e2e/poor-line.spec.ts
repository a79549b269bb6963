import { type BrowserContext, expect, type Page, type Route, test } from '@playwright/test'
import { oneTimeCode } from '../server/testing/one-time-code.ts'
import { force } from './demo-server.ts'
import { expectNoFaults } from './faults.ts'
import { asAnother, read, signInAs, signInOver } from './people.ts'
import {
  answer,
  answersSoFar,
  breakOff,
  type Call,
  claimAndBegin,
  comment,
  freeHands,
  inBrowser,
  mayBeNamed,
  mayBeRungAgain,
  pressAtTheEnd,
  question,
  rate,
  ratingName,
  sayTheQuestion,
} from './workstation.ts'

interface Said {
  readonly interview: {
    readonly id: string
    readonly mayBeNamed: boolean | null
    readonly answers: readonly {
      readonly question: string
      readonly rating: number | null
      readonly comment: string | null
    }[]
  }
  readonly isOnTheLine: boolean
  readonly attemptsMade: number
}

/** `question rating` of what the server has on its disk, by question. */
async function onDisk(page: Page): Promise<readonly string[]> {
  const { interview } = await read<Said>(page, 'calls/current')
  return interview.answers
    .map(each => `${each.question} ${each.rating}${each.comment ? `, ${each.comment}` : ''}`)
    .toSorted()
}

const noLine = (page: Page) => page.getByRole('status').filter({ hasText: /No line/ })
const saved = (page: Page) => page.getByText('All answers saved')
const calls = `/f/${force}/calls`

test.afterEach(async ({ page, context }) => {
  await context.setOffline(false)
  await freeHands(page)
})

/** Does a step without a line, and sees that it shows; then gives the line back. */
async function withoutLine(context: BrowserContext, page: Page, step: () => Promise<void>): Promise<void> {
  await context.setOffline(true)
  await step()
  await expect(noLine(page).first()).toBeVisible()
  await context.setOffline(false)
}

test('the line is cut at every step, and the call goes on; each word arrives when it is back', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000)
  await signInAs(page, 'Interviewer')
  await page.getByRole('button', { name: /Take the next call/ }).click()
  const ring = page.getByRole('button', { name: /is on the line and agrees/ })
  await expect(ring).toBeVisible()
  const { questions } = await read<Call>(page, 'calls/current')
  await withoutLine(context, page, async () => {
    await ring.click()
    await expect(question(page)).toContainText(questions[0]?.ask ?? '')
  })
  await expect(saved(page)).toBeVisible()
  expect((await read<Said>(page, 'calls/current')).isOnTheLine).toBe(true)

  for (const [index, { key }] of questions.entries()) {
    const rating = index === 0 ? 1 : 3
    await withoutLine(context, page, async () => {
      await rate(page, rating)
      if (rating === 1) {
        await page.keyboard.press('/')
        await page.keyboard.type('Nobody came for 2 hours')
        await page.keyboard.press('Enter')
      }
      const next = questions[index + 1]
      await expect(question(page)).toContainText(next ? next.ask : mayBeNamed)
    })
    await expect(saved(page)).toBeVisible()
    expect(await onDisk(page)).toContain(index === 0 ? `${key} 1, Nobody came for 2 hours` : `${key} 3`)
  }

  await withoutLine(context, page, async () => {
    await sayTheQuestion(page)
    await page.keyboard.press('n')
    await expect(answersSoFar(page)).toContainText('has not agreed')
  })
  await expect(saved(page)).toBeVisible()
  expect((await read<Said>(page, 'calls/current')).interview.mayBeNamed).toBe(false)

  await context.setOffline(true)
  await page.keyboard.press('e')
  await pressAtTheEnd(page, /^Completed/)
  await expect(page.getByText('You may close this page: nothing is lost.')).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText(/The interview with .* is recorded/)).toBeVisible()
  expect(await inBrowser(page)).toEqual([])
})

/** All that is said in a call: its attempts, answers, leave and end. */
const said = /\/api\/v1\/forces\/[^/]+\/(calls\/[^/]+\/attempts|interviews\/)/

test('replies are lost and requests arrive again, late and in the wrong order: what was said last stands, once', async ({
  page,
}) => {
  test.setTimeout(180_000)
  await signInAs(page, 'Interviewer')
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(question(page)).toContainText('Ring ')
  const { questions } = await read<Call>(page, 'calls/current')
  const [first, second] = questions
  const heard: { url: string; method: string; data: unknown }[] = []
  /** Every other reply is lost after the server has taken what was said. */
  const unreliable = async (route: Route) => {
    const taken = await route.fetch()
    heard.push({
      url: route.request().url(),
      method: route.request().method(),
      data: route.request().postDataJSON(),
    })
    if (heard.length % 2 === 1) await route.abort()
    else await route.fulfill({ response: taken })
  }
  await page.route(said, unreliable)
  await page.keyboard.press('i')
  await expect(question(page)).toContainText(first?.ask ?? '')
  await rate(page, 2)
  await expect(question(page)).toContainText(second?.ask ?? '')
  await rate(page, 4)
  await sayTheQuestion(page)
  await page.keyboard.press('Backspace')
  await sayTheQuestion(page)
  await page.keyboard.press('Backspace')
  await expect(question(page)).toContainText(first?.ask ?? '')
  await rate(page, 3)
  for (const [index] of questions.slice(1).entries()) {
    await expect(question(page)).toContainText(questions[index + 1]?.ask ?? '')
    await rate(page, 4)
  }
  await expect(question(page)).toContainText(mayBeNamed)
  const leave = page.getByRole('group', { name: mayBeNamed })
  await sayTheQuestion(page)
  await leave.getByRole('button', { name: 'Yes' }).click()
  await sayTheQuestion(page)
  await leave.getByRole('button', { name: 'No' }).click()
  await expect(saved(page)).toBeVisible({ timeout: 30_000 })

  for (const { url, method, data } of heard.toReversed())
    expect((await page.request.fetch(url, { method, data })).status(), `${method} ${url}`).toBe(200)
  const expected = questions.map(({ key }, index) => `${key} ${index === 0 ? 3 : 4}`)
  expect(await onDisk(page)).toEqual(expected.toSorted())
  const { interview, attemptsMade } = await read<Said>(page, 'calls/current')
  expect(interview.mayBeNamed).toBe(false)
  expect(attemptsMade).toBe(1)

  await page.getByRole('button', { name: /End the call/ }).click()
  await pressAtTheEnd(page, /^Completed/)
  await expect(page.getByText(/The interview with .* is recorded/)).toBeVisible()
  for (const { url, method, data } of heard.filter(each => each.method === 'PUT'))
    expect((await page.request.fetch(url, { method, data })).status()).toBe(409)
})

test('a line that carries nothing for minutes: the call goes on to its end, and all arrives in the order given', async ({
  page,
}) => {
  test.setTimeout(180_000)
  await signInAs(page, 'Interviewer')
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(question(page)).toContainText('Ring ')
  const { questions } = await read<Call>(page, 'calls/current')
  const heard: string[] = []
  const held: (() => void)[] = []
  let isCarrying = false
  await page.route(said, async route => {
    heard.push(route.request().url().split('/').at(-1) ?? '')
    if (!isCarrying) await new Promise<void>(resolve => held.push(resolve))
    await route.continue()
  })
  await page.keyboard.press('i')
  for (const [index, { ask }] of questions.entries()) {
    await expect(question(page)).toContainText(ask)
    await rate(page, index === 0 ? 5 : 3)
    if (index === 0) {
      await page.keyboard.press('/')
      await page.keyboard.type('They rang back within 5 minutes')
      await page.keyboard.press('Enter')
    }
  }
  for (const asked of [mayBeNamed, mayBeRungAgain]) {
    await expect(question(page)).toContainText(asked)
    await sayTheQuestion(page)
    await page.keyboard.press('y')
  }
  await expect(question(page)).toContainText('That is everything.')
  expect(heard).toEqual(['attempts']) // it has had no reply, and nothing else has gone
  await expect(page.getByText('Not saved yet')).toBeVisible()
  await page.keyboard.press('e')
  await pressAtTheEnd(page, /^Completed/)
  isCarrying = true
  for (const letGo of held) letGo()
  await expect(page.getByText(/The interview with .* is recorded as completed/)).toBeVisible()
  const [start, ...rest] = heard
  expect(start).toBe('attempts')
  expect(rest).toEqual([...questions.map(({ key }) => key), 'leave', 'leave', 'end'])
})

test('round the interview too: a claim, what came of a ring and another time to finish stand a line that is away', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000)
  await signInAs(page, 'Interviewer')
  const next = page.getByRole('button', { name: /Take the next call/ })
  await expect(next).toBeVisible() // what is being loaded waits for a line
  await context.setOffline(true)
  await next.click()
  await expect(page.getByRole('alert')).toContainText('Check the connection.')
  await context.setOffline(false)
  await next.click()
  await expect(question(page)).toContainText('Ring ')

  const before = await read<{ today: { calls: number } }>(page, 'shifts/mine')
  await context.setOffline(true)
  await page.getByRole('radio', { name: 'No answer' }).click()
  await page.getByRole('button', { name: 'Record “No answer”' }).click()
  await expect(page.getByText('What happened is kept here, and recorded when the line is back.')).toBeVisible()
  await page.close()
  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto(calls)
  await expect
    .poll(async () => (await read<{ today: { calls: number } }>(again, 'shifts/mine')).today.calls)
    .toBe(before.today.calls + 1)
  await expect.poll(() => inBrowser(again)).toEqual([])

  await expect(again.getByRole('button', { name: /Take the next call/ })).toBeVisible()
  await claimAndBegin(again)
  await rate(again, 3)
  await expect(saved(again)).toBeVisible()
  await context.setOffline(true)
  await again.getByRole('heading', { level: 1 }).press('e')
  const end = again.getByRole('dialog', { name: 'End the call' })
  const when = end.getByLabel(/finish it another time/)
  const nextWeek = Date.parse(`${await when.getAttribute('min')}:00Z`) + 7 * 24 * 60 * 60_000
  await when.fill(new Date(nextWeek).toISOString().slice(0, 16))
  await pressAtTheEnd(again, 'Finish at the time agreed')
  await expect(end.getByRole('alert')).toContainText('Check the connection.')
  await context.setOffline(false)
  await pressAtTheEnd(again, 'Finish at the time agreed')
  await expect(again.getByText(/The interview with .* goes on/)).toBeVisible()
})

test('the tab is closed without a line: answers and the words being typed are there again, sealed meanwhile', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000)
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
  await page.close()

  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto(calls)
  await expect(question(again)).toContainText(questions[1]?.ask ?? '')
  await expect(answersSoFar(again).getByRole('listitem')).toHaveCount(1)
  await expect(comment(again)).toHaveValue('They were kind to my mother')
  await expect.poll(() => onDisk(again)).toEqual([`${questions[0]?.key} 4`])
  await sayTheQuestion(again)
  await again.getByRole('button', { name: ratingName(5) }).click()
  await expect(saved(again)).toBeVisible()
  expect(await onDisk(again)).toContain(`${questions[1]?.key} 5, They were kind to my mother`)
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
  await page.close()

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

test('a key that is refused for good is not said to be looked for; another try finds what was kept', async ({
  page,
  context,
}) => {
  await signInAs(page, 'Interviewer')
  const { questions } = await claimAndBegin(page)
  await context.setOffline(true)
  await rate(page, 4)
  await expect.poll(() => inBrowser(page)).toHaveLength(1)
  await page.close()

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

/** The top bar has one row: what it says stands beside the way to the pages, not under it. */
async function expectOneRow(page: Page): Promise<void> {
  for (const width of [1280, 1024]) {
    await page.setViewportSize({ width, height: 900 })
    const bar = await page.getByRole('banner').boundingBox()
    expect(bar?.height, `${width} px`).toBeLessThanOrEqual(50)
  }
  await page.setViewportSize({ width: 1280, height: 900 })
}

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
  await expect(page.getByText('Kept here, to go when it is back: the end.')).toBeVisible()
  await page.close()

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

test('the session ends in the middle: signing in again over the page goes on where it was', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000)
  await signInAs(page, 'Interviewer')
  const { questions } = await claimAndBegin(page)
  await expect(saved(page)).toBeVisible()
  await context.clearCookies()
  await rate(page, 4)
  const over = page.getByRole('dialog', { name: 'Sign in again' })
  await expect(over).toContainText('Kept here: 1 answer.')
  // Nothing of the call can be read behind it: the colour has no transparency.
  await expect(page.locator('.mantine-Modal-overlay')).toHaveCSS(
    'background-color',
    /^(rgb\(|color\(srgb [\d. e-]+\)$)/,
  )
  await signInOver(page, 'interviewer')
  await expect(over).toBeHidden()
  await expect(question(page)).toContainText(questions[1]?.ask ?? '')
  await expect(saved(page)).toBeVisible()
  expect(await onDisk(page)).toEqual([`${questions[0]?.key} 4`])

  await context.clearCookies()
  await rate(page, 2)
  await expect(over).toBeVisible()
  await signInOver(page, 'team_leader')
  await expect(over.getByRole('alert')).toContainText('stays sealed')
  await over.getByRole('button', { name: /Leave this call, and go on as/ }).click()
  await expect(page.getByRole('button', { name: /Take the next call/ })).toBeVisible()
  await expect(page.getByText(/kept here/)).toHaveCount(0)
  expect(await inBrowser(page)).toHaveLength(1)

  await signInAs(page, 'Interviewer')
  await expect(saved(page)).toBeVisible()
  expect(await onDisk(page)).toContain(`${questions[1]?.key} 2`)
  await expect.poll(() => inBrowser(page)).toEqual([])
  await breakOff(page)
})

test('who has a second step is asked for it over the page too', async ({ page, context }) => {
  test.setTimeout(120_000)
  await signInAs(page, 'Team leader')
  const { signIns } = await (await page.request.get('/api/v1/demo/sign-ins')).json()
  const { password } = signIns.find((each: { role: string }) => each.role === 'team_leader')
  const enabled = await page.request.post('/api/auth/two-factor/enable', { data: { password } })
  const { totpURI } = await enabled.json()
  await page.request.post('/api/auth/two-factor/verify-totp', { data: { code: oneTimeCode(totpURI) } })
  await page.reload()
  const { questions } = await claimAndBegin(page)
  await context.clearCookies()
  await rate(page, 4)
  const over = page.getByRole('dialog', { name: 'Sign in again' })
  await signInOver(page, 'team_leader')
  await over.getByLabel('Code from your authenticator app').fill(oneTimeCode(totpURI))
  await over.getByRole('button', { name: 'Go on' }).click()
  await expect(over).toBeHidden()
  await expect(saved(page)).toBeVisible()
  expect(await onDisk(page)).toEqual([`${questions[0]?.key} 4`])
  await breakOff(page)
  expect((await page.request.post('/api/auth/two-factor/disable', { data: { password } })).ok()).toBe(true)
})

test('somebody else has the call by now: what was said stays in view, and overwrites nothing', async ({
  page,
  context,
  browser,
}) => {
  test.setTimeout(120_000)
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
