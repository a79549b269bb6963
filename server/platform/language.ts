/** What a language is called, in English or in itself, in small letters, by its code. */
const codes = new Map<string, string>()

/**
 * The code of a language as some system wrote it: `Welsh`, `Cymraeg`, `cy` and `cy-GB` are all `cy`. Null for what nobody
 * knows.
 */
export function languageCode(text: string | null): string | null {
  const written = text?.trim().toLowerCase() ?? ''
  if (written === '') return null
  if (codes.size === 0) learnNames()
  const [, code] = /^([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*$/.exec(written) ?? []
  return codes.get(written) ?? codes.get(code ?? '') ?? null
}

/** Every language of two letters that the runtime has a name for. */
function learnNames(): void {
  const inEnglish = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  for (const code of letters.flatMap(first => letters.map(second => `${first}${second}`))) {
    const name = inEnglish.of(code)
    if (name === undefined) continue
    const itself = new Intl.DisplayNames(code, { type: 'language', fallback: 'none' }).of(code)
    // `iw` is an older code of Hebrew, whose code is `he`.
    const { language } = new Intl.Locale(code)
    for (const known of [code, name, itself])
      if (known !== undefined && !codes.has(known.toLowerCase())) codes.set(known.toLowerCase(), language)
  }
}
