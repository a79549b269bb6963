/** Under which spelling something is said of a written text, as an import reads it: its own, else one with other capitals or spaces. */
export function saidAs(said: Readonly<Record<string, unknown>> | undefined, written: string): string {
  if (said === undefined || Object.hasOwn(said, written)) return written
  const spelt = spelling(written)
  return Object.keys(said).find(other => spelling(other) === spelt) ?? written
}

const spelling = (text: string): string => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toUpperCase()
