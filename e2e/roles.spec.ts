import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { force } from './demo-server.ts'
import { signInAs } from './people.ts'

test('nobody sees a page without signing in, and signing in leads back to it', async ({ page }) => {
  await page.goto(`/f/${force}/people`)
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.getByRole('button', { name: /^Administrator/ }).click()
  await expect(page.getByRole('heading', { name: 'People' })).toBeVisible()
})

test('a wrong password is refused in words', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill('nobody@cleveland.example')
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('don’t go together')
})

test("a supervisor starts at their team's alerts, and looks at the 5s", async ({ page }) => {
  await signInAs(page, 'Supervisor')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText("Your team's alerts")
  await page.getByRole('link', { name: '5s, to pass on' }).click()
  await expect(page).toHaveURL(/kind=high/)
})

test('an administrator finds a member of staff by collar number, with their supervisor', async ({ page }) => {
  await signInAs(page, 'Administrator')
  await page.getByRole('searchbox', { name: 'Name or collar number' }).fill('0039')
  await page.getByRole('button', { name: 'Search' }).click()
  const row = page.getByRole('table', { name: 'Staff' }).getByRole('row').nth(1)
  await expect(row).toContainText('Olu Gallagher')
  await expect(row).toContainText('0038')
})

test('an administrator imports the staff again, and nothing changes', async ({ page }) => {
  await signInAs(page, 'Administrator')
  await page.getByRole('link', { name: 'Imports' }).click()
  await page.getByLabel('File to import').setInputFiles(join(import.meta.dirname, '..', 'examples', 'staff.csv'))
  await expect(page.getByRole('heading', { level: 1, name: 'staff.csv' })).toBeVisible()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const result = page.getByRole('region', { name: 'Imported' })
  await expect(result).toContainText(/Rows\s*276/)
  await expect(result).toContainText(/Created\s*0/)
  await expect(result).toContainText(/Unchanged\s*276/)
})

test('the authority sees published figures and nothing else', async ({ page }) => {
  await signInAs(page, 'Authority')
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link')).toHaveText([
    'Performance',
    'Mailbox', // for every role, in a demo only
  ])
  for (const path of ['calls/summary', 'alerts', 'people/staff', 'imports']) {
    const response = await page.request.get(`/api/v1/forces/${force}/${path}`)
    expect(response.status(), path).toBe(403)
  }
  await page.goto(`/f/${force}/alerts`)
  await expect(page.getByText("Your roles don't open alerts")).toBeVisible()
})
