import type { RowStatus } from '../platform/import/compare.ts'

/** What is known of a key. */
export interface Standing {
  readonly hash: Buffer
  /**
   * Rows that the file which said this had as well, and that its later rows overruled. When they come again they say nothing new: else
   * that file, imported twice, would change what it left, and change it back.
   */
  readonly overruled: readonly Buffer[]
  readonly isOfThisImport: boolean
}

/** More different rows under one key in one file are beyond reason, and are compared with the last of them only. */
const overruledKept = 100

interface Following<Row> {
  readonly keyOf: (row: Row) => string
  readonly hashOf: (row: Row) => Buffer
  readonly before: ReadonlyMap<string, Standing>
  /** Whether the file has a row of this hash, as far as it was read. */
  readonly isSaid: (hash: Buffer) => boolean
}

/** Takes rows one after the other, so that it makes no difference in which batches they come. */
export function followRows<Row>(rows: readonly Row[], { keyOf, hashOf, before, isSaid }: Following<Row>) {
  const standings = new Map<string, Standing>()
  const statuses = rows.map((row): RowStatus => {
    const key = keyOf(row)
    const known = standings.get(key) ?? before.get(key)
    const now = standingAfter(hashOf(row), known, isSaid)
    if (now === known) return 'unchanged'
    standings.set(key, now)
    return known ? 'updated' : 'created'
  })
  return { statuses, standings }
}

function standingAfter(hash: Buffer, known: Standing | undefined, isSaid: (hash: Buffer) => boolean): Standing {
  if (known === undefined) return { hash, overruled: [], isOfThisImport: true }
  if (known.hash.equals(hash)) return known
  if (!known.isOfThisImport && known.overruled.some(one => one.equals(hash))) return known
  const overruled = [...known.overruled, known.hash].filter(one => !one.equals(hash) && isSaid(one))
  return { hash, overruled: overruled.slice(-overruledKept), isOfThisImport: true }
}
