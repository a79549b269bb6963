/** Fields by which rows are told apart, or put together. */
export const isKeyField = (field: string): boolean => ['incident.reference', 'reference', 'incident'].includes(field)

/** What a spreadsheet writes for a long number, `2.01108E+11`, it writes for thousands of others too: it is the key of nothing. */
export const isPowerOfTen = (text: string): boolean => /^\d(?:[.,]\d+)?e\+\d{1,3}$/i.test(text)
