/**
 * What comes of the rows about each key: the last of a file counts, in whatever batches they come.
 *
 * What a file left, and its earlier rows that were overruled on the way, is remembered. When such a row comes again, it is passed over
 * if what stands comes again after it: so the same file again changes nothing. In another file that doesn't say so, it is news.
 */
import type { RowStatus } from '../platform/import/compare.ts'

/** What is known of a key. */
export interface Standing {
  readonly hash: Buffer
  /** Other rows about the key in the file that said this. */
  readonly overruled: readonly Buffer[]
  readonly isOfThisImport: boolean
}

/** More different rows under one key in one file are beyond reason, and are compared with the last of them only. */
const overruledKept = 100

interface FollowedRow {
  readonly hash: Buffer
  readonly line: number
}

/** Of the rows of the file, by their hashes, as far as it was read. */
interface Said {
  has(hash: Buffer): boolean
  isAfter(hash: Buffer, line: number): boolean
}

interface Following<Row> {
  readonly keyOf: (row: Row) => string
  readonly before: ReadonlyMap<string, Standing>
  /** Of the whole file, where `dependsOnLater` says that it must be. */
  readonly said: Said
}

/** Whether what comes of the row can't be told yet: it was overruled once, and may be again by one that wasn't read so far. */
export const dependsOnLater = ({ hash, line }: FollowedRow, known: Standing | undefined, said: Said): boolean =>
  known !== undefined && isRepeat(hash, known) && !said.isAfter(known.hash, line)

/** Takes rows one after the other. */
export function followRows<Row extends FollowedRow>(rows: readonly Row[], { keyOf, before, said }: Following<Row>) {
  const standings = new Map<string, Standing>()
  const statuses = rows.map((row): RowStatus => {
    const key = keyOf(row)
    const known = standings.get(key) ?? before.get(key)
    const now = standingAfter(row, known, said)
    if (now === known) return 'unchanged'
    standings.set(key, now)
    return known ? 'updated' : 'created'
  })
  return { statuses, standings }
}

function standingAfter({ hash, line }: FollowedRow, known: Standing | undefined, said: Said): Standing {
  if (known === undefined) return { hash, overruled: [], isOfThisImport: true }
  if (known.hash.equals(hash)) return known
  if (isRepeat(hash, known) && said.isAfter(known.hash, line)) return known
  const overruled = [...known.overruled, known.hash].filter(one => !one.equals(hash) && said.has(one))
  return { hash, overruled: overruled.slice(-overruledKept), isOfThisImport: true }
}

/** Of a row that a file had before the one that stands, and that a file now has once more. */
const isRepeat = (hash: Buffer, { overruled, isOfThisImport }: Standing): boolean =>
  !isOfThisImport && overruled.some(one => one.equals(hash))
