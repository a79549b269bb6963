import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { force } from './demo-server.ts'
import { read, signInAs } from './people.ts'

const number = (text: string | null | undefined) => Number((text ?? '').replaceAll(',', ''))

test('an administrator changes who is rung by the keyboard, sees before what that would do, and finds it in the history', async ({
  page,
}) => {
  await signInAs(page, 'Administrator')
  await page.getByRole('link', { name: 'Selection', exact: true }).click()
  const rules = page.getByRole('region', { name: 'Rules, in the order they are asked' })
  const reasons = rules.locator('strong')
  await expect(reasons.first()).toHaveText('Domestic abuse')

  await page.getByRole('button', { name: 'Move Domestic abuse down' }).focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(reasons.nth(1)).toHaveText('Domestic abuse')
  await expect(rules.getByRole('status')).toHaveText(/Domestic abuse is now rule 2 of/)
  await page.keyboard.press('Alt+ArrowUp')
  await expect(reasons.first()).toHaveText('Domestic abuse')
  await expect(page.getByRole('heading', { name: 'No change yet' })).toBeVisible()

  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByLabel('Keeps people out by').selectOption('Grade of the incident')
  await page.getByLabel('Reason, as it is counted').fill('Priority calls')
  await page.getByLabel('Priority', { exact: true }).check()
  await page.getByRole('button', { name: 'Add to the draft' }).click()
  await expect(reasons.first()).toHaveText('Priority calls')
  const preview = page.getByRole('region', { name: 'On the last three months' })
  const row = preview.getByRole('row', { name: /^Priority calls/ })
  await expect(row).toBeVisible()
  const kept = number(await row.getByRole('cell').nth(1).textContent())
  expect(kept).toBeGreaterThan(0)
  await expect(preview.getByText('What would change')).toBeVisible()

  await page.getByLabel('Why').fill('Priority calls have a survey of their own')
  await page.getByRole('button', { name: 'Put in force' }).click()
  await expect(page.getByRole('heading', { name: 'No change yet' })).toBeVisible()
  const { revision } = await read<{ revision: number }>(page, 'surveys/service-quality/selection')

  await page.getByRole('link', { name: 'History' }).click()
  const latest = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: `Revision ${revision}` }) })
  await expect(latest).toContainText('Added “Priority calls”')
  await expect(latest).toContainText('Priority calls have a survey of their own')

  await page.getByRole('link', { name: 'Rules and sample' }).click()
  await page.getByRole('button', { name: 'Remove Priority calls' }).click()
  await page.getByLabel('Why').fill('They have not, after all')
  await page.getByRole('button', { name: 'Put in force' }).click()
  await expect(page.getByRole('heading', { name: 'No change yet' })).toBeVisible()
  await expect(reasons.first()).toHaveText('Domestic abuse')
})

test('an analyst reads the rules, and takes away a funnel whose units add up', async ({ page }) => {
  await signInAs(page, 'Analyst')
  await page.goto(`/f/${force}/selection`)
  await expect(page.getByRole('heading', { name: 'Rules, in the order they are asked' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^(Move|Remove|Add)/ })).toHaveCount(0)

  await page.getByRole('link', { name: 'Funnel' }).click()
  const steps = page.getByRole('region', { name: 'The force' })
  const received = number(await steps.locator('.number').first().textContent())
  const selected = number(await steps.locator('.number').last().textContent())
  expect(received).toBeGreaterThan(selected)
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Spreadsheet (CSV)' }).click()
  const csv = readFileSync(await (await waiting).path(), 'utf8')
  const lines = csv.trim().split('\r\n').slice(1)
  const sum = (of: RegExp) =>
    lines.filter(line => of.test(line)).reduce((total, line) => total + Number(line.split(',').at(-1)), 0)
  expect(sum(/,left,Received a service,/)).toBe(received)
  expect(sum(/,left,Selected,/)).toBe(selected)
  expect(sum(/,lost,/)).toBe(received - selected)

  await page.goto(`/f/${force}/selection?show=funnel&from=1999-01-01&to=1999-01-31`)
  await expect(page.getByRole('heading', { name: 'Nobody received a service in this period' })).toBeVisible()
})

test('a team leader sees the funnel alone; rules that cannot be read say so', async ({ page }) => {
  await signInAs(page, 'Team leader')
  await page.goto(`/f/${force}/selection`)
  await expect(page.getByRole('region', { name: 'The force' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Rules and sample' })).toHaveCount(0)
  await page.route('**/selection/funnel*', route => route.abort())
  await page.reload()
  await expect(page.getByRole('alert')).toContainText("can't be reached")
})
