/** Characters that nobody sees and that change how a text reads: controls, zero width, the direction of writing. */
const controls =
  '\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\xad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff'
/** What bytes 0x80 to 0xbf are in Windows-1252. */
const highBytes =
  '\\x80-\\xbf\\u20ac\\u201a\\u0192\\u201e\\u2026\\u2020\\u2021\\u02c6\\u2030\\u0160\\u2039\\u0152\\u017d\\u2018\\u2019\\u201c\\u201d\\u2022\\u2013\\u2014\\u02dc\\u2122\\u0161\\u203a\\u0153\\u017e\\u0178'

const control = new RegExp(`[${controls}]`)
/**
 * What a wrong encoding does: UTF-8 read as Windows-1252 (`Ã©`, `Å‚`, `â€™`), Windows-1252 read as ISO 8859-1 (unused
 * controls), and what couldn't be read at all (U+FFFD). The two first are the letters of Latin scripts, and punctuation.
 */
const garbled = new RegExp(`[\\u00c2-\\u00c5][${highBytes}]|\\u00e2(?:\\u20ac|[${highBytes}]{2})|[\\x80-\\x9f\\ufffd]`)
/**
 * What the encoding of DOS (CP850), or of a Mac, makes of names that are read as Windows-1252: `Jos‚`, `Sm¡th`, `JosŽ`, `Z‘e`. A sign beside a
 * letter, or a capital after a small letter at the end of a word. O‘Brien is right, and so is a name in quotation marks.
 */
const ofDosOrMac = new RegExp(
  [
    '\\p{L}[‚¡¢£¤¥¦§ƒ‡‰ˆ‹›™•¿]',
    '[¡¢£¤¥ƒ‡‰ˆ¿]\\p{Ll}',
    '\\p{L}[„“”…†]\\p{L}',
    '\\p{L}‘\\p{Ll}',
    '\\p{Ll}[ŠŽŒŸ](?!\\p{Lu})',
    '\\p{Lu}[ŠŽŒŸ]\\p{Ll}',
    '\\p{Ll}[À-ÖØ-Þ](?!\\p{L})',
  ].join('|'),
  'u',
)
export const isNameField = (field: string): boolean => field.endsWith('.forename') || field.endsWith('.surname')

/** The name may be in the encoding of DOS or of a Mac, and was read in another. */
export const mayBeOfDosOrMac = (name: string): boolean => ofDosOrMac.test(name)

/** What may be odd, told by a look at each character alone: all text goes by here. */
const odd = new RegExp(`${control.source}|${garbled.source}|[‚„“”‘…†‡‰ˆ‹›•™¡¢£¤¥¦§¿ƒŠŽŒŸÀ-ÖØ-Þ]`)

/** What a garbled text was meant to be, null where that can't be told; `undefined` where it isn't garbled. */
export function garbledAs(text: string): string | null | undefined {
  if (!garbled.test(text)) return undefined
  const bytes = [...text].map(character => byteOf(character))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes))
  } catch {
    return null // it is garbled in another way, which the caller tells
  }
}

const highCharacters = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 128 }, (_, at) => at + 128))
const byteOf = (character: string): number => {
  const at = highCharacters.indexOf(character)
  return at === -1 ? Math.min(character.charCodeAt(0), 0xff) : at + 128
}

export type Oddity = 'control_character' | 'name_garbled'

const none: readonly Oddity[] = []

/** Watches the text of a file go by, so that rows are looked at one by one only where something odd is among them. */
export class OddityWatch {
  private isOdd = false
  private isOddHere = false
  private end = ''

  /** The next piece of the file, before the records that come of it. */
  see(text: string): void {
    this.isOddHere = odd.test(text) || odd.test(this.end + text.slice(0, 2))
    this.isOdd ||= this.isOddHere
    this.end = text.slice(-2)
  }

  /** The records of what was seen have gone by, except one that the last piece left unfinished. */
  passed(): void {
    this.isOdd = this.isOddHere
  }

  /** What is odd about the row's fields. */
  in(values: Readonly<Record<string, string>>): readonly Oddity[] {
    if (!this.isOdd) return none
    const texts = Object.values(values)
    if (!texts.some(text => odd.test(text))) return none
    const found: Oddity[] = []
    if (texts.some(text => control.test(text))) found.push('control_character')
    const isGarbled = texts.some(text => garbled.test(text))
    if (isGarbled || Object.keys(values).some(field => isNameField(field) && mayBeOfDosOrMac(values[field] ?? '')))
      found.push('name_garbled')
    return found
  }
}
