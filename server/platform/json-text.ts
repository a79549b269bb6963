/** As JSON that the database can keep: zero and halves of a character, which it refuses in a text, become the sign for what is no character. */
export const storableJson = (value: unknown): string =>
  // JSON writes exactly these two by their number; what else follows a backslash is passed over as a pair.
  JSON.stringify(value).replace(/\\(?:u(?:0000|d[89a-f][0-9a-f]{2})|.)/g, written =>
    written.length > 2 && written.startsWith('\\u') ? '\ufffd' : written,
  )
