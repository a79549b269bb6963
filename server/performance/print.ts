import { csvLine } from '../platform/csv-line.ts'
import { percentage, ratingKeys } from './rules.ts'
import type { AppendixA, AppendixSection, Headlines } from './schema.ts'

/** Appendix A for a terminal: the paper's tables, figures aligned to the right under headings folded to fit. */
export function printAppendixA(table: AppendixA, headlines: Headlines): string {
  return [
    table.title,
    table.period,
    '',
    ...table.sections.flatMap(section => [section.name, '', ...printSection(section), '']),
    `Total successful call-backs: ${table.successfulCallBacks}`,
    '',
    'Dissatisfaction: ratings of 1 or 2 as a share of the questions answered',
    '',
    ...printDissatisfaction(table),
    '',
    ...headlines.sentences,
    '',
  ].join('\n')
}

function printSection(section: AppendixSection): readonly string[] {
  const rows = ratingKeys.map(rating => {
    const { byQuestion, number, percent } = section.ratings[rating]
    return [rating, ...byQuestion.map(String), String(number), percent]
  })
  const total = ['Total', ...section.totals.byQuestion.map(String), String(section.totals.number), '']
  return columns([['Rating', ...section.questions, 'Number', '% age'], ...rows, total])
}

function printDissatisfaction({ dissatisfaction: { questions, ones, twos, total, percent } }: AppendixA) {
  return columns([
    ['Questions answered', '1s', '2s', 'Total', '%'],
    [questions, ones, twos, total, percent].map(String),
  ])
}

const headingWidth = 13
const gap = '  '

/** The first row is the heading, folded over as many lines as it needs; the first column is set to the left. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const [heading = [], ...body] = rows
  const folded = heading.map(fold)
  const height = Math.max(...folded.map(lines => lines.length))
  const widths = heading.map((_, column) =>
    Math.max(...(folded[column] ?? []).map(line => line.length), ...body.map(row => row[column]?.length ?? 0)),
  )
  const set = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join(gap)
      .trimEnd()
  const headingLines = Array.from({ length: height }, (_, line) =>
    set(folded.map(lines => lines[line - (height - lines.length)] ?? '')),
  )
  const rule = widths.map(width => '─'.repeat(width)).join(gap)
  return [...headingLines, rule, ...body.map(set)]
}

function fold(words: string): readonly string[] {
  const lines: string[] = []
  for (const word of words.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= headingWidth) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** One line per figure. A percentage is of the ratings of that question; for `All` of the section's, as the paper has it. */
export function appendixACsv(table: AppendixA): string {
  const { questions, ones, twos, total, percent } = table.dissatisfaction
  const all = 'All sections'
  return [
    ['section', 'question', 'rating', 'number', 'percent'],
    ...table.sections.flatMap(sectionLines),
    [all, 'All', '1', ones, percentage(ones, questions)],
    [all, 'All', '2', twos, percentage(twos, questions)],
    [all, 'All', '1 or 2', total, percent],
    [all, 'All', 'Total', questions, ''],
    [all, 'Successful call-backs', '', table.successfulCallBacks, ''],
  ]
    .map(csvLine)
    .join('')
}

function sectionLines(section: AppendixSection): readonly (readonly (string | number)[])[] {
  const ofQuestion = section.questions.flatMap((question, index) => {
    const base = section.totals.byQuestion[index] ?? 0
    const lines = ratingKeys.map(rating => {
      const number = section.ratings[rating].byQuestion[index] ?? 0
      return [section.name, question, rating, number, percentage(number, base)]
    })
    return [...lines, [section.name, question, 'Total', base, '']]
  })
  const ofAll = ratingKeys.map(rating => {
    const { number, percent } = section.ratings[rating]
    return [section.name, 'All', rating, number, percent]
  })
  return [...ofQuestion, ...ofAll, [section.name, 'All', 'Total', section.totals.number, '']]
}
