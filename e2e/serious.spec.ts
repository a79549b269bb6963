import { randomUUID } from 'node:crypto'
import { type APIRequestContext, expect, test } from '@playwright/test'
import { baseUrl, force } from './demo-server.ts'
import { signInAs } from './people.ts'

interface Sheet {
  readonly id: string
  readonly person: { readonly name: string }
  readonly numbers: readonly { readonly number: string }[]
  readonly interview: { readonly id: string }
}

const headers = { origin: baseUrl }
const api = (path: string) => `/api/v1/forces/${force}${path}`

/** In a call, as whoever is signed in: what was said is taken down, and the call put back. */
async function takeDown(request: APIRequestContext, reports: Readonly<Record<string, string>>): Promise<Sheet> {
  const sheet = (await (await request.post(api('/calls/claim'), { headers })).json()) as Sheet
  for (const [kind, words] of Object.entries(reports)) {
    const sent = await request.put(api(`/interviews/${sheet.interview.id}/serious/${randomUUID()}`), {
      headers,
      data: { kind, words },
    })
    expect(sent.status()).toBe(200)
  }
  await request.post(api(`/calls/${sheet.id}/release`), { headers })
  return sheet
}

test('a desk reads what was said in a call, and takes it up; complaints go to those who handle them alone', async ({
  page,
}) => {
  await signInAs(page, 'Interviewer')
  const sheet = await takeDown(page.request, {
    new_crime: 'They came back last night.\nThe shed is empty.',
    complaint: 'I want to complain about the way I was spoken to.',
  })

  await page.context().clearCookies()
  await signInAs(page, 'Team leader')
  await page.getByRole('link', { name: 'Serious' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Serious')
  const reports = page.getByRole('table', { name: 'Reports' })
  await expect(reports).not.toContainText('Wishes to complain')
  await reports
    .getByRole('row', { name: /New crime/ })
    .getByRole('link')
    .click()
  await expect(page.getByRole('region', { name: 'What was said' })).toContainText('They came back last night.')
  const person = page.getByRole('region', { name: 'Who said it' })
  await expect(person).toContainText(sheet.person.name)
  await expect(person).toContainText(sheet.numbers[0]?.number ?? 'a number')
  await page.getByRole('button', { name: 'I take it up' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'takes care of it' })).toBeVisible()
  await page.getByRole('link', { name: '← Serious' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing waits for a desk' })).toBeVisible()
  await page.getByRole('link', { name: 'All', exact: true }).click()
  await expect(reports.getByRole('row', { name: /New crime/ })).toContainText('Theo Team-Leader')

  await page.context().clearCookies()
  await signInAs(page, 'Complaints')
  await page.goto(`/f/${force}/serious`)
  await expect(reports.getByRole('row')).toHaveCount(2) // its head, and the complaint
  await reports.getByRole('link', { name: 'Wishes to complain' }).click()
  await expect(page.getByRole('region', { name: 'What was said' })).toContainText('the way I was spoken to')
})
