export type RowStatus = 'created' | 'updated' | 'unchanged'

/** How rows are told apart, and what each of them says, hashed. */
export interface Comparing<Row> {
  readonly keyOf: (row: Row) => string
  readonly hashOf: (row: Row) => Buffer
  /** What was known before, by key. */
  readonly before: ReadonlyMap<string, Buffer>
}

/** What came of each row, and the rows that change something: of several with one key the last. */
export function compareRows<Row>(rows: readonly Row[], { keyOf, hashOf, before }: Comparing<Row>) {
  const last = new Map(rows.map(row => [keyOf(row), row]))
  const isChange = (key: string, row: Row) => !before.get(key)?.equals(hashOf(row))
  const current = new Map(before)
  const statuses = rows.map((row): RowStatus => {
    const key = keyOf(row)
    const known = current.get(key)
    // What the file says in the end is what was known: its earlier rows changed nothing either.
    if (!isChange(key, last.get(key) as Row) || known?.equals(hashOf(row))) return 'unchanged'
    current.set(key, hashOf(row))
    return known ? 'updated' : 'created'
  })
  return { statuses, changed: rows.filter(row => last.get(keyOf(row)) === row && isChange(keyOf(row), row)) }
}
