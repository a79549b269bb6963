import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Liquid, type Template } from 'liquidjs'

/** The words of calls and e-mails, the same for every force: Liquid templates in `texts/<language>/<name>.liquid`. */
const folder = join(import.meta.dirname, '..', '..', 'texts')
const fallback = 'en'

// Strict variables: a text that names what its data lacks fails in a test, not in a call.
const liquid = new Liquid({ strictVariables: true, strictFilters: true, lenientIf: true })
const parsed = new Map<string, readonly Template[]>()

/** Renders a text in the language, else in English. Throws if there is no such text, or it names data that is not given. */
export function render(name: string, language: string | null, data: Readonly<Record<string, unknown>>): string {
  const languages = [...new Set([language ?? fallback, fallback])]
  for (const candidate of languages) {
    const template = templateOf(name, candidate)
    if (template) return String(liquid.renderSync([...template], data)).trim()
  }
  throw new Error(`There is no text "${name}": add texts/${fallback}/${name}.liquid.`)
}

/** Whether a text is there in a language itself. */
export const hasText = (name: string, language: string): boolean => templateOf(name, language) !== undefined

function templateOf(name: string, language: string): readonly Template[] | undefined {
  // The language is personal data from an import, never a path.
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)) return undefined
  const file = join(folder, language, `${name}.liquid`)
  const known = parsed.get(file)
  if (known) return known
  if (!existsSync(file)) return undefined
  const template = liquid.parse(readFileSync(file, 'utf8'))
  parsed.set(file, template)
  return template
}
