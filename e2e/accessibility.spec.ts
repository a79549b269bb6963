import { expect, test } from '@playwright/test'
import { force } from './demo-server.ts'
import { expectNoFaults } from './faults.ts'
import { foreignFile } from './foreign-file.ts'
import { type DemoRole, signInAs } from './people.ts'

const places: readonly [title: string, role: DemoRole | null, path: string][] = [
  ['sign-in', null, '/sign-in'],
  ['calls', 'Interviewer', `/f/${force}/calls`],
  ['recipients', 'Team leader', `/f/${force}/recipients`],
  ['serious reports', 'Team leader', `/f/${force}/serious`],
  ['alerts', 'Team leader', `/f/${force}/alerts`],
  ['performance', 'Analyst', `/f/${force}/performance`],
  ['people', 'Administrator', `/f/${force}/people`],
  ['the tree', 'Administrator', `/f/${force}/people?tab=tree`],
  ['problems in the lines', 'Administrator', `/f/${force}/people?tab=problems`],
  ['an officer', 'Administrator', `/f/${force}/people/0092`],
  ['imports', 'Administrator', `/f/${force}/imports`],
  ['selection, rules', 'Administrator', `/f/${force}/selection`],
  ['selection, as read', 'Analyst', `/f/${force}/selection`],
  ['selection, funnel', 'Team leader', `/f/${force}/selection`],
  ['selection, history', 'Administrator', `/f/${force}/selection?show=history`],
  ['mailbox', 'Administrator', `/f/${force}/mailbox`],
]

const widths = [1280, 360]

for (const [title, role, path] of places)
  test(`axe finds nothing on ${title}, in light and dark, at 1280 and 360 px`, async ({ page }) => {
    if (role) await signInAs(page, role)
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.waitForLoadState('networkidle')
    await expectNoFaults(page, title, widths)
  })

test('axe finds nothing on a file that is mapped, asked about and tried', async ({ page }) => {
  await signInAs(page, 'Administrator')
  await page.goto(`/f/${force}/imports`)
  // A heading of its own: no profile that another story kept is taken for it.
  const content = foreignFile({ rows: 40, spoilt: true }).toString('latin1').replace('Job Ref', 'Task Ref')
  const file = { name: 'to-discard.csv', mimeType: 'text/csv', buffer: Buffer.from(content, 'latin1') }
  await page.getByLabel('File to import').setInputFiles(file)
  await expect(page.getByText('2 things the file doesn’t say')).toBeVisible()
  await expectNoFaults(page, 'what the file doesn’t say', widths)
  for (const column of ['Reported On', 'Resulted On'])
    await page
      .getByRole('group', { name: column })
      .getByRole('radio', { name: /The month first/ })
      .check()
  await page.getByRole('button', { name: 'Try it, changing nothing' }).click()
  await expect(page.getByRole('heading', { name: 'What would happen' })).toBeVisible()
  await expectNoFaults(page, 'what would happen', widths)
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('button', { name: 'Discard it' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Imports' })).toBeVisible()
})

test('axe finds nothing on a person’s page, its tabs and its questions', async ({ page }) => {
  await signInAs(page, 'Administrator')
  await page.goto(`/f/${force}/recipients`)
  await page.getByRole('table', { name: 'People found' }).getByRole('link').first().click()
  await expect(page.getByRole('heading', { name: 'Telephone numbers' })).toBeVisible()
  for (const tab of ['Overview', 'Incidents', 'Calls', 'History']) {
    await page.getByRole('link', { name: new RegExp(`^${tab}`) }).click()
    await page.waitForLoadState('networkidle')
    await expectNoFaults(page, tab, widths)
  }
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.getByRole('button', { name: 'Keep from being rung' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoFaults(page, 'what keeps them from being rung', widths)
})

test('axe finds nothing on a call in hand and in its interview', async ({ page }) => {
  await signInAs(page, 'Team leader')
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Ring / })).toBeVisible()
  await expectNoFaults(page, 'dialling', widths)
  await page.getByRole('button', { name: /is on the line and agrees/ }).click()
  await expect(page.getByRole('region', { name: 'Interview' })).toBeVisible()
  await expectNoFaults(page, 'question', widths)
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.getByRole('button', { name: /^3 / }).click()
  await page.getByRole('textbox', { name: /In their words/ }).blur()
  await page.getByRole('heading', { level: 1 }).press('e')
  await expect(page.getByRole('dialog', { name: 'End the call' })).toBeVisible()
  await expectNoFaults(page, 'end of the call', widths)
  await page.getByRole('button', { name: /Broken off/ }).click()
  await expect(page.getByText(/is recorded/)).toBeVisible()
})
