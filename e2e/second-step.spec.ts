import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { oneTimeCode } from '../server/testing/one-time-code.ts'
import { signInAs } from './people.ts'

const expectAccessible = async (page: Page) => expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /complaints/i }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
}

/** As far as the demo's password leads. */
async function givePassword(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Complaints/ }).click()
  await expect(page.getByLabel('Code from your authenticator app')).toBeVisible()
}

async function giveCode(page: Page, label: RegExp, code: string): Promise<void> {
  await page.getByLabel(label).fill(code)
  await page.getByRole('button', { name: 'Go on' }).click()
}

const pages = (page: Page) => page.getByRole('navigation', { name: 'Pages' })

test('somebody turns a second step on, signs in with their app, with a back-up code, and turns it off', async ({
  page,
}) => {
  await signInAs(page, 'Complaints')
  await page.getByRole('button', { name: /complaints/i }).click()
  await page.getByRole('link', { name: 'Your sign-in' }).click()
  await expectAccessible(page)
  const { signIns } = await (await page.request.get('/api/v1/demo/sign-ins')).json()
  const { password } = signIns.find((each: { role: string }) => each.role === 'complaints')
  await page.getByLabel('Your password').fill('not the password')
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await expect(page.getByRole('alert')).toContainText('isn’t your password')
  await page.getByLabel('Your password').fill(password)
  await page.getByRole('button', { name: 'Turn it on' }).click()
  const address = (await page.getByRole('link', { name: 'open the app here' }).getAttribute('href')) ?? ''
  const backUp = await page.getByRole('list', { name: 'Back-up codes' }).getByRole('listitem').allTextContents()
  expect(backUp).toHaveLength(10)
  await expectAccessible(page)
  await page.getByLabel(/The code that the app shows/).fill(oneTimeCode(address))
  await page.getByRole('button', { name: 'Finish' }).click()
  await expect(page.getByText('It is on.')).toBeVisible()

  await signOut(page)
  await givePassword(page)
  await expectAccessible(page)
  await giveCode(page, /Code from your/, oneTimeCode(address, Date.now() + 3_600_000))
  await expect(page.getByRole('alert')).toContainText('isn’t the code')
  await giveCode(page, /Code from your/, oneTimeCode(address))
  await expect(pages(page)).toBeVisible()

  await signOut(page)
  await givePassword(page)
  await page.getByRole('button', { name: /use a back-up code/ }).click()
  await giveCode(page, /back-up codes/, backUp[0] ?? '')
  await expect(pages(page)).toBeVisible()

  await signOut(page)
  await givePassword(page)
  await page.getByRole('button', { name: /use a back-up code/ }).click()
  await giveCode(page, /back-up codes/, backUp[0] ?? '')
  await expect(page.getByRole('alert')).toContainText('used before')
  await giveCode(page, /back-up codes/, backUp[1] ?? '')
  await expect(pages(page)).toBeVisible()
  await page.goto('/f/cleveland/account')
  await page.getByLabel('Your password').fill(password)
  await page.getByRole('button', { name: 'Turn it off' }).click()
  await expect(page.getByText('It is off')).toBeVisible()
  await signOut(page)
  await signInAs(page, 'Complaints')
})
