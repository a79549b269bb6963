/** The session ends in the middle of a call: signing in again, over the page. */
import { expect, test } from '@playwright/test'
import { oneTimeCode } from '../server/testing/one-time-code.ts'
import { onDisk, saved } from './kept.ts'
import { signInAs, signInOver } from './people.ts'
import { breakOff, claimAndBegin, freeHands, inBrowser, question, rate } from './workstation.ts'

test.afterEach(async ({ page, context }) => {
  await context.setOffline(false)
  await freeHands(page)
})

test('the session ends in the middle: signing in again over the page goes on where it was', async ({
  page,
  context,
}) => {
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
