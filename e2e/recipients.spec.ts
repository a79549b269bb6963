import { randomUUID } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import { baseUrl, force } from './demo-server.ts'
import { asAnother, signInAs } from './people.ts'

interface Sheet {
  readonly id: string
  readonly person: { readonly name: string }
  readonly numbers: readonly { readonly id: string; readonly number: string }[]
  readonly incident: { readonly reference: string }
}

/** Rings somebody in the queue, who doesn't answer. */
async function ringInVain(page: Page): Promise<Sheet> {
  const post = (path: string, data: object) =>
    page.request.post(`/api/v1/forces/${force}/calls/${path}`, { headers: { origin: baseUrl }, data })
  const sheet = (await (await post('claim', {})).json()) as Sheet
  const rung = await post(`${sheet.id}/attempts`, {
    attemptId: randomUUID(),
    numberId: sheet.numbers[0]?.id,
    outcome: 'no_answer',
  })
  expect(rung.status(), await rung.text()).toBe(200)
  return sheet
}

async function find(page: Page, query: string): Promise<void> {
  await page.getByLabel('Name, telephone number or log number').fill(query)
  await page.keyboard.press('Enter')
}

test('a team leader finds who was rung, keeps them from being rung, and lets them be rung again', async ({ page }) => {
  await signInAs(page, 'Team leader')
  const { person, numbers, incident } = await ringInVain(page)
  await page.getByRole('link', { name: 'Recipients' }).click()
  await find(page, incident.reference)
  await expect(page.getByText('By log number')).toBeVisible()
  await find(page, numbers[0]?.number ?? '')
  await expect(page.getByText('By telephone number')).toBeVisible()
  expect(page.url(), 'an address names nobody').toMatch(/\/recipients$/)
  await page.getByRole('link', { name: person.name }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(person.name)

  const verdict = page.getByRole('region', { name: /rung/i }).first()
  await expect(verdict.getByRole('heading', { level: 2 })).toHaveText('May be rung')
  await expect(verdict.getByRole('listitem').filter({ hasText: 'Domestic abuse' })).toContainText(
    'No incident of theirs has this code',
  )
  await page.getByRole('link', { name: 'Calls 1' }).click()
  await expect(page.getByRole('main').getByRole('listitem').first()).toContainText('No answer')
  await expect(page.getByText(`${numbers[0]?.number}, by Theo Team-Leader`)).toBeVisible()

  await page.getByRole('link', { name: 'History' }).click()
  const history = page.getByRole('table', { name: 'History, the latest first' })
  await expect(history).toContainText('Rang: no answer')
  const keep = page.getByRole('button', { name: 'Keep from being rung' })
  await keep.press('Enter')
  const asked = page.getByRole('dialog', { name: `Keep ${person.name} from being rung` })
  await expect(asked).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(asked).toBeHidden()
  await expect(keep, 'the keys are where they were').toBeFocused()
  await keep.press('Enter')
  await asked.getByRole('button', { name: 'Don’t ring them for surveys' }).click()
  await expect(asked, 'no reason is given yet').toBeVisible()
  await asked.getByLabel('Why').selectOption('They have made a complaint')
  await asked.getByLabel('Last day').fill('2011-12-31')
  await asked.getByLabel('Note').fill('Ask the complaints desk first.')
  await asked.getByRole('button', { name: 'Don’t ring them for surveys' }).click()
  await expect(asked).toBeHidden()
  await expect(keep).toBeFocused()
  const suppressed = 'Not to be rung for surveys: complaint, until 31 December 2011'
  await expect(history, 'what was just done is in it').toContainText(suppressed)
  await page.getByRole('link', { name: 'Overview' }).click()
  await expect(page.getByRole('heading', { name: 'Not to be rung' })).toBeVisible()
  await expect(page.getByText('It holds up to 31 December 2011')).toBeVisible()
  const kept = page.getByRole('region', { name: 'Kept from being rung' })
  await expect(kept).toContainText('They have made a complaint')
  await expect(kept).toContainText('Ask the complaints desk first.')

  await page.getByRole('link', { name: '← Recipients' }).click()
  await expect(page.getByLabel('Name, telephone number or log number')).toHaveValue(numbers[0]?.number ?? '')
  await page.getByLabel('Show').selectOption('Only those not to be rung')
  await expect(page).toHaveURL(/show=suppressed/)
  await page.getByRole('row', { name: person.name }).getByRole('link').click()

  const lift = page.getByRole('button', { name: 'Lift: not to be rung for surveys' })
  await lift.press('Enter')
  await page.getByRole('button', { name: 'Leave it as it is' }).press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(lift).toBeFocused()
  await lift.press('Enter')
  await page.getByLabel('Why').selectOption('What it was for is over')
  await page.getByRole('button', { name: 'Lift it' }).click()
  await expect(page.getByRole('heading', { name: 'Not to be rung' })).toBeHidden()
  await expect(kept.getByRole('heading'), 'the button that led there is gone').toBeFocused()
  await kept.getByText('1 lifted').click()
  await expect(kept).toContainText('Lifted: What it was for is over')

  await page.getByRole('link', { name: 'History' }).click()
  await page.getByRole('link', { name: 'What was done' }).click()
  await expect(history).toContainText(suppressed)
  await expect(history).toContainText('May be rung again for surveys: no longer so')
  await expect(history).toContainText('Rang: no answer')
  await expect(history).not.toContainText('Looked at')
  await page.getByRole('link', { name: 'Who looked' }).click()
  await expect(history.getByRole('row', { name: 'Looked at this person Theo Team-Leader' }).first()).toBeVisible()
})

test('an administrator says that a number is not safe, and it is rung no more', async ({ page, browser }) => {
  const { person, numbers, incident } = await asAnother(browser, 'Team leader', ringInVain)
  await signInAs(page, 'Administrator')
  await page.goto(`/f/${force}/recipients`)
  await find(page, incident.reference)
  await page.getByRole('link', { name: person.name }).click()
  const number = numbers[0]?.number ?? ''
  const change = page.getByRole('button', { name: `Change ${number}` })
  await change.press('Enter')
  await expect(page.getByRole('group', { name: 'What to change' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(change).toBeFocused()
  await change.press('Enter')
  await page.getByLabel('Why').selectOption('Somebody else may answer or listen')
  await page.getByRole('button', { name: 'Not safe to ring' }).click()
  const line = page.getByRole('region', { name: 'Telephone numbers' }).getByRole('listitem').filter({ hasText: number })
  await expect(line).toContainText('Not safe to ring')
  await expect(page.getByRole('heading', { name: 'Not rung: no usable number' })).toBeVisible()
  await expect(change).toBeFocused()
  await change.click()
  await page.getByLabel('Why').selectOption('They say that it is safe')
  await page.getByRole('button', { name: 'Safe to ring' }).click()
  await expect(line).toContainText('Safe to ring')
  await page.getByRole('link', { name: 'History' }).click()
  await expect(page.getByText('Marked a number unsafe: others may answer')).toBeVisible()
})

test('the search keeps the focus, and looks for nobody between days that are backwards', async ({ page }) => {
  await signInAs(page, 'Team leader')
  await page.goto(`/f/${force}/recipients`)
  const words = page.getByLabel('Name, telephone number or log number')
  const [from, to] = [page.getByLabel('Incident opened from'), page.getByLabel('To', { exact: true })]
  const show = page.getByLabel('Show')
  await words.fill('Smith')
  await words.press('Enter')
  await expect(page.getByText(/^By .*name/)).toBeVisible()
  await expect(words).toBeFocused()
  await show.press('ArrowDown')
  await expect(page).toHaveURL(/show=suppressed/)
  await expect(show).toBeFocused()
  await show.press('ArrowUp')
  await expect(page).not.toHaveURL(/show=/)
  await expect(show).toBeFocused()

  await from.fill('2011-08-31')
  await to.fill('2011-08-01')
  await show.selectOption('Only those not to be rung')
  await expect(page.getByText('Before the first day')).toBeVisible()
  await expect(page).toHaveURL(/recipients$/)
  await to.fill('2011-08-31')
  const search = page.getByRole('button', { name: 'Search' })
  await search.press('Enter')
  await expect(page).toHaveURL(/openedFrom=2011-08-31&openedTo=2011-08-31&show=suppressed/)
  await expect(search).toBeFocused()

  await page.goBack()
  await expect(show).toHaveValue('everybody')
  await expect(from).toHaveValue('')
  await expect(to).toHaveValue('')
  await expect(words).toHaveValue('Smith')
})

test('where what came of each incident is not to be had, the page says so, and asks again', async ({ page }) => {
  await signInAs(page, 'Team leader')
  await page.goto(`/f/${force}/recipients`)
  await page.route('**/recipients/*/calls', route => route.fulfill({ status: 500, json: { title: 'It broke.' } }))
  await page.getByRole('table', { name: 'People found' }).getByRole('link').first().click()
  await page.getByRole('link', { name: /^Incidents/ }).click()
  const fault = page.getByRole('alert')
  await expect(fault).toContainText("What came of them can't be shown now")
  await page.unroute('**/recipients/*/calls')
  await fault.getByRole('button', { name: 'Try again' }).click()
  await expect(fault).toBeHidden()
  await expect(page.getByRole('main').getByRole('term').filter({ hasText: 'Service quality' }).first()).toBeVisible()
})

test('finding nobody, a period without anybody and a server out of reach each say so', async ({ page }) => {
  await signInAs(page, 'Team leader')
  await page.goto(`/f/${force}/recipients`)
  await find(page, 'Nobody Of That Name')
  await expect(page.getByRole('heading', { name: 'Nobody is found for “Nobody Of That Name”' })).toBeVisible()
  await page.getByRole('link', { name: 'Show everybody' }).click()
  const found = page.getByRole('table', { name: 'People found' })
  await expect(found.getByRole('row')).toHaveCount(26)
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect(found.getByRole('row')).toHaveCount(51)

  await page.goto(`/f/${force}/recipients?openedFrom=1999-01-01&openedTo=1999-01-31`)
  await expect(page.getByLabel('Incident opened from')).toHaveValue('1999-01-01')
  await expect(page.getByRole('heading', { name: 'Nobody is found' })).toBeVisible()
  await page.route('**/recipients/search', route => route.abort())
  await page.reload()
  await expect(page.getByRole('alert')).toContainText("can't be reached")
})

test('an analyst is told that recipients are not for their role, by the page and by the server', async ({ page }) => {
  await signInAs(page, 'Analyst')
  await expect(page.getByRole('link', { name: 'Recipients' })).toHaveCount(0)
  await page.goto(`/f/${force}/recipients`)
  await expect(page.getByRole('heading', { name: "Your roles don't open recipients" })).toBeVisible()
  const refused = await page.request.post(`/api/v1/forces/${force}/recipients/search`, {
    headers: { origin: baseUrl },
    data: { query: '' },
  })
  expect(refused.status()).toBe(403)
})
