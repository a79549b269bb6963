/** Columns that a rejects file adds; an import ignores them. */
export const rejectColumns = ['Reject line', 'Reject reason'] as const

export const isRejectColumn = (heading: string): boolean => (rejectColumns as readonly string[]).includes(heading)
