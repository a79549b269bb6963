/** The line is cut, hangs, loses replies and mixes up requests: the call goes on, and each word arrives once. */
import { type BrowserContext, expect, type Page, type Route, test } from '@playwright/test'
import { force } from './demo-server.ts'
import { calls, closeInSilence, noLine, onDisk, type Said, said, saved } from './kept.ts'
import { read, signInAs } from './people.ts'
import {
  answersSoFar,
  type Call,
  claimAndBegin,
  expectOneRow,
  freeHands,
  inBrowser,
  mayBeNamed,
  mayBeRungAgain,
  pressAtTheEnd,
  question,
  rate,
  sayTheQuestion,
} from './workstation.ts'

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

for (const role of ['Interviewer', 'Team leader'] as const)
  test(`without a line the top bar keeps its one row, for the ${role.toLowerCase()} who rings`, async ({
    page,
    context,
  }) => {
    await signInAs(page, role)
    await page.goto(`/f/${force}/calls`)
    await page.getByRole('button', { name: /Take the next call/ }).click()
    const start = page.getByRole('button', { name: /is on the line and agrees/ })
    await expect(start).toBeVisible()
    await context.setOffline(true)
    await start.click()
    await rate(page, 3)
    await rate(page, 4)
    await expect(noLine(page)).toContainText('the start and 2 answers')
    await expectOneRow(page)
    await context.setOffline(false)
    await expect(saved(page)).toBeVisible()
    await expectOneRow(page)
  })

test('the line is cut at every step, and the call goes on; each word arrives when it is back', async ({
  page,
  context,
}) => {
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

test('replies are lost and requests arrive again, late and in the wrong order: what was said last stands, once', async ({
  page,
}) => {
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
  await expect(question(page)).toContainText(second?.ask ?? '')
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
  await expect(question(page)).toContainText(mayBeRungAgain)
  await sayTheQuestion(page)
  await leave.getByRole('button', { name: 'No' }).click()
  await expect(leave.getByRole('button', { name: 'No' })).toHaveAttribute('aria-pressed', 'true')
  await expect(saved(page)).toBeVisible()

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
  await expect(page.getByRole('button', { name: 'Put the call back' })).toBeDisabled()
  await closeInSilence(page)
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
