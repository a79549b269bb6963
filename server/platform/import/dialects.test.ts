import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dialects, namedEncoding, printed } from '../../testing/dialect.ts'
import { workbookOf } from '../../testing/workbook.ts'
import { type Profile, profileShape } from './profile.ts'
import { openImport } from './reader.ts'
import type { Source } from './source.ts'

const headings = ['A', 'Bé', 'C']

/** In pieces of this length. */
const inPieces = (content: Uint8Array, length: number): Source => ({
  fileName: 'f',
  size: content.length,
  async *bytes(from = 0, to = content.length) {
    for (let at = from; at < to; at += length) yield content.subarray(at, Math.min(at + length, to))
  },
})

async function cellsOf(source: Source, dialect: Partial<Profile> = {}): Promise<readonly (readonly string[])[]> {
  const profile = profileShape.parse({ kind: 'staff', columns: { a: 'A', b: 'Bé' }, ...dialect })
  const file = await openImport(source, { name: 'two', profile })
  await file.check()
  const cells: (readonly string[])[] = []
  for await (const read of file.rows()) if (read.kind === 'row') cells.push(read.row.cells)
  return cells
}

/** Cells of what is in every encoding; a line within them ends as lines do. The first keeps its row from being blank. */
const tables = (lineEnd: string, minLength = 1) => {
  const cell = fc.string({
    unit: fc.constantFrom('a', 'é', '€', '’', ',', ';', '\t', '|', '"', ' ', '~', '=', lineEnd),
    maxLength: 9,
  })
  return fc.array(
    fc.tuple(
      cell.map(text => `x${text}`),
      cell,
      cell,
    ),
    { minLength, maxLength: 12 },
  )
}
const written = dialects([',', ';', '\t', '|', '~', '^', ':', '¬', '§']).chain(dialect =>
  fc.tuple(fc.constant(dialect), tables(dialect.lineEnd, 2), fc.integer({ min: 1, max: 400 })),
)

describe('what is printed is read', () => {
  it('in any delimiter, quoting, encoding and line end, though rows or headings end in the delimiter, wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(written, async ([dialect, rows, length]) => {
        const source = inPieces(printed([headings, ...rows], dialect), length)
        expect(await cellsOf(source, { delimiter: dialect.delimiter, encoding: namedEncoding(dialect) })).toEqual(rows)
      }),
      { numRuns: 1000 },
    )
  })

  it('as a workbook', async () => {
    await fc.assert(
      fc.asyncProperty(tables('\n'), fc.integer({ min: 100, max: 4000 }), async (rows, length) => {
        expect(await cellsOf(inPieces(workbookOf([headings, ...rows]), length))).toEqual(rows)
      }),
      { numRuns: 200 },
    )
  })
})
