import { Button } from '@mantine/core'
import { addressOf, inForce } from '../api.ts'
import { allRatings } from '../ui/RatingChip.tsx'
import type { AppendixA, AppendixSection, Reported } from './api.ts'

interface DownloadProps {
  readonly slug: string
  readonly table: AppendixA
  readonly reported: Reported
}

export function Download({ slug, table, reported }: DownloadProps) {
  const name = `appendix-a-${reported.from}-to-${reported.to}`
  const { from, to, unit } = reported
  return (
    <>
      <Button
        variant="default"
        component="a"
        href={`data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(table))}`}
        download={`${name}.csv`}
      >
        Spreadsheet (CSV)
      </Button>
      <Button
        variant="default"
        component="a"
        href={addressOf(inForce(slug, '/performance/appendix-a'), { from, to, unit })}
        download={`${name}.json`}
      >
        Data (JSON)
      </Button>
      <Button variant="default" onClick={() => window.print()}>
        Print
      </Button>
    </>
  )
}

/** The same lines as `ringback report appendix-a --format csv`. */
function csvOf(table: AppendixA): string {
  const { questions, ones, twos, total, percent } = table.dissatisfaction
  const all = 'All sections'
  const lines: readonly (readonly (string | number)[])[] = [
    ['section', 'question', 'rating', 'number', 'percent'],
    ...table.sections.flatMap(sectionLines),
    [all, 'All', '1', ones, percentOf(ones, questions)],
    [all, 'All', '2', twos, percentOf(twos, questions)],
    [all, 'All', '1 or 2', total, percent],
    [all, 'All', 'Total', questions, ''],
    [all, 'Successful call-backs', '', table.successfulCallBacks, ''],
  ]
  return lines.map(line => `${line.map(cell => quoted(String(cell))).join(',')}\r\n`).join('')
}

function sectionLines({ name, questions, ratings, totals }: AppendixSection) {
  const ofQuestion = questions.flatMap((question, index) => {
    const base = totals.byQuestion[index] ?? 0
    const lines = allRatings.map(rating => {
      const number = ratings[`${rating}`].byQuestion[index] ?? 0
      return [name, question, rating, number, percentOf(number, base)]
    })
    return [...lines, [name, question, 'Total', base, '']]
  })
  const ofAll = allRatings.map(rating => [
    name,
    'All',
    rating,
    ratings[`${rating}`].number,
    ratings[`${rating}`].percent,
  ])
  return [...ofQuestion, ...ofAll, [name, 'All', 'Total', totals.number, '']]
}

/** One decimal, half away from nought, computed in whole numbers. */
const percentOf = (number: number, base: number) =>
  base === 0 ? '–' : `${(Math.floor((number * 2000 + base) / (2 * base)) / 10).toFixed(1)}%`

const quoted = (text: string) => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
