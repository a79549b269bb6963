import type { ImportResult } from './schema.ts'

export type { ImportResult }

/** What came of one row. Each warning code stands once. */
export type RowOutcome =
  | { readonly status: 'created' | 'updated' | 'unchanged'; readonly warnings?: readonly string[] }
  | { readonly status: 'rejected'; readonly reason: string }

export const emptyResult = (): ImportResult => ({
  rows: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  blank: 0,
  reasons: {},
  warnings: {},
})

/** Of an import that begins anew: what it has kept so far is not forgotten. */
export function resultAfter(before: ImportResult | null): ImportResult {
  const { created, updated, takenInBefore = 0 } = before ?? emptyResult()
  const taken = takenInBefore + created + updated
  return taken === 0 ? emptyResult() : { ...emptyResult(), takenInBefore: taken }
}

export function tally(result: ImportResult, outcome: RowOutcome, warnings: readonly string[] = []): void {
  result.rows += 1
  result[outcome.status] += 1
  if (outcome.status === 'rejected') count(result.reasons, outcome.reason)
  else for (const code of together(warnings, outcome.warnings ?? [])) count(result.warnings, code)
}

const together = (codes: readonly string[], others: readonly string[]): Iterable<string> =>
  codes.length === 0 ? others : new Set([...codes, ...others])

export function count(counts: Record<string, number>, code: string, by = 1): void {
  if (by > 0) counts[code] = (counts[code] ?? 0) + by
}
