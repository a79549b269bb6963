import { expect, type Page, test } from '@playwright/test'
import { force, killDemo, startDemo } from './demo-server.ts'
import { expectHeard, listHeard, type Rated } from './heard.ts'
import { asAnother, read, signInAs } from './people.ts'
import { answer, type Call, claimAndBegin, endCompleted, pressAtTheEnd } from './workstation.ts'

interface Table {
  readonly successfulCallBacks: number
  readonly sections: readonly {
    readonly questions: readonly string[]
    readonly ratings: Record<string, { readonly byQuestion: readonly number[] }>
  }[]
}
const today = '2011-09-01'
const tableOfToday = (page: Page) => read<Table>(page, `performance/appendix-a?from=${today}&to=${today}`)

/** `title rating` → how many, of every cell that is not nought. */
function cellsOf(table: Table): Record<string, number> {
  return Object.fromEntries(
    table.sections.flatMap(({ questions, ratings }) =>
      questions.flatMap((title, index) =>
        Object.entries(ratings)
          .map(([rating, row]) => [`${title} ${rating}`, row.byQuestion[index] ?? 0] as const)
          .filter(([, number]) => number > 0),
      ),
    ),
  )
}

test('three people are rung; a 1 and a 5 reach their supervisors; Appendix A moves by just those answers', async ({
  page,
  browser,
}) => {
  const before = await asAnother(browser, 'Analyst', tableOfToday)
  const given: Record<string, number> = {}
  const note = (title: string, rating: number) => {
    given[`${title} ${rating}`] = (given[`${title} ${rating}`] ?? 0) + 1
  }
  const rated: Rated[] = []
  const known = await asAnother(browser, 'Administrator', listHeard)

  await signInAs(page, 'Interviewer')
  const names = new Set<string>()
  // The first rating of each interview: a 1, then a 5, then neither. The rest are 3s.
  for (const first of [1, 5, 3]) {
    const { questions, person, incident } = await claimAndBegin(page)
    names.add(person.name)
    for (const [index, { title, concerns }] of questions.entries()) {
      const rating = index === 0 ? first : 3
      await answer(page, rating)
      note(title, rating)
      if (rating !== 3) rated.push({ rating, title, concerns, reference: incident.reference })
      if (first === 1 && index === 0) {
        await page.reload()
        await expect(
          page.getByRole('region', { name: 'Answers so far' }).or(page.getByLabel('Answers so far')),
        ).toContainText(title)
      }
      if (first === 5 && index === 0) {
        await killDemo()
        await startDemo()
        await page.reload()
        await expect(page.getByLabel('Answers so far')).toContainText(title)
        await expect(page.getByLabel('Answers so far')).toContainText('Very kind.')
      }
    }
    await endCompleted(page)
  }
  expect(names.size).toBe(3)

  await asAnother(browser, 'Analyst', async analyst => {
    const after = await tableOfToday(analyst)
    expect(after.successfulCallBacks - before.successfulCallBacks).toBe(3)
    const [were, are] = [cellsOf(before), cellsOf(after)]
    const moved = Object.entries(are).map(([cell, number]) => [cell, number - (were[cell] ?? 0)] as const)
    expect(Object.fromEntries(moved.filter(([, number]) => number !== 0))).toEqual(given)
    await analyst.goto(`/f/${force}/performance?from=${today}&to=${today}`)
    await expect(analyst.getByText(`${after.successfulCallBacks} successful call-back`).first()).toBeVisible()
  })

  await asAnother(browser, 'Administrator', async administrator => {
    await expectHeard(administrator, { rated, known, names, today })
    await administrator.goto(`/f/${force}/mailbox`)
    await administrator.getByRole('navigation', { name: 'Messages' }).getByRole('link').first().click()
    const message = administrator.getByRole('region', { name: 'Message' })
    await expect(message.getByRole('heading', { level: 2 })).toBeVisible()
    for (const name of names) await expect(message).not.toContainText(name)
  })
})

test('an interview is put off: its 1 is heard at once, and at the time agreed it goes on where it stopped', async ({
  page,
  browser,
}) => {
  const known = await asAnother(browser, 'Administrator', listHeard)
  await signInAs(page, 'Interviewer')
  const { questions, person, incident } = await claimAndBegin(page)
  const [first, second] = questions as [Call['questions'][number], Call['questions'][number]]
  await answer(page, 1)
  await page.keyboard.press('e')
  const when = page.getByLabel(/finish it another time/)
  const nextMinute = `${await when.getAttribute('min')}:00Z`
  await when.fill(new Date(Date.parse(nextMinute) + 60_000).toISOString().slice(0, 16))
  await pressAtTheEnd(page, 'Finish at the time agreed')
  await expect(page.getByText(`The interview with ${person.name} goes on`)).toBeVisible()
  await asAnother(browser, 'Administrator', administrator =>
    expectHeard(administrator, {
      rated: [{ rating: 1, ...first, reference: incident.reference }],
      known,
      names: [person.name],
      today,
    }),
  )

  // An appointment is for a whole minute, and the demo's clock runs as any other.
  await page.waitForTimeout(60_000)
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await expect(page.getByText('The interview has begun already, and goes on where it stopped.')).toBeVisible()
  await expect(page.getByText(person.name).first()).toBeVisible()
  await page.getByRole('button', { name: /is on the line and agrees/ }).click()
  await expect(page.getByLabel('Answers so far')).toContainText('Nobody came.')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(second.ask)
  for (const _ of questions.slice(1)) await answer(page, 3)
  await endCompleted(page)
  await asAnother(browser, 'Administrator', async administrator =>
    expect((await listHeard(administrator)).size - known.size).toBe(1),
  )
})

test('an interviewer records that nobody answered, and the call comes back later', async ({ page }) => {
  await signInAs(page, 'Interviewer')
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await page.getByRole('radio', { name: 'No answer' }).check()
  await page.getByRole('button', { name: /^Record/ }).click()
  await expect(page.getByText(/No answer, recorded/)).toBeVisible()
})

test('a call is put back with a second press where the answer to the first was lost', async ({ page }) => {
  await signInAs(page, 'Interviewer')
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await page.route(
    '**/release',
    async route => {
      await route.fetch()
      await route.abort()
    },
    { times: 1 },
  )
  const putBack = page.getByRole('button', { name: 'Put the call back' })
  await putBack.click()
  await expect(page.getByRole('alert')).toBeVisible()
  await putBack.click()
  await expect(page.getByText('Put back. Somebody else can take the call')).toBeVisible()
})

test('an interviewer puts a call back, and no attempt is counted', async ({ page }) => {
  await signInAs(page, 'Interviewer')
  await page.getByRole('button', { name: /Take the next call/ }).click()
  await page.getByRole('button', { name: 'Put the call back' }).click()
  await expect(page.getByText(/no attempt was counted/)).toBeVisible()
})
