/** What a file may be called here. */
const longest = 200

/**
 * The name that somebody sent, made fit to be shown and written: without the folders before it, without control characters
 * and marks that turn the direction of text, of a length that fits a line.
 */
export function cleanFileName(sent: string | undefined): string {
  const name = (sent ?? '')
    .toWellFormed()
    .split(/[/\\]/)
    .at(-1)
    ?.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
  if (!name || /^\.+$/.test(name)) return 'file'
  const characters = [...name]
  return characters.length <= longest ? name : `${characters.slice(0, longest - 1).join('')}…`
}
