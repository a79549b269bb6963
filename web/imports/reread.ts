/**
 * A text that was read in one encoding, as the same bytes read in the other: "Prévu" and "PrÃ©vu". Where it can't have been written so, as
 * what was said in another file, it stays.
 */
export function reread(text: string, from: string, to: string): string {
  if (from === 'utf-8' && to === 'windows-1252') return new TextDecoder(to).decode(new TextEncoder().encode(text))
  if (from !== 'windows-1252' || to !== 'utf-8') return text
  const bytes = [...text].map(character => oldCharacters.indexOf(character))
  if (bytes.includes(-1)) return text
  try {
    return new TextDecoder(to, { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes))
  } catch {
    return text // bytes that are no UTF-8: a heading that a profile names, say
  }
}

/** What each byte is in the encoding of older Windows programs. */
const oldCharacters = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))
