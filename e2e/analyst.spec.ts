import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { force } from './demo-server.ts'
import { read, signInAs } from './people.ts'

interface AppendixA {
  readonly successfulCallBacks: number
  readonly sections: readonly {
    readonly name: string
    readonly questions: readonly string[]
    readonly ratings: Record<string, { byQuestion: readonly number[]; number: number; percent: string }>
    readonly totals: { byQuestion: readonly number[]; number: number }
  }[]
  readonly dissatisfaction: { questions: number; ones: number; twos: number; total: number; percent: string }
}

const published = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'examples', 'appendix-a.json'), 'utf8'),
) as AppendixA
const year = 'from=2010-10-01&to=2011-08-31'
const count = (number: number) => new Intl.NumberFormat('en-GB').format(number)

test("an analyst reads the paper's year, and every cell is the paper's", async ({ page }) => {
  await signInAs(page, 'Analyst')
  await page.goto(`/f/${force}/performance?${year}`)
  const appendix = page.getByRole('region', { name: 'Appendix A', exact: true })
  await expect(appendix).toContainText(count(published.successfulCallBacks))

  for (const { name, questions, ratings, totals } of published.sections) {
    const table = appendix.getByRole('table', { name })
    await expect(table.getByRole('columnheader')).toHaveText(['Rating', ...questions, 'Number', '%'])
    const rows = [
      ...['1', '2', '3', '4', '5'].map(rating => {
        const row = ratings[rating]
        if (!row) throw new Error(`the published table has no row ${rating}`)
        return [...row.byQuestion.map(count), count(row.number), row.percent]
      }),
      [...totals.byQuestion.map(count), count(totals.number), ''],
    ]
    for (const [index, cells] of rows.entries())
      await expect(
        table
          .getByRole('row')
          .nth(index + 1)
          .getByRole('cell'),
      ).toHaveText(cells)
  }
  const { questions, ones, twos, total, percent } = published.dissatisfaction
  await expect(appendix.getByRole('table', { name: /Dissatisfaction/ }).getByRole('cell')).toHaveText([
    ...[questions, ones, twos, total].map(count),
    percent,
  ])
})

test('the API gives the same table as the page', async ({ page }) => {
  await signInAs(page, 'Analyst')
  const { sections, successfulCallBacks, dissatisfaction } = await read<AppendixA>(
    page,
    `performance/appendix-a?${year}`,
  )
  expect({ sections, successfulCallBacks, dissatisfaction }).toEqual({
    sections: published.sections,
    successfulCallBacks: published.successfulCallBacks,
    dissatisfaction: published.dissatisfaction,
  })
})

test('an analyst looks at one unit, and the address can be sent to somebody', async ({ page }) => {
  await signInAs(page, 'Analyst')
  await page.goto(`/f/${force}/performance?${year}`)
  await page.getByLabel('Unit').selectOption('Hartlepool')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Performance, Hartlepool')
  const address = page.url()
  await page.goto('/')
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Performance, Hartlepool')
})
