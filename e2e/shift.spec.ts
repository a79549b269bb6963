import { expect, type Page, test } from '@playwright/test'
import { noLine, saved } from './kept.ts'
import { asAnother, signInAs } from './people.ts'
import { answer, breakOff, claimAndBegin, freeHands, question, rate } from './workstation.ts'

/** How many numbers the interviewer rang today, as their day says. */
async function callsToday(page: Page): Promise<number> {
  const day = page.getByRole('region', { name: 'Your day' })
  await expect(day).toContainText(/Calls\s*\d/)
  return Number(/Calls\s*([\d,]+)/.exec((await day.innerText()) ?? '')?.[1]?.replaceAll(',', ''))
}

test.afterEach(async ({ page, context }) => {
  await context.setOffline(false)
  await freeHands(page)
})

test('a break asked for in a call begins after it; no call is handed out in it; the day and the board show it', async ({
  page,
  browser,
}) => {
  await signInAs(page, 'Interviewer')
  const before = await callsToday(page)
  await claimAndBegin(page)
  await answer(page, 3)
  await page.getByRole('heading', { level: 1 }).press('f')
  const finish = page.getByRole('button', { name: 'Finish after this call' })
  await expect(finish).toHaveAttribute('aria-pressed', 'true')
  const asked = (await question(page).textContent()) ?? ''
  await finish.press('Enter') // presses it, and doesn't go on in the interview
  await expect(finish).toHaveAttribute('aria-pressed', 'false')
  await finish.press('Enter')
  await expect(finish).toHaveAttribute('aria-pressed', 'true')
  await expect(question(page)).toHaveText(asked)
  await breakOff(page)
  await expect(page.getByRole('heading', { name: 'You are on a break' })).toBeVisible()
  await expect(page.getByRole('button', { name: /Take the next call/ })).toHaveCount(0)
  const day = page.getByRole('region', { name: 'Your day' })
  await expect.poll(() => callsToday(page)).toBe(before + 1)
  await expect(day).toContainText(/Average interview/)

  await asAnother(browser, 'Team leader', async leader => {
    await leader.getByRole('link', { name: 'Shifts' }).click()
    const row = leader.getByRole('table', { name: 'Interviewers who worked today' }).getByRole('row', { name: /Ines/ })
    await expect(row).toContainText('On a break')
  })

  await page.keyboard.press('p')
  await expect(page.getByRole('button', { name: /Take the next call/ })).toBeVisible()
  await page.getByRole('button', { name: 'Training' }).click()
  await expect(page.getByText(/Training, just begun/)).toBeVisible()
  await page.getByRole('button', { name: /Back to work/ }).click()
  await page.getByRole('button', { name: 'End the shift' }).click()
  await expect(page.getByRole('button', { name: 'End the shift' })).toHaveCount(0)
})

test('without a line the break after the call can’t be asked for, in a bar that hides it as in one that shows it', async ({
  page,
  context,
}) => {
  await signInAs(page, 'Interviewer')
  await claimAndBegin(page)
  const finish = page.getByRole('button', { name: 'Finish after this call' })
  await expect(finish).toBeEnabled()
  const asked: string[] = []
  page.on('request', request => request.method() === 'PUT' && asked.push(new URL(request.url()).pathname))
  await context.setOffline(true)
  await rate(page, 3)
  await expect(noLine(page)).toBeVisible()
  await expect(finish).toBeDisabled()
  await page.keyboard.press('f')
  await page.setViewportSize({ width: 1024, height: 800 })
  await expect(finish).toBeHidden()
  await page.keyboard.press('f')
  await context.setOffline(false)
  await expect(saved(page)).toBeVisible()
  await expect(finish).toBeEnabled()
  await expect(finish).toHaveAttribute('aria-pressed', 'false')
  await page.waitForLoadState('networkidle')
  expect(asked.filter(path => path.endsWith('/shifts/mine'))).toEqual([])
  await page.keyboard.press('f')
  await expect(finish).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('f')
  await expect(finish).toHaveAttribute('aria-pressed', 'false')
  await breakOff(page)
})

test('a shift and a queue that can’t be read say so, and are asked for again', async ({ page }) => {
  let isBroken = true
  for (const path of ['**/shifts/mine', '**/calls/summary'])
    await page.route(path, route => (isBroken ? route.fulfill({ status: 400 }) : route.continue()))
  await signInAs(page, 'Interviewer')
  const faults = page.getByRole('alert')
  await expect(faults.filter({ hasText: "Your shift can't be shown now" })).toBeVisible()
  await expect(faults.filter({ hasText: "The queue can't be shown now" })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Training' })).toHaveCount(0)
  isBroken = false
  await faults.first().getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('button', { name: 'Training' })).toBeVisible()
  await faults.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('region', { name: 'The queue' })).toBeVisible()
  await expect(faults).toHaveCount(0)
})
