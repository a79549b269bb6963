import { expect, it } from 'vitest'
import { profileShape } from '../platform/import/profile.ts'
import { openImport } from '../platform/import/reader.ts'
import { memorySource } from '../platform/import/source.ts'
import { readBatches } from './import-batches.ts'

it.each([
  ['short', 'A,B', '1,', [4000, 2000]],
  ['long', 'A,B', `1,${'x'.repeat(1984)}`, Array(3).fill(2000)],
  ['wide', Array.from({ length: 1000 }, (_, at) => `C${at}`).join(','), `1${','.repeat(999)}`, Array(12).fill(500)],
])('a batch has fewer rows of a file whose rows are %s', async (_, header, row, sizes) => {
  const content = Buffer.from(`${header}\n${`${row}\n`.repeat(6000)}`)
  const profile = profileShape.parse({ kind: 'staff', columns: {} })
  const file = await openImport(memorySource('f.csv', content), { name: 'none', profile })
  const found: number[] = []
  for await (const { rows } of readBatches(file, { prepare: read => read.line, skipRows: 0 })) found.push(rows.length)
  expect(found.filter(size => size > 0)).toEqual(sizes)
})
