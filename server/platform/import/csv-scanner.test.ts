import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CsvDialect, CsvScanner } from './csv-scanner.ts'
import type { FileRecord } from './file-record.ts'

const comma: CsvDialect = { delimiter: ',', hasLoneReturns: false, skipLines: 0 }

/** Read in pieces that end at `cuts`. */
function scan(text: string, dialect = comma, cuts: readonly number[] = []): readonly FileRecord[] {
  const scanner = new CsvScanner('f.csv', dialect)
  const ends = [...new Set(cuts.map(cut => cut % (text.length + 1)))].sort((a, b) => a - b)
  const pieces = [0, ...ends].map((from, at) => text.slice(from, ends[at]))
  return [...pieces.flatMap(piece => scanner.push(piece)), ...scanner.end()]
}
const cellsOf = (records: readonly FileRecord[]) => records.map(({ cells }) => cells)

const delimiters = fc.constantFrom(',', ';', '\t', '|', ':', '~', ' ', '¬')
const lineEnds = fc.constantFrom('\n', '\r\n')
const cells = fc.string({
  unit: fc.constantFrom('a', 'é', '𝄞', ',', ';', '\t', '|', '"', '\n', '\r\n', ' ', '~', "'", '='),
  maxLength: 9,
})
const rows = fc.array(fc.array(cells, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 12 })
const cutting = fc.array(fc.nat(), { maxLength: 12 })

/** A cell is quoted where it must be, and where `always` says so. */
const printed = (table: readonly (readonly string[])[], delimiter: string, lineEnd: string, always: boolean) =>
  table
    .map(row =>
      row
        .map(cell =>
          always || cell === '' || /["\r\n]/.test(cell) || cell.includes(delimiter)
            ? `"${cell.replaceAll('"', '""')}"`
            : cell,
        )
        .join(delimiter),
    )
    .join(lineEnd)

describe('the scanner', () => {
  it('reads what was printed, whatever the delimiter, the quoting, the line ends and where it is cut', () => {
    fc.assert(
      fc.property(
        rows,
        delimiters,
        lineEnds,
        fc.boolean(),
        fc.boolean(),
        cutting,
        (table, delimiter, end, all, ends, cuts) => {
          const text = printed(table, delimiter, end, all) + (ends ? end : '')
          expect(cellsOf(scan(text, { ...comma, delimiter }, cuts))).toEqual(table)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('reads as csv-parse does', () => {
    fc.assert(
      fc.property(rows, delimiters, lineEnds, cutting, (table, delimiter, end, cuts) => {
        const text = printed(table, delimiter, end, false)
        const options = { delimiter, relax_column_count: true, record_delimiter: ['\r\n', '\n'] }
        expect(cellsOf(scan(text, { ...comma, delimiter }, cuts))).toEqual(parse(text, options))
      }),
      { numRuns: 1000 },
    )
  })

  it('reads the same records of any text, in whatever pieces it comes', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' '), maxLength: 60 })
    const outcome = (...args: Parameters<typeof scan>) => {
      try {
        return scan(...args)
      } catch (problem) {
        return String(problem)
      }
    }
    fc.assert(
      fc.property(text, fc.boolean(), cutting, (content, hasLoneReturns, cuts) => {
        const dialect = { ...comma, hasLoneReturns }
        expect(outcome(content, dialect, cuts)).toEqual(outcome(content, dialect))
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['a mark within a cell', 'a "b" c,d\n', [['a "b" c', 'd']]],
    ['more after the closing mark', '"a" b,c\n', [['"a" b', 'c']]],
    ['doubled marks', '"a ""b"" c",d\n', [['a "b" c', 'd']]],
    ['an empty quoted cell', '"",""\n', [['', '']]],
  ])('takes %s as it stands', (_, text, expected) => {
    expect(cellsOf(scan(text))).toEqual(expected)
  })

  it('gives the line where each record begins, those skipped counted', () => {
    const found = scan('report of today\n\nA,B\n"x\ny",1\n\n2,3', { ...comma, skipLines: 2 })
    expect(found.map(({ line }) => line)).toEqual([3, 4, 6, 7])
  })
})
