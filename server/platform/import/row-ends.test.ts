import { describe, expect, it } from 'vitest'
import { rowEnds } from './row-ends.ts'

const records = (lines: readonly string[]) => lines.map((line, at) => ({ line: at + 1, cells: line.split(',') }))
const lines = (found: readonly { readonly cells: readonly string[] }[]) => found.map(({ cells }) => cells.join(','))
const read = (...written: readonly string[]) => {
  const { ofDelimiter, ended } = rowEnds(records(written))
  return { ofDelimiter, lines: lines(ended(records(written))) }
}
const asWritten = (...written: readonly string[]) => ({ ofDelimiter: null, lines: written })

describe('rows that end in the delimiter', () => {
  it('lose what is no cell, and headings that stand again are left', () => {
    expect(read('A,B,C', '1,2,3,', '4,,,', 'A,B,C', '5,6,7,', 'Total: 3')).toEqual({
      ofDelimiter: 'rows',
      lines: ['A,B,C', '1,2,3', '4,,', 'A,B,C', '5,6,7', 'Total: 3'],
    })
  })

  it('keep the shape of one that lacks a cell, or has one too many', () => {
    const right = Array<string>(100).fill('1,2,3,')
    const { ofDelimiter, lines: found } = read('A,B,C', ...right, '1,3,', '1,2,2,3,')
    expect([ofDelimiter, found.slice(-2)]).toEqual(['rows', ['1,3', '1,2,2,3']])
  })

  it.each([
    ['one row alone', ['A,B,C', '1,2,3,']],
    ['rows of which some have a cell more', ['A,B,C', '1,2,3,', '1,2,3,', '1,2,3']],
    ['rows whose last cell is filled', ['A,B,C', '1,2,2,3', '1,2,2,3']],
    ['rows and headings alike', ['A,B,C,', '1,2,3,', '1,2,3,']],
    ['rows of a rejects file', ['Reject line,Reject reason,A,B', '2,,1,2,', '3,,1,2,']],
  ])('are not seen in %s', (_, written) => {
    expect(read(...written)).toEqual(asWritten(...written))
  })
})

describe('headings that end in the delimiter', () => {
  it('lose what is no column, also where they stand again', () => {
    expect(read('A,B,C,', '1,2,', '4,5,6', 'B,A,C,', '7,8,9')).toEqual({
      ofDelimiter: 'headings',
      lines: ['A,B,C', '1,2,', '4,5,6', 'B,A,C', '7,8,9'],
    })
  })

  it('have a column without a name where something stands in it', () => {
    expect(read('A,B,', '1,2,x', '3,4,')).toEqual(asWritten('A,B,', '1,2,x', '3,4,'))
  })
})
