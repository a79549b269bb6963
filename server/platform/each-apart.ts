/**
 * Does each on its own, so that one that can't be done keeps none of the others; then throws for those that couldn't, so
 * that the job is tried again.
 */
export async function eachApart<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const faults: unknown[] = []
  for (const item of items)
    try {
      await work(item)
    } catch (fault) {
      faults.push(fault)
    }
  if (faults.length === 0) return
  const [first] = faults
  const why = first instanceof Error ? first.message : String(first)
  throw new AggregateError(faults, `${faults.length} of ${items.length} could not be done: ${why}`)
}
